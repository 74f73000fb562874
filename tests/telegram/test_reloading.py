"""The town's folder edited under a running bot: the real dispatcher, processes and files."""

import asyncio
import shutil
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.preview.server import BotApiServer
from bot.reloading import Reloader, ReloadState
from bot.settings import Settings
from bot.telegram.app import serve
from tests.conftest import LILLBY
from tests.telegram.conftest import NOW, no_sleep

CONTACT = "sv/contact.yaml"
# Learning yields to everything else on the machine; nothing here waits longer than it takes.
PATIENCE = 300.0


@dataclass
class Live:
    """A bot whose folder a test edits."""

    server: BotApiServer
    town: Path
    service: AnsweringService
    reloader: Reloader

    def text(self, name: str) -> str:
        return (self.town / name).read_text("utf-8")

    def save(self, name: str, text: str) -> None:
        """Save as editors do: a new file in the old one's place."""
        new = self.town / name
        new.with_suffix(".swp").write_text(text, "utf-8")
        new.with_suffix(".swp").replace(new)

    def change(self, name: str, before: str, after: str) -> None:
        text = self.text(name)
        assert before in text
        self.save(name, text.replace(before, after))

    async def until(self, fits: Callable[[ReloadState], bool]) -> ReloadState:
        """Wait for a state; the present one may fit."""
        told = asyncio.Event()
        unwatch = self.reloader.watch(lambda _: told.set())
        try:
            async with asyncio.timeout(PATIENCE):
                while not fits(self.reloader.state):
                    await told.wait()
                    told.clear()
        finally:
            unwatch()
        return self.reloader.state

    async def replaced(self, before: str) -> ReloadState:
        return await self.until(lambda state: state.version != before)

    async def learnt(self, key: str) -> None:
        await self.until(lambda state: self.service.learnt.key != key and not state.learning)

    def hours(self) -> str:
        answer = self.service.open_topic("contact.hours", "sv", NOW)
        assert answer is not None
        return answer.text

    async def ask(self, text: str, person: int = 1) -> str:
        self.server.user(person, "sv").send_text(text)
        return (await self.server.wait_for("sendMessage", chat=person)).text


@pytest.fixture
async def live(
    server: BotApiServer,
    door_settings: Settings,
    tiny_settings: Settings,
    lillby: AnsweringService,
    tmp_path: Path,
) -> AsyncIterator[Live]:
    assert lillby.version
    shutil.copytree(LILLBY, tmp_path / "town")
    shutil.copytree(tiny_settings.cache, tmp_path / "cache")
    own = {"town": tmp_path / "town", "cache": tmp_path / "cache", "reload": True}
    settings = door_settings.model_copy(update={**own, "decision": tiny_settings.decision})
    service = build_service(settings)
    reloader = Reloader(settings, service, lambda: NOW)
    stop = asyncio.Event()
    running = asyncio.create_task(
        serve(settings, service, clock=lambda: NOW, stop=stop, sleep=no_sleep, reloader=reloader)
    )
    try:
        yield Live(server, settings.town, service, reloader)
    finally:
        stop.set()
        await asyncio.wait_for(running, 20)


async def test_a_changed_fact_and_a_changed_phrase_are_answered_from(live: Live) -> None:
    assert "0999" in await live.ask("När har ni öppet?")
    key, version = live.service.learnt.key, live.service.version

    live.change("facts.yaml", "0999-100 00", "0888-200 00")
    state = await live.replaced(version)

    assert "0888-200 00" in await live.ask("När har ni öppet?", 2)
    assert state.problems == ()
    live.change("sv/interface.yaml", "Just nu är det", "I denna stund är det")
    await live.replaced(state.version)
    assert live.service.learnt.key == key, "nothing of it is learnt"


async def test_a_broken_save_changes_nothing_and_is_told_with_its_line(live: Live) -> None:
    answered, version = await live.ask("När har ni öppet?"), live.service.version

    live.change("sv/contact.yaml", "hours.opens", "hours.opns")
    state = await live.until(lambda state: bool(state.problems))

    assert live.service.version == state.version == version
    assert await live.ask("När har ni öppet?", 2) == answered
    (problem,) = state.problems
    assert (problem.file, problem.line) == (live.town / "sv/contact.yaml", 19)

    live.change("sv/contact.yaml", "hours.opns", "hours.opens")
    assert not (await live.until(lambda state: not state.problems)).failed


async def test_nothing_is_lost_while_files_are_saved_well_badly_and_half(live: Live) -> None:
    good, version = live.text("sv/contact.yaml"), live.service.version
    saves = [
        good.replace("på vardagar", "alla vardagar"),
        good[: len(good) // 2],
        "contact.hours: [",
        "",
        good.replace("på vardagar", "på vanliga vardagar"),
    ]
    asked = 0
    for text in saves:
        live.save("sv/contact.yaml", text)
        for _ in range(8):
            asked += 1
            live.server.user(1000 + asked, "sv").send_text("När har ni öppet?")
    for person in range(1001, 1001 + asked):
        answer = (await live.server.wait_for("sendMessage", chat=person)).text
        assert "09:00–15:30" in answer
    await live.until(lambda _: "vanliga vardagar" in live.hours())
    assert live.service.version != version
    assert len(live.server.calls.of("sendMessage")) == asked


async def test_a_new_example_is_understood_at_once_and_learnt_afterwards(live: Live) -> None:
    key, version = live.service.learnt.key, live.service.version
    live.change("sv/contact.yaml", "    - öppettider\n", "    - öppettider\n    - kvackar ankan\n")
    await live.replaced(version)

    assert "09:00" in await live.ask("Kvackar ankan?")
    await live.learnt(key)
    assert "09:00" in await live.ask("kvackar ankan ännu", 2)
    assert live.reloader.state.failed == ""


async def test_an_example_that_is_taken_back_is_learnt_by_nobody(live: Live) -> None:
    key, version, before = live.service.learnt.key, live.service.version, live.text(CONTACT)
    live.change(CONTACT, "    - öppettider\n", "    - öppettider\n    - kvackar ankan\n")
    changed = (await live.until(lambda state: state.learning)).version
    assert changed != version

    live.save(CONTACT, before)
    state = await live.until(lambda state: state.version == version and not state.learning)

    assert (live.service.learnt.key, state.failed) == (key, "")
    assert live.reloader._learner is None


async def test_what_is_learnt_leaves_the_problems_of_a_later_save(live: Live) -> None:
    key = live.service.learnt.key
    live.change(CONTACT, "    - öppettider\n", "    - öppettider\n    - kvackar ankan\n")
    await live.until(lambda state: state.learning)
    live.change("sv/vision.yaml", "vision.adopted", "vision.adoptd")
    await live.until(lambda state: bool(state.problems))

    await live.learnt(key)

    assert live.reloader.state.problems


TOPIC = """\
  ankor:
    file: vision
    owner: Parkchef
    review_by: 2030-06-30
    source: page
"""
QUESTIONS = "".join(f"    - fråga {word} om ankdammen\n" for word in "abcdefghijkl")
TEXT = f"""
ankor:
  title: Ankdammen
  questions:
{QUESTIONS}  answer: Den fryser i januari.
"""


async def test_a_topic_comes_and_goes(live: Live) -> None:
    key, version = live.service.learnt.key, live.service.version
    files = {name: live.text(name) for name in ("sv/vision.yaml", "topics.yaml")}
    live.save("sv/vision.yaml", files["sv/vision.yaml"] + TEXT)
    live.save("topics.yaml", files["topics.yaml"] + TOPIC)
    await live.replaced(version)

    assert "fryser i januari" in await live.ask("fråga c om ankdammen?")
    await live.learnt(key)
    assert "fryser i januari" in await live.ask("vem vet något om ankdammen", 2)

    version = live.service.version
    for name, text in files.items():
        live.save(name, text)
    await live.replaced(version)
    assert "fryser" not in await live.ask("fråga c om ankdammen", 3)


async def test_a_language_comes_and_goes(live: Live) -> None:
    version, alone = live.service.version, live.text("municipality.yaml")
    (live.town / "fi").mkdir()
    draft = "  fi: {name: Suomi, locale: fi_FI, status: draft, steward: vacant}\n"
    live.save("municipality.yaml", alone + draft)
    version = (await live.replaced(version)).version
    assert set(live.service.languages) == {"sv", "fi"}
    assert "09:00" in await live.ask("När har ni öppet?")

    live.save("municipality.yaml", alone)
    (live.town / "fi").rmdir()
    await live.replaced(version)
    assert "09:00" in await live.ask("När har ni öppet?", 2)


async def test_a_killed_reader_is_started_again(live: Live) -> None:
    version = live.service.version
    live.change("facts.yaml", "0999-100 00", "0888-200 00")
    version = (await live.replaced(version)).version
    live.reloader._reading.close()

    live.change("facts.yaml", "0888-200 00", "0777-200 00")
    await live.replaced(version)
    assert "0777-200 00" in live.hours()
