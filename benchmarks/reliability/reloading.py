"""The town's files saved again and again while people write."""

import asyncio
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from benchmarks.reliability.bots import ours, running
from benchmarks.reliability.marked import FIRST, Copy, copied, numbers_in
from benchmarks.reliability.people import Heard, People, Took
from bot.preview.server import BotApiServer

WARMING, CALM, RELOADED = 1_000_000, 2_000_000, 3_000_000
# Messages a second: few enough that saving them up is no part of what is measured.
A_SECOND = 10.0
# Seconds that a save may take until somebody gets an answer from it.
PATIENCE = 300.0


@dataclass(frozen=True, slots=True)
class Told:
    """Numbers of saves that an answer and its buttons bear, and when it was asked for and came."""

    written: float
    answered: float
    text: tuple[int, ...]
    buttons: tuple[int, ...]


@dataclass(slots=True)
class Answers:
    """What was answered from which save, as it comes in."""

    told: list[Told] = field(default_factory=list)
    first: dict[int, float] = field(default_factory=dict)
    _came: asyncio.Event = field(default_factory=asyncio.Event)

    def heard(self, heard: Heard) -> None:
        """Note an answer that tells what it was made from."""
        text = numbers_in(heard.call.text)
        if not text:
            return
        buttons = numbers_in(heard.call.parameters.get("reply_markup"))
        self.told.append(Told(heard.written, heard.answered, text, buttons))
        for number in text:
            self.first.setdefault(number, heard.answered)
        self._came.set()

    async def until(self, number: int) -> float:
        """Wait for the first answer from a save; return when it came."""
        async with asyncio.timeout(PATIENCE):
            while number not in self.first:
                self._came.clear()
                await self._came.wait()
        return self.first[number]


@dataclass(slots=True)
class Editor:
    """Somebody who saves again as soon as an answer shows the last save.

    `seconds` are those from each save to its first answer.
    """

    copy: Copy
    answers: Answers = field(default_factory=Answers)
    seconds: list[float] = field(default_factory=list)

    async def save_while(self, more: Callable[[], bool]) -> None:
        """Save for as long as `more` says so.

        Raises:
            TimeoutError: no answer came from a save.
        """
        while more():
            number = FIRST + 1 + len(self.seconds)
            self.copy.save(number)
            saved = time.perf_counter()
            self.seconds.append(await self.answers.until(number) - saved)


@dataclass(frozen=True, slots=True)
class Reloaded:
    """What came of messages before and while files were saved.

    `seconds` are those from each save to its first answer. `checked` answers told in two places or
    more what they were made from. The texts of `mixed` were made from two states at once, the
    buttons of `apart` from another one than their text. `old` are of an earlier state than one that
    had been answered from before they were asked for.
    """

    calm: Took
    took: Took
    seconds: tuple[float, ...]
    checked: int
    mixed: int
    apart: int
    old: int

    @property
    def typical_seconds(self) -> float:
        """The median of `seconds`."""
        return median(self.seconds)


async def reload_under_load(town: Path, saves: int, calm: int) -> Reloaded:
    """Let `calm` messages be answered, then at least as many while files are saved.

    There are at least `saves` of them, each once somebody was answered from the one before.
    """
    server = BotApiServer()
    with tempfile.TemporaryDirectory() as data, copied(town) as copy:
        copy.save(FIRST)
        async with server.running():
            program = ours(server, Path(data), copy.folder, copy_of=town)
            async with running(program, server):
                return await _reload(server, copy, saves, calm)


async def _reload(server: BotApiServer, copy: Copy, saves: int, calm: int) -> Reloaded:
    editor = Editor(copy)
    # What reads the files starts with the first save: that is not what later ones cost.
    await _beside(server, editor, WARMING, saves=1, messages=1)
    before = await People(server, copy.texts, CALM).write_steadily(calm, A_SECOND)
    took = await _beside(server, editor, RELOADED, saves, calm)
    told = editor.answers.told
    checked = sum(len(each.text + each.buttons) > 1 for each in told)
    seconds = tuple(editor.seconds[1:])
    return Reloaded(before, took, seconds, checked, mixed(told), apart(told), old(told))


async def _beside(
    server: BotApiServer, editor: Editor, first: int, saves: int, messages: int
) -> Took:
    """Have people write while files are saved, until there were enough of both."""
    people = People(server, editor.copy.texts, first, editor.answers.heard)
    enough = len(editor.seconds) + saves
    saving = asyncio.create_task(
        editor.save_while(lambda: len(editor.seconds) < enough or people.took.asked < messages)
    )
    took = await people.write_while(lambda: not saving.done(), A_SECOND)
    await saving
    return took


def mixed(told: Sequence[Told]) -> int:
    """Count the texts that were made from more than one state of the files."""
    return sum(len(set(each.text)) > 1 for each in told)


def apart(told: Sequence[Told]) -> int:
    """Count the answers whose buttons were made from another state than their text."""
    return sum(not set(each.buttons) <= set(each.text) for each in told)


def old(told: Sequence[Told]) -> int:
    """Count the answers of a state before one that was seen when they were asked for."""
    count, newest, seen = 0, 0, sorted(told, key=lambda each: each.answered)
    at = 0
    for each in sorted(told, key=lambda each: each.written):
        while seen[at].answered < each.written:
            newest, at = max(newest, *seen[at].text), at + 1
        count += min(each.text) < newest
    return count
