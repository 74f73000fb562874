"""How much one person and one group may ask: a polite word once, then silence until it is over.

Urgent help is answered whatever the limits say, so what is over a limit is still read. That is
cheap, and a chat's messages are read one at a time: nobody else waits for more than one of them.
"""

import math
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any

from aiogram import BaseMiddleware
from aiogram.dispatcher.event.bases import NextMiddlewareType
from aiogram.types import CallbackQuery, InlineQuery, Message, TelegramObject

from bot.answering.markup import html_of
from bot.monitoring.metrics import Metrics
from bot.settings import LimitsPart
from bot.telegram.callbacks import TopicOpened
from bot.telegram.desk import Desk
from bot.telegram.replies import end_spinner, send_html

# What something costs, in messages. An inline query comes with every letter that is typed.
COSTS: dict[type[TelegramObject], float] = {CallbackQuery: 0.5, InlineQuery: 0.2}
# A group may ask as much as this many of its members.
GROUP = 3
MOST_REMEMBERED = 10_000


class Verdict(Enum):
    """Whether something is within the limit, and whether that was just said."""

    WITHIN = "within"
    OVER = "over"
    STILL_OVER = "still over"


@dataclass(slots=True)
class Bucket:
    """What somebody may still ask, as of `at`; `silent` until it is half full again.

    `told`: they know of this silence.
    """

    tokens: float
    at: datetime
    silent: bool = False
    told: bool = False


class Limiter:
    """A token bucket for each key: `burst` at once, `a_minute` in the long run; 0 is no limit.

    In memory only, `most` keys, and each no longer than its bucket takes to fill.
    """

    def __init__(self, burst: float, a_minute: float, most: int = MOST_REMEMBERED) -> None:
        self._burst = burst
        self._a_second = a_minute / 60
        self._most = most
        self._buckets: OrderedDict[object, Bucket] = OrderedDict()

    def __len__(self) -> int:
        return len(self._buckets)

    @property
    def wait(self) -> int:
        """How many seconds of silence end it, in tens."""
        return math.ceil(self._burst / 2 / self._a_second / 10) * 10

    def take(self, key: object, now: datetime, cost: float = 1.0, *, tells: bool = True) -> Verdict:
        """Take `cost` out of the bucket of `key`; what is over the limit takes nothing.

        `tells` is whether somebody can be told so: the first of these is `OVER`.
        """
        if not self._a_second:
            return Verdict.WITHIN
        self._drop_full(now)
        bucket = self._buckets.setdefault(key, Bucket(self._burst, now))
        self._buckets.move_to_end(key)
        self._fill(bucket, now)
        if not (bucket.silent and bucket.tokens < self._burst / 2):
            bucket.silent, bucket.told = bucket.tokens < cost, False
        if not bucket.silent:
            bucket.tokens -= cost
            return Verdict.WITHIN
        known, bucket.told = bucket.told, bucket.told or tells
        return Verdict.OVER if tells and not known else Verdict.STILL_OVER

    def _fill(self, bucket: Bucket, now: datetime) -> None:
        # A clock that was set back takes nothing away.
        passed = max(0.0, (now - bucket.at).total_seconds())
        bucket.tokens = min(self._burst, bucket.tokens + passed * self._a_second)
        bucket.at = now

    def _drop_full(self, now: datetime) -> None:
        filled = timedelta(seconds=self._burst / self._a_second)
        while self._buckets:
            oldest = next(iter(self._buckets.values()))
            if now - oldest.at < filled and len(self._buckets) < self._most:
                return
            self._buckets.popitem(last=False)


class LimitMiddleware(BaseMiddleware):
    """Stands before all handlers, behind their filters: what is not for the bot counts nothing."""

    def __init__(self, limits: LimitsPart, metrics: Metrics) -> None:
        burst, a_minute = limits.burst, limits.messages_a_minute
        self._people = Limiter(burst, a_minute)
        self._groups = Limiter(burst * GROUP, a_minute * GROUP)
        self._longest = limits.longest_message
        self._metrics = metrics

    async def __call__(
        self,
        handler: NextMiddlewareType[TelegramObject],
        event: TelegramObject,
        data: dict[str, Any],
    ) -> Any:
        """Handle what is within the limits, and what is urgent."""
        desk: Desk = data["desk"]
        text: str = event.query if isinstance(event, InlineQuery) else data.get("text", "")
        verdict, wait = self._judge(event, data, desk.now())
        if verdict is Verdict.WITHIN and len(text) <= self._longest:
            return await handler(event, data)
        read = await desk.read(text, data["asker"])
        if read.urgent or _opens_urgent(event, desk):
            return await handler(event, data)
        within = verdict is Verdict.WITHIN
        self._metrics.limited.labels("length" if within else "rate").inc()
        if verdict is not Verdict.STILL_OVER:
            key = "too_long" if within else "too_many"
            await _say(event, await desk.plain_phrase(key, read.language, seconds=str(wait)))
        return None

    def _judge(
        self, event: TelegramObject, data: dict[str, Any], now: datetime
    ) -> tuple[Verdict, int]:
        """Return the first verdict that is over a limit, and the seconds until it is over."""
        if data.get("again"):  # the intake's: Telegram was away when it was to be answered
            return Verdict.WITHIN, 0
        cost = COSTS.get(type(event), 1.0)
        for limiter, key in self._counted(data):
            verdict = limiter.take(key, now, cost, tells=not isinstance(event, InlineQuery))
            if verdict is not Verdict.WITHIN:
                return verdict, limiter.wait
        return Verdict.WITHIN, 0

    def _counted(self, data: dict[str, Any]) -> Iterator[tuple[Limiter, int]]:
        """Yield what counts: the person, else, or beside it, the group."""
        person, chat = data.get("event_from_user"), data.get("event_chat")
        # Anonymous administrators of all groups write as one and the same bot.
        if person is not None and not person.is_bot:
            yield self._people, person.id
        if chat is not None and chat.type != "private":
            yield self._groups, chat.id


def _opens_urgent(event: TelegramObject, desk: Desk) -> bool:
    """Whether a button was pressed that opens help in distress."""
    if not isinstance(event, CallbackQuery):
        return False
    try:
        topic = TopicOpened.unpack(event.data or "").topic
    except (TypeError, ValueError):
        return False
    return desk.service.catalogue.is_urgent(topic) is True


async def _say(event: TelegramObject, text: str) -> None:
    if isinstance(event, Message):
        await send_html(event, html_of(text))
    elif isinstance(event, CallbackQuery):
        await end_spinner(event, text)
