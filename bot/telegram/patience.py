"""How long an answer that does not get through is tried, and how a refused one is told apart.

Where nothing gets through, Telegram is away, and waiting mends it. Where other things get through,
it is this answer that Telegram does not take, and it must not hold its chat for ever.
"""

import random
from datetime import datetime, timedelta

from aiogram.exceptions import TelegramAPIError, TelegramRetryAfter

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0
# Failures, about a quarter of an hour, before anybody wonders; and then how often.
MANY, EVERY = 20, 5
# Failures between which others were answered, some hours at least, before a chat is left alone
# that not even an apology reaches.
MOST_PASSED_OVER = 200
# As long as an update is kept in the storage.
LONGEST = timedelta(days=2)


class Patience:
    """One answer's failures. `began` is when the first try was made.

    `reached` is set by whoever got something else through to the same chat: the answer's next
    failure is its last.
    """

    def __init__(self, began: datetime) -> None:
        self.reached = False
        self._began = began
        self._told_to_wait = False
        self._failures = 0
        self._passed_over = 0
        self._others: int | None = None
        self._pause = FIRST_PAUSE

    def failed(self, error: TelegramAPIError, others: int) -> float:
        """Note a failure, and return the seconds to wait after it.

        `others` is how many other answers got through so far, in all.
        """
        pause = self._pause * random.uniform(0.8, 1.2)
        self._pause = min(self._pause * 2, LONGEST_PAUSE)
        # Telegram names the time itself: that is no refusal, however often it does.
        self._told_to_wait = isinstance(error, TelegramRetryAfter)
        if isinstance(error, TelegramRetryAfter):
            return max(pause, error.retry_after)
        self._failures += 1
        self._passed_over += self._others is not None and others > self._others
        self._others = others
        return pause

    @property
    def doubtful(self) -> bool:
        """Whether it is time to see if something else gets through to the same chat."""
        many = self._failures >= MANY and self._failures % EVERY == 0
        return many and not self._told_to_wait and not self.reached

    def ends(self, now: datetime) -> str | None:
        """Return why no further try is worth it, `None` while one is."""
        if self.reached and not self._told_to_wait:
            return "refused"
        if self._passed_over >= MOST_PASSED_OVER:
            return "chat out of reach"
        return "too old" if now - self._began >= LONGEST else None
