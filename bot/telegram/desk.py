"""The answering service as handlers use it: off the event loop, at the clock's time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from typing import ParamSpec, TypeVar

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.answering.sharing import Hand, Sharing
from bot.answering.worker import Worker
from bot.telegram.asker import Asker

P = ParamSpec("P")
T = TypeVar("T")
Clock = Callable[[], datetime]


class Desk:
    """Where handlers bring what they were asked."""

    def __init__(self, service: AnsweringService, worker: Worker, clock: Clock) -> None:
        self.service = service
        self._worker = worker
        self._clock = clock

    @property
    def today(self) -> date:
        """The day, in universal time, that something stored is dated with."""
        return self._clock().astimezone(UTC).date()

    def language_of(self, asker: Asker) -> str:
        """Return the language for a reply to something that is not a question."""
        return self.service.language_for(asker.language_code, asker.chosen_language)

    async def answer(self, text: str, asker: Asker) -> Answer:
        """Answer a question."""
        question = Question(
            text=text,
            now=self._clock(),
            chat=asker.key,
            language_code=asker.language_code,
            chosen_language=asker.chosen_language,
        )
        return await self._worker.run(self.service.answer, question)

    async def cards(self, text: str, asker: Asker) -> Hand:
        """Return what may be meant, to be put into another chat."""
        question = Question(
            text=text,
            now=self._clock(),
            language_code=asker.language_code,
            chosen_language=asker.chosen_language,
        )
        return await self._worker.run(Sharing(self.service).cards, question)

    async def open_topic(self, topic: str, language: str) -> Answer | None:
        """Return the answer of `topic`; `None` where the town no longer has it or the language."""
        if language not in self.service.languages:
            return None
        return await self._worker.run(self.service.open_topic, topic, language, self._clock())

    async def phrase(self, key: str, language: str, /, **values: str) -> str:
        """Return one of the bot's own phrases as HTML."""
        return await self._worker.run(self.service.phrase, key, language, self._clock(), **values)

    async def plain_phrase(self, key: str, language: str, /, **values: str) -> str:
        """Return one of the bot's own phrases as plain text, for notices and the profile."""
        now = self._clock()
        return await self._worker.run(self.service.plain_phrase, key, language, now, **values)

    async def labels(self, keys: Iterable[str], language: str) -> Mapping[str, str]:
        """Return several phrases as plain text, for buttons."""
        now = self._clock()

        def rendered() -> dict[str, str]:
            return {key: self.service.plain_phrase(key, language, now) for key in keys}

        return await self._worker.run(rendered)

    async def off_loop(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work for the processor where it holds up no other chat's messages."""
        return await self._worker.run(call, *args, **kwargs)

    async def forget(self, asker: Asker) -> None:
        """Drop the conversation from memory, in the thread that writes it."""
        await self._worker.run(self.service.forget, asker.key)
