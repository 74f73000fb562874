"""Updates carried to a webhook, as the published server carries them.

Order is kept among the updates of one kind in one chat and nowhere else; a delivery that fails
comes again, at once, then with pauses that double, until a day has passed. An answer that is a
method call is carried out. https://github.com/tdlib/telegram-bot-api (WebhookActor.cpp)
"""

import asyncio
import itertools
import json
import random
from collections import deque
from collections.abc import Awaitable, Callable
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import aiohttp

from bot.preview.faults import Faults
from bot.preview.parameters import Parameters
from bot.preview.updates import UpdateQueue, Waiting
from bot.preview.webhook import Trouble, Webhook

HEADER = "X-Telegram-Bot-Api-Secret-Token"
# Seconds; the pause ends somewhere between the longest and its double.
PATIENCE, LONGEST_PAUSE, LONGEST_RETRY_AFTER = 60.0, 60, 3600
# Would make no sense, or change what is being done, in answer to an update.
NEVER_IN_REPLY = ("get", "setwebhook", "deletewebhook", "close", "logout")

Sleep = Callable[[float], Awaitable[Any]]
Execute = Callable[[str, Parameters], Awaitable[Any]]


class Delivery:
    """Sends what waits in the queue, and what is added to it, until it is stopped."""

    def __init__(
        self,
        webhook: Webhook,
        updates: UpdateQueue,
        faults: Faults,
        execute: Execute,
        clock: Callable[[], float],
        sleep: Sleep,
    ) -> None:
        self.trouble: Trouble | None = None
        # How many deliveries are under way, and how many ever were at most.
        self.at_once = self.most_at_once = 0
        self._webhook = webhook
        self._updates = updates
        self._faults = faults
        self._execute = execute
        self._clock = clock
        self._sleep = sleep
        self._room = asyncio.Semaphore(webhook.connections)
        self._lanes: dict[object, deque[Waiting]] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0),
            timeout=aiohttp.ClientTimeout(total=PATIENCE),
        )

    def start(self) -> None:
        """Take over what waits."""
        for one in self._updates.entries():
            self._line_up(one)
        self._updates.listener = self._line_up

    async def stop(self) -> None:
        """Let go of everything; what was not answered well stays in the queue."""
        self._updates.listener = None
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._session.close()

    def _line_up(self, one: Waiting) -> None:
        lane = object() if self._faults.happens(self._faults.now.reorder) else _lane_of(one)
        if lane in self._lanes:
            self._lanes[lane].append(one)
            return
        self._lanes[lane] = deque([one])
        task = asyncio.create_task(self._run(lane))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, lane: object) -> None:
        waiting = self._lanes[lane]
        while waiting:
            await self._deliver(waiting.popleft())
        del self._lanes[lane]

    async def _deliver(self, one: Waiting) -> None:
        """Send an update until it is taken, or a day old."""
        pause = 1
        for attempt in itertools.count():
            retry_after = await self._attempt(one)
            if retry_after is None:
                break
            # The first repetition comes at once.
            if attempt and not retry_after:
                pause = min(random.randint(LONGEST_PAUSE, 2 * LONGEST_PAUSE), pause * 2)
            wait = retry_after or (pause if attempt else 0)
            if self._clock() + wait >= one.expires:
                break
            await self._sleep(wait)
        self._updates.confirm(one)
        if self._faults.happens(self._faults.now.duplicate):
            await self._attempt(one)

    async def _attempt(self, one: Waiting) -> int | None:
        """Send an update once; return `None` where it was taken, else what Retry-After asks."""
        await self._faults.reachable.wait()
        async with self._room:
            self.at_once += 1
            self.most_at_once = max(self.most_at_once, self.at_once)
            try:
                return await self._post(one)
            except TimeoutError:
                self._note("Read timeout expired")
            except aiohttp.ClientConnectorError:
                self._note("Connection refused")
            except aiohttp.ClientError:
                self._note("Webhook connection closed")
            finally:
                self.at_once -= 1
        return 0

    async def _post(self, one: Waiting) -> int | None:
        headers = {HEADER: self._webhook.secret} if self._webhook.secret else {}
        async with self._session.post(
            self._webhook.url, json=one.update, headers=headers, allow_redirects=False
        ) as response:
            status = response.status
            if not HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES:
                self._note(f"Wrong response from the webhook: {status} {response.reason}")
                return _retry_after(response)
            values = await _values_of(response)
        await self._answer(values)
        return None

    async def _answer(self, values: dict[str, Any]) -> None:
        method = str(values.pop("method", ""))
        if method and not method.lower().startswith(NEVER_IN_REPLY):
            await self._execute(method, Parameters(values))

    def _note(self, message: str) -> None:
        self.trouble = Trouble(int(self._clock()), message)


def _lane_of(one: Waiting) -> object:
    """Return what an update's order depends on: its kind and chat, else nothing but itself."""
    kind, content = next(((k, v) for k, v in one.update.items() if k != "update_id"), ("", None))
    holder = content if isinstance(content, dict) else {}
    pressed = holder.get("message")
    chat = holder.get("chat") or (pressed.get("chat") if isinstance(pressed, dict) else None)
    return (kind, chat.get("id")) if isinstance(chat, dict) else one.ticket


def _retry_after(response: aiohttp.ClientResponse) -> int:
    given = response.headers.get("Retry-After", "")
    return min(int(given), LONGEST_RETRY_AFTER) if given.isdecimal() else 0


async def _values_of(response: aiohttp.ClientResponse) -> dict[str, Any]:
    """Return the fields of an answer: JSON, a form, or parts; none where it holds neither."""
    if response.content_type.startswith("multipart/"):
        values: dict[str, Any] = {}
        async for part in aiohttp.MultipartReader.from_response(response):
            if isinstance(part, aiohttp.BodyPartReader) and part.name and not part.filename:
                values[part.name] = await part.text()
        return values
    text = await response.text(errors="replace")
    if response.content_type == "application/x-www-form-urlencoded":
        return dict(parse_qsl(text, keep_blank_values=True))
    try:
        values = json.loads(text) if text else {}
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
