"""What enters the inbox when people write to the bot, and what never does."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.preview.server import BotApiServer
from bot.preview.visitor import Visitor
from bot.settings import InboxPart, Settings
from bot.storage.inbox import Vain
from bot.storage.storage import open_storage
from bot.storage.tally import Asked, AskedCount
from bot.telegram.app import serve
from tests.telegram.conftest import NOW, Door, OpenDoor, ScriptedService, labels

LOST = Answer("sv", Outcome.FALLBACK, "?", "?")
CHAT = "sendMessage"
VOTE = "button.helpful"


@pytest.fixture
def door_settings(door_settings: Settings) -> Settings:
    return door_settings.model_copy(update={"inbox": InboxPart(enabled=True)})


@dataclass
class Script:
    """The door of the tiny town, whose next answers a test decides."""

    door: Door
    answers: dict[str, Answer]

    async def ask(self, user: Visitor, text: str, answer: Answer) -> None:
        self.answers[text] = answer
        user.send_text(text)
        await self.door.server.wait_for(CHAT, chat=user.chat.id)


@pytest.fixture
async def script(open_door: OpenDoor, lillby: AnsweringService) -> AsyncIterator[Script]:
    answers: dict[str, Answer] = {}

    def reply(question: Question) -> Answer:
        return answers[question.text]

    async with open_door(ScriptedService(lillby, reply)) as door:
        yield Script(door, answers)


def vision(script: Script) -> Answer:
    return script.door.topic("vision")


def choices(script: Script) -> Answer:
    composer = script.door.service._snapshot.composer
    return composer.choices(("vision", "contact.hours"), "sv", NOW, 0.4)


async def kept(settings: Settings) -> list[tuple[str, Vain, str]]:
    async with open_storage(settings) as storage:
        found = await storage.inbox.all()
    return [(k.question.text, k.question.outcome, k.question.reason) for k in found]


async def counted(settings: Settings) -> list[AskedCount]:
    async with open_storage(settings) as storage:
        return await storage.tally.counts(NOW.date(), NOW.date())


async def after(script: Script, user: Visitor) -> None:
    """Let one more message through: then what was told of earlier ones is stored."""
    await script.ask(user, "klart", vision(script))


async def test_unanswered_question_is_kept_masked(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    await script.ask(user, "ring 070-123 45 67 om katten", LOST)
    await after(script, user)
    assert await kept(door_settings) == [("ring [phone] om katten", Vain.FALLBACK, "")]


async def test_answered_question_is_not(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    await script.ask(user, "vad är visionen", vision(script))
    await after(script, user)
    assert await kept(door_settings) == []


async def test_choices_that_nobody_took(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    await script.ask(user, "det där med framtiden", choices(script))
    assert await kept(door_settings) == []
    await after(script, user)
    await after(script, user)
    assert await kept(door_settings) == [("det där med framtiden", Vain.CHOICES, "")]


async def test_choice_that_was_taken(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    script.answers["framtiden"] = choices(script)
    user.send_text("framtiden")
    call = await script.door.server.wait_for(CHAT, chat=user.chat.id)
    user.press(call, next(label for label in labels(call)))
    await script.door.server.wait_for("answerCallbackQuery")
    await after(script, user)
    await after(script, user)
    assert await kept(door_settings) == []


async def test_another_topic_takes_no_choice(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    composer = script.door.service._snapshot.composer
    await script.ask(user, "framtiden", composer.choices(("contact.hours",), "sv", NOW, 0.4))
    user.send_text("/vision")
    await script.door.server.wait_for(CHAT, chat=user.chat.id)
    await after(script, user)
    await after(script, user)
    assert await kept(door_settings) == [("framtiden", Vain.CHOICES, "")]


async def test_answer_that_did_not_help(script: Script, door_settings: Settings) -> None:
    user, door = script.door.server.user(1), script.door
    script.answers["framtiden"] = vision(script)
    user.send_text("framtiden")
    call = await door.server.wait_for(CHAT, chat=user.chat.id)
    for key in ("button.not_helpful", "button.old"):
        label = door.plain_phrase(key)
        user.press(call, next(shown for shown in labels(call) if shown.endswith(label)))
        call = await door.server.wait_for("editMessageReplyMarkup", chat=user.chat.id)
    await after(script, user)
    assert await kept(door_settings) == [("framtiden", Vain.RATED, "old")]
    user.press(call, next(s for s in labels(call) if s.endswith(door.plain_phrase(VOTE))))
    await door.server.wait_for("editMessageReplyMarkup", chat=user.chat.id)
    await after(script, user)
    assert await kept(door_settings) == []


async def test_distress_never_enters(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    help_lines = replace(vision(script), urgent=True)
    await script.ask(user, "jag orkar inte", choices(script))
    await script.ask(user, "jag vill inte leva", help_lines)
    await after(script, user)
    assert await kept(door_settings) == []
    outcomes = {each.asked.outcome: each.times for each in await counted(door_settings)}
    assert outcomes.get("choices") == 1
    assert outcomes.get("answer", 0) <= 1  # not the help


async def test_commands_and_other_peoples_talk_do_not(
    script: Script, door_settings: Settings
) -> None:
    user = script.door.server.user(1)
    for command in ("/finnsinte", "/help"):
        user.send_text(command)
        await script.door.server.wait_for(CHAT, chat=user.chat.id)
    group = script.door.server.member(2, -5)
    group.send_text("hörni var är katten")
    await after(script, user)
    assert await kept(door_settings) == []


async def test_forget_empties_it(script: Script, door_settings: Settings) -> None:
    user, other = script.door.server.user(1), script.door.server.user(2)
    await script.ask(user, "var är katten", LOST)
    await script.ask(other, "var är hunden", LOST)
    await after(script, other)
    user.send_text("/forget")
    await script.door.server.wait_for(CHAT, chat=user.chat.id)
    assert [text for text, _, _ in await kept(door_settings)] == ["var är hunden"]


async def test_what_is_asked_is_counted_by_door(script: Script, door_settings: Settings) -> None:
    user = script.door.server.user(1)
    await script.ask(user, "framtiden", vision(script))
    user.send_text("/vision")
    await script.door.server.wait_for(CHAT, chat=user.chat.id)
    await after(script, user)
    await after(script, user)
    assert AskedCount(Asked("command", "sv", "answer", "vision"), 1) in await counted(door_settings)
    written = Asked("question", "sv", "answer", "vision")
    assert any(each.asked == written for each in await counted(door_settings))


@pytest.fixture
def switched_off(door_settings: Settings) -> Settings:
    return door_settings.model_copy(update={"inbox": InboxPart()})


async def test_off_keeps_nothing(
    switched_off: Settings, server: BotApiServer, lillby: AnsweringService
) -> None:
    stop = asyncio.Event()
    service = ScriptedService(lillby, lambda _: LOST)
    running = asyncio.create_task(serve(switched_off, service, clock=lambda: NOW, stop=stop))
    user = server.user(1)
    for text in ("var är katten", "klart"):
        user.send_text(text)
        await server.wait_for(CHAT, chat=user.chat.id)
    stop.set()
    await asyncio.wait_for(running, 20)
    assert await kept(switched_off) == []
    assert await counted(switched_off) == [AskedCount(Asked("question", "sv", "fallback"), 2)]
