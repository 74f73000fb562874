"""The town's folder, watched while the bot runs: what is saved and right is answered from at once.

Reading and checking happen in a process of their own, so that no answer waits for them. A broken
save changes nothing. Changed answers, facts and phrases are put in place as they are; changed
examples, topics and languages too, and then they are learnt in a second process, at the lowest
priority, after which what was learnt is put in place as well.
"""

import asyncio
from collections.abc import Callable
from contextlib import aclosing
from dataclasses import dataclass, replace
from datetime import datetime

import structlog

from bot.answering import store
from bot.answering.language import Identifier
from bot.answering.learnt import Learnt
from bot.answering.material import Material, try_material
from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.app import assemble
from bot.companion import Companion
from bot.learning import key_of, learn_beside, mark_of
from bot.settings import Settings
from bot.watching import saves
from knowledge.problem import Problem

# Reading is waited for by an editor, learning by nobody.
READING, LEARNING = 5, 19
log = structlog.get_logger()


@dataclass(frozen=True, slots=True)
class ReloadState:
    """What is answered from, and how the last save went.

    `since` is when it was put in place; `problems` are those of the last save where it was refused,
    `failed` is what went wrong without being the editor's fault, "" for nothing.
    """

    version: str
    since: datetime
    problems: tuple[Problem, ...] = ()
    learning: bool = False
    failed: str = ""


class Reloader:
    """Keeps what a service answers from as new as the files."""

    def __init__(
        self, settings: Settings, service: AnsweringService, clock: Callable[[], datetime]
    ) -> None:
        self._settings = settings
        self._service = service
        self._clock = clock
        self._learnt = service.learnt
        self._material = service.learnt.material
        self._reading, self._learning = Companion(READING), Companion(LEARNING)
        self._worker = Worker()
        self._placing = asyncio.Lock()
        # The key of what is being learnt, "" for nothing.
        self._wanted = ""
        self._learner: asyncio.Task[None] | None = None
        self._watchers: list[Callable[[ReloadState], object]] = []
        self.state = ReloadState(self._material.knowledge.version, clock())

    def watch(self, watcher: Callable[[ReloadState], object]) -> Callable[[], None]:
        """Have `watcher` told every new state, in the event loop; return what ends that."""
        self._watchers.append(watcher)
        return lambda: self._watchers.remove(watcher)

    async def run(self) -> None:
        """Follow the files until cancelled."""
        folders = (self._settings.town, self._settings.recognition)
        try:
            async with aclosing(saves(folders)) as saved:
                async for _ in saved:
                    await self.reload()
        finally:
            await self._stop_learning()
            self._reading.close()
            self._worker.close()

    async def reload(self) -> None:
        """Read the files once, and answer from them where they are right."""
        try:
            await self._reload()
        except Exception as error:  # the old state goes on, and the next save is tried
            self._fail("reload_failed", error)

    async def _reload(self) -> None:
        material, problems = await self._reading.run(
            try_material, self._settings.town, self._settings.recognition
        )
        if material is None:
            self._tell(problems=tuple(problems), failed="")
            log.warning("reload_refused", problems=len(problems), first=str(problems[0]))
        elif material.version == self._material.version:
            self._tell(problems=(), failed="")
        else:
            key = await self._worker.run(key_of, material, self._learnt.search.encoder)
            await self._follow(material, key)

    async def _follow(self, material: Material, key: str) -> None:
        """Answer from `material`, and have it learnt where that is needed."""
        if key != self._wanted:
            await self._stop_learning()
        if key not in (self._learnt.key, self._wanted):
            kept = await self._worker.run(self._load, key, material)
            self._learnt = self._learnt if kept is None else kept
        async with self._placing:
            self._material = material
            await self._put_in_place()
        version = material.knowledge.version
        self._tell(version=version, since=self._clock(), problems=(), failed="")
        if key not in (self._learnt.key, self._wanted):
            self._wanted = key
            self._learner = asyncio.create_task(self._learn(key, material))

    async def _put_in_place(self) -> None:
        material, learnt = self._material, self._learnt
        snapshot = await self._worker.run(assemble, material, learnt)
        await self._worker.run(self._note_checked, learnt.key, material)
        self._service.replace(snapshot)
        log.info("reloaded", version=material.knowledge.version, learnt=learnt.key)

    async def _learn(self, key: str, material: Material) -> None:
        self._tell(learning=True)
        log.info("learning_begun", key=key)
        try:
            folder = self._settings.cache / key
            await self._learning.run(learn_beside, material, self._settings.embedding, folder)
            learnt = await self._worker.run(self._load, key, material)
            async with self._placing:
                self._learnt = learnt or self._learnt
                await self._put_in_place()
        except Exception as error:  # what was learnt before goes on
            self._fail("learning_failed", error)
        finally:
            self._learning.close()
            self._wanted = ""
            self._tell(learning=False)

    async def _stop_learning(self) -> None:
        if self._learner is not None:
            self._learner.cancel()
            await asyncio.gather(self._learner, return_exceptions=True)
            self._learner, self._wanted = None, ""

    def _load(self, key: str, material: Material) -> Learnt | None:
        fitted = store.load(self._settings.cache / key)
        if fitted is None:
            return None
        encoder, identifier = self._learnt.search.encoder, self._learnt.identifier
        codes = material.knowledge.understood_languages
        if codes != identifier.codes:
            identifier = Identifier(codes)
        return Learnt.of(key, material, fitted, encoder, identifier)

    def _note_checked(self, key: str, material: Material) -> None:
        store.note_checked(self._settings.cache / key, mark_of(material))

    def _fail(self, event: str, error: Exception) -> None:
        self._tell(failed=f"{type(error).__name__}: {error}")
        log.error(event, error=type(error).__name__, reason=str(error))

    def _tell(self, **changes: object) -> None:
        state = replace(self.state, **changes)  # type: ignore[arg-type]
        if state != self.state:
            self.state = state
            for watcher in list(self._watchers):
                watcher(state)
