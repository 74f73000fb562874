"""What the page is told as it happens: chats, messages and what the bot called."""

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

from bot.preview.calls import Call
from bot.preview.page.people import People
from bot.preview.server import BotApiServer
from bot.reloading import ReloadState
from knowledge.message import message_languages

Event = dict[str, Any]
# What shows up as messages, or is asked for again and again.
SILENT = frozenset({"getupdates"})


def knowledge_event(state: ReloadState) -> Event:
    """Return what is answered from, and what is wrong with the last save, as `file:line` lines."""
    return {
        "kind": "knowledge",
        "version": state.version,
        "since": state.since.isoformat(),
        "learning": state.learning,
        "failed": state.failed,
        "problems": {
            code: [problem.told(code) for problem in state.problems] for code in message_languages()
        },
    }


class Stream:
    """Compares the world with what was told of it, and tells every open page the difference."""

    def __init__(self, server: BotApiServer, people: People) -> None:
        self._server = server
        self._people = people
        self._chats: dict[int, Event] = {}
        self._messages: dict[tuple[int, int], dict[str, Any]] = {}
        self._latest: dict[str, Event] = {}
        self._pages: set[asyncio.Queue[Event | None]] = set()
        self._closed = False
        server.calls.watch(self._called)

    def refresh(self) -> None:
        """Tell what is new, changed or gone in the chats."""
        for event in self._changes():
            self.tell(event)

    def tell(self, event: Event) -> None:
        """Tell every open page."""
        for page in self._pages:
            page.put_nowait(event)

    def keep_telling(self, event: Event) -> None:
        """Tell every open page, and each that opens later, until there is a newer one."""
        self._latest[event["kind"]] = event
        self.tell(event)

    async def events(self) -> AsyncIterator[Event]:
        """Yield all there is, then what happens, until `close`."""
        page: asyncio.Queue[Event | None] = asyncio.Queue()
        self.refresh()
        for event in self._everything():
            page.put_nowait(event)
        if self._closed:
            return
        self._pages.add(page)
        try:
            while (event_or_end := await page.get()) is not None:
                yield event_or_end
        finally:
            self._pages.discard(page)

    def close(self) -> None:
        """End every page's stream."""
        self._closed = True
        for page in self._pages:
            page.put_nowait(None)

    def _called(self, call: Call) -> None:
        self.refresh()
        if call.method.lower() not in SILENT:
            self.tell(_call_event(call))
        if call.status != 200:
            return
        if call.method == "answerCallbackQuery":
            self.tell(_notice(call))
        elif call.method == "sendChatAction":
            self.tell({"kind": "action", "chat": call.chat})
        elif call.method == "answerInlineQuery":
            self._keep_results(call)

    def _keep_results(self, call: Call) -> None:
        query = str(call.parameters["inline_query_id"])
        for person in self._people.by_chat.values():
            if query in person.queries:
                person.queries[query] = call
                self.tell({"kind": "results", "chat": person.id, **_results(query, call)})

    def _everything(self) -> list[Event]:
        begin: Event = {"kind": "begin", "bot": self._server.world.bot["username"]}
        return [
            begin,
            *self._chats.values(),
            *(_message_event(chat, message) for (chat, _), message in self._messages.items()),
            *self._latest.values(),
            {"kind": "ready"},
        ]

    def _changes(self) -> list[Event]:
        changes: list[Event] = []
        there: dict[tuple[int, int], dict[str, Any]] = {}
        for person in self._people.by_chat.values():
            chat = {"kind": "chat", "chat": self._people.chat_json(person)}
            if self._chats.get(person.id) != chat:
                self._chats[person.id] = chat
                changes.append(chat)
            for number, message in person.visitor.chat.messages.items():
                there[person.id, number] = message
        # Messages are replaced and never changed, so it is enough to look whether one is the same.
        for (chat_id, number), message in there.items():
            if self._messages.get((chat_id, number)) is not message:
                changes.append(_message_event(chat_id, message))
        for chat_id, number in self._messages.keys() - there.keys():
            changes.append({"kind": "gone", "chat": chat_id, "id": number})
        self._messages = there
        return changes


def _message_event(chat: int, message: dict[str, Any]) -> Event:
    return {"kind": "message", "chat": chat, "message": message}


def _call_event(call: Call) -> Event:
    description = str(call.result) if call.status not in (0, 200) else ""
    return {
        "kind": "call",
        "method": call.method,
        "status": call.status,
        "chat": call.chat,
        "description": description,
    }


def _notice(call: Call) -> Event:
    given = call.parameters
    return {
        "kind": "notice",
        "query": str(given.get("callback_query_id", "")),
        "text": str(given.get("text") or ""),
        "alert": str(given.get("show_alert", "")).lower() in {"true", "1"},
        "url": str(given.get("url") or ""),
    }


def _results(query: str, call: Call) -> Event:
    return {
        "query": query,
        "results": [
            {key: result.get(key, "") for key in ("id", "title", "description")}
            for result in _list_of(call.parameters.get("results"))
        ],
        "button": _object_of(call.parameters.get("button")),
    }


def _list_of(given: Any) -> list[dict[str, Any]]:
    return list(json.loads(given) if isinstance(given, str) else given or [])


def _object_of(given: Any) -> dict[str, Any] | None:
    found = json.loads(given) if isinstance(given, str) and given else given
    return found if isinstance(found, dict) else None
