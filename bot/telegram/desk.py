"""The answering service as handlers use it: off the event loop, at the clock's time."""

from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, date, datetime
from time import perf_counter
from typing import ParamSpec, TypeVar

from bot.answering.answer import Answer
from bot.answering.offers.actions import Menu
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.answering.sharing import Hand, Sharing
from bot.answering.tidy import LONGEST
from bot.answering.worker import Worker
from bot.monitoring.metrics import Metrics
from bot.telegram.asker import Asker

P = ParamSpec("P")
T = TypeVar("T")
Clock = Callable[[], datetime]


class Desk:
    """Where handlers bring what they were asked."""

    def __init__(
        self,
        service: AnsweringService,
        worker: Worker,
        clock: Clock,
        metrics: Metrics | None = None,
    ) -> None:
        self.service = service
        self._metrics = metrics or Metrics()
        self._worker = worker
        self.now = clock

    @property
    def today(self) -> date:
        """The day, in universal time, that something stored is dated with."""
        return self.now().astimezone(UTC).date()

    def language_of(self, asker: Asker) -> str:
        """Return the language for a reply to something that is not a question."""
        return self.service.language_for(asker.language_code, asker.chosen_language)

    async def answer(
        self, text: str, asker: Asker, then: Callable[[Answer, AnsweringService], T]
    ) -> tuple[Answer, T]:
        """Answer a question; return the answer, and what `then` makes of it and its service."""
        began = perf_counter()
        question = self._question(text, asker, asker.key)

        def answered(service: AnsweringService) -> tuple[Answer, T]:
            answer = service.answer(question)
            return answer, then(answer, service)

        answer, made = await self.from_one_state(answered)
        door = "private" if asker.private else "group"
        self._metrics.answered(door, answer, perf_counter() - began)
        return answer, made

    async def read(self, text: str, asker: Asker) -> Answer:
        """Return what `text` would be answered with, and keep nothing of it.

        A text that is longer than what is read of a question is read in parts, and an urgent part
        tells.
        """
        parts = [text[at : at + LONGEST] for at in range(0, len(text), LONGEST)] or [""]
        for number, part in enumerate(parts):
            question = self._question(part, asker)
            answer = await self._worker.run(self.service.answer, question)
            if answer.urgent or number == 0:
                read = answer
        return read

    async def cards(self, text: str, asker: Asker) -> Hand:
        """Return what may be meant, to be put into another chat."""
        return await self._worker.run(Sharing(self.service).cards, self._question(text, asker))

    async def open_topic(self, topic: str, language: str) -> Answer | None:
        """Return the answer of `topic`; `None` where the town no longer has it or the language."""
        if language not in self.service.languages:
            return None
        return await self._worker.run(self.service.open_topic, topic, language, self.now())

    async def menu(self, language: str) -> Menu | None:
        """Return the families of topics; `None` where the town no longer has the language."""
        if language not in self.service.languages:
            return None
        return await self._worker.run(self.service.offering.menus.start, language, self.now())

    async def family(self, family: str, language: str) -> Menu | None:
        """Return the topics of a family; `None` where the town no longer has it."""
        if language not in self.service.languages:
            return None
        return await self._worker.run(
            self.service.offering.menus.family, family, language, self.now()
        )

    async def phrase(self, key: str, language: str, /, **values: str) -> str:
        """Return one of the bot's own phrases as HTML."""
        return await self._worker.run(self.service.phrase, key, language, self.now(), **values)

    async def plain_phrase(self, key: str, language: str, /, **values: str) -> str:
        """Return one of the bot's own phrases as plain text, for notices and the profile."""
        now = self.now()
        return await self._worker.run(self.service.plain_phrase, key, language, now, **values)

    async def labels(self, keys: Iterable[str], language: str) -> Mapping[str, str]:
        """Return several phrases as plain text, for buttons."""
        return await self._worker.run(self.service.plain_phrases, keys, language, self.now())

    async def from_one_state(self, call: Callable[[AnsweringService], T]) -> T:
        """Return what `call` makes of a service that no save changes meanwhile.

        All of it takes one way to the worker's thread and back.
        """
        return await self._worker.run(lambda: call(self.service.as_it_stands()))

    async def off_loop(self, call: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Run work for the processor where it holds up no other chat's messages."""
        return await self._worker.run(call, *args, **kwargs)

    async def forget(self, asker: Asker) -> None:
        """Drop the conversation from memory, in the thread that writes it."""
        await self._worker.run(self.service.forget, asker.key)

    def _question(self, text: str, asker: Asker, chat: str | None = None) -> Question:
        """Return `text` as a question; without a `chat` nothing of it is remembered."""
        return Question(text, self.now(), chat, asker.language_code, asker.chosen_language)
