"""The inbox as editors work on it: groups with the topics that are nearest to them now."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TypeVar

from bot.answering.explaining import LikelyTopic
from bot.answering.question import Question
from bot.app import build_service
from bot.errors import BotError
from bot.inbox.grouping import Group, common_part, find_group, group_questions
from bot.settings import Settings
from bot.storage.inbox import Inbox, KeptQuestion
from bot.storage.storage import open_storage
from embeddings.encoder import load_encoder
from knowledge.message import Message, message
from knowledge.model import Knowledge

T = TypeVar("T")
# Every so manieth example is enough to tell what all questions share.
STEP = 10
SHOWN_TOPICS = 3


class InboxError(BotError):
    """Nothing can be done about the group that was named."""

    def __init__(self, what: Message, language: str) -> None:
        super().__init__(what.text(language))


@dataclass(frozen=True, slots=True)
class NearGroup:
    """A group, and what its most typical question would be taken for now."""

    group: Group
    topics: tuple[LikelyTopic, ...]


def read_questions(settings: Settings) -> list[KeptQuestion]:
    """Return the inbox, without what is too old."""

    async def read(inbox: Inbox) -> list[KeptQuestion]:
        await inbox.keep_until(datetime.now(UTC).date())
        return await inbox.all()

    return _with_inbox(settings, read)


def remove_group(settings: Settings, group: Group) -> None:
    """Delete the questions of a group."""
    numbers = [kept.number for kept in group.questions]
    _with_inbox(settings, lambda inbox: inbox.remove(numbers))


def grouped(
    settings: Settings, knowledge: Knowledge, questions: Sequence[KeptQuestion]
) -> list[Group]:
    """Group questions by meaning, with the town's own examples to tell what all share."""
    embedding = settings.embedding
    encoder = load_encoder(
        embedding.model,
        query_prompt=embedding.query_prompt,
        document_prompt=embedding.document_prompt,
    )
    return group_questions(questions, encoder, common_part(_examples(knowledge), encoder))


def group_of(settings: Settings, knowledge: Knowledge, number: int, language: str) -> Group:
    """Return the group that holds a question; raises `InboxError`, told in `language`."""
    found = find_group(grouped(settings, knowledge, read_questions(settings)), number)
    if found is None:
        raise InboxError(message("inbox_no_group", number=number), language)
    return found


def nearest_topics(settings: Settings, groups: Sequence[Group]) -> list[NearGroup]:
    """Ask the bot, as it is now, each group's most typical question."""
    if not groups:
        return []
    service, now = build_service(settings), datetime.now(UTC)
    return [
        NearGroup(
            group,
            service.explain(Question(group.typical().question.text, now)).topics[:SHOWN_TOPICS],
        )
        for group in groups
    ]


def _examples(knowledge: Knowledge) -> list[str]:
    every = [q for snippet in knowledge.snippets.values() for q in snippet.questions]
    return every[::STEP] or every


def _with_inbox(settings: Settings, work: Callable[[Inbox], Awaitable[T]]) -> T:
    async def opened() -> T:
        async with open_storage(settings) as storage:
            return await work(storage.inbox)

    return asyncio.run(opened())
