"""What the server knows: accounts, chats and messages."""

import itertools
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from bot.preview.errors import bad_request, forbidden

Clock = Callable[[], float]


@dataclass(slots=True)
class Chat:
    """A private chat or a group. A bot may write once somebody wrote to it there."""

    id: int
    kind: str
    title: str
    opened: bool = False
    blocked: bool = False
    messages: dict[int, dict[str, Any]] = field(default_factory=dict)
    numbers: "itertools.count[int]" = field(default_factory=lambda: itertools.count(1))

    def json(self) -> dict[str, Any]:
        """Return the `Chat` object."""
        name = "first_name" if self.kind == "private" else "title"
        return {"id": self.id, "type": self.kind, name: self.title}


class World:
    """All chats, and the bot itself."""

    def __init__(self, bot_id: int, username: str, clock: Clock = time.time) -> None:
        self.bot = {"id": bot_id, "is_bot": True, "first_name": "Bot", "username": username}
        self.chats: dict[int, Chat] = {}
        self.clock = clock
        self.queries = itertools.count(1)
        # Callback queries that may still be answered.
        self.open_queries: set[str] = set()
        # Inline queries that may still be answered.
        self.open_inline: set[str] = set()
        # Uploaded pictures by id, in the sizes that they come in.
        self.photos: dict[str, list[dict[str, Any]]] = {}
        # What was uploaded, by the same ids.
        self.files: dict[str, bytes] = {}

    def chat(self, number: int, kind: str = "private", title: str = "Resident") -> Chat:
        """Return the chat, made the first time."""
        return self.chats.setdefault(number, Chat(number, kind, title))

    def writable_chat(self, number: str) -> Chat:
        """Return the chat that the bot wants to write to, or refuse as Telegram does."""
        chat = self.chats.get(int(number)) if number.removeprefix("-").isdecimal() else None
        if chat is None:
            raise bad_request("chat not found" if number else "chat_id is empty")
        if chat.blocked:
            raise forbidden("bot was blocked by the user")
        if not chat.opened:
            raise forbidden("bot can't initiate conversation with a user")
        return chat

    def keep_photo(self, size: tuple[int, int], content: bytes) -> list[dict[str, Any]]:
        """Give an uploaded picture an id, and keep it."""
        file_id = f"photo-{len(self.photos) + 1}"
        name = {"file_id": file_id, "file_unique_id": f"unique-{file_id}"}
        width, height = size
        sizes = {"width": width, "height": height, "file_size": len(content)}
        self.photos[file_id] = [{**name, **sizes}]
        self.files[file_id] = content
        return self.photos[file_id]

    def keep_message(
        self, chat: Chat, author: dict[str, Any], content: dict[str, Any]
    ) -> dict[str, Any]:
        """Give `content` a number in `chat` and keep it."""
        number = next(chat.numbers)
        head = {"message_id": number, "date": int(self.clock()), "chat": chat.json()}
        chat.messages[number] = {**head, "from": author, **content}
        return chat.messages[number]
