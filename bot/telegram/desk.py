"""The answering service as handlers use it: off the event loop, at the clock's time."""

from collections.abc import Callable
from datetime import datetime

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.telegram.asker import Asker

Clock = Callable[[], datetime]


class Desk:
    """Where handlers bring what they were asked."""

    def __init__(self, service: AnsweringService, worker: Worker, clock: Clock) -> None:
        self.service = service
        self._worker = worker
        self._clock = clock

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

    async def forget(self, asker: Asker) -> None:
        """Drop the conversation from memory, in the thread that writes it."""
        await self._worker.run(self.service.forget, asker.key)
