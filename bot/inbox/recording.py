"""What doors tell of questions and answers: counted for the report, and collected if in vain.

Nothing here may keep an answer back: what cannot be stored is logged, without any text.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import structlog

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.inbox.collecting import Collector, Held, day_of
from bot.storage.inbox import Inbox
from bot.storage.ratings import Rating
from bot.storage.tally import Asked, Tally

LIKELY = 3
log = structlog.get_logger()


class Recorder:
    """Told of what was asked. Without a tally nothing is counted, without a collector none kept."""

    def __init__(
        self,
        service: AnsweringService,
        worker: Worker,
        inbox: Inbox,
        tally: Tally | None = None,
        collector: Collector | None = None,
    ) -> None:
        self._service = service
        self._worker = worker
        self._inbox = inbox
        self._tally = tally
        self._collector = collector

    async def question_answered(
        self, chat: str, text: str, answer: Answer, messages: Sequence[int], now: datetime
    ) -> None:
        """Count a written question, and see whether it was answered."""
        with _never_raising():
            await self._count("question", answer, now)
        if self._collector is None:
            return
        with _never_raising():
            await self._collector.asked_anew(chat, urgent=answer.urgent)
            held = await self._worker.run(self._prepared, self._collector, text, answer, now)
            await self._collector.asked(chat, held, messages)

    async def topic_opened(self, chat: str, door: str, answer: Answer, now: datetime) -> None:
        """Count a topic that was opened by a button, a command or a link."""
        if self._collector is not None:
            self._collector.opened(chat, answer.topic)
        with _never_raising():
            await self._count(door, answer, now)

    async def answer_rated(self, chat: str, message: int, rating: Rating) -> None:
        """See whether the answer in `message` helped."""
        if self._collector is not None:
            with _never_raising():
                await self._collector.rated(chat, message, rating)

    async def settle(self, now: datetime) -> None:
        """Do what is due at `now`."""
        if self._collector is not None:
            with _never_raising():
                await self._collector.settle(now)

    async def forget(self, chat: str, now: datetime) -> None:
        """Delete what can be tied to the chat; raises `StorageError` where it cannot."""
        if self._collector is not None:
            self._collector.forget(chat)
        await self._inbox.forget(chat, day_of(now))

    async def _count(self, door: str, answer: Answer, now: datetime) -> None:
        if self._tally is None or answer.urgent:
            return
        topic = answer.topic if answer.outcome is Outcome.ANSWER else None
        asked = Asked(door, answer.language, answer.outcome.value, topic or "")
        await self._tally.add(asked, day_of(now))

    def _prepared(
        self, collector: Collector, text: str, answer: Answer, now: datetime
    ) -> Held | None:
        likely: tuple[str, ...] = ()
        if answer.outcome is Outcome.FALLBACK:
            explained = self._service.explain(Question(text, now))
            likely = tuple(topic.topic for topic in explained.topics[:LIKELY])
        return collector.prepare(text, answer, likely, now)


@contextmanager
def _never_raising() -> Iterator[None]:
    try:
        yield
    except Exception as error:  # the answer has been given, and counts for nothing less
        log.warning("not_recorded", error=type(error).__name__)
