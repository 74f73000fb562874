"""The people whose Telegram clients the page shows, one in each of its chats."""

import itertools
from dataclasses import dataclass, field
from typing import Any, Literal

from bot.preview.calls import Call
from bot.preview.profile import Profile
from bot.preview.server import BotApiServer
from bot.preview.visitor import Visitor

Kind = Literal["private", "group", "friend"]
# Telegram's own ids of persons are above, those of groups far below zero.
FIRST = 1001
# A list of commands for narrower circles stands before a wider one.
SCOPES = {
    "private": ("chat:{chat}", "all_private_chats", "default"),
    "group": ("chat:{chat}", "all_group_chats", "default"),
    "friend": (),
}


@dataclass(slots=True)
class Person:
    """Somebody in one chat: alone with the bot, in a group with it, or with a friend.

    In the chat with a friend the bot is not, but inline mode works. `queries` holds the calls that
    answered inline queries, by the queries' ids.
    """

    id: int
    kind: Kind
    visitor: Visitor
    queries: dict[str, Call | None] = field(default_factory=dict)

    @property
    def language(self) -> str:
        """The language of the person's Telegram."""
        return str(self.visitor.account.get("language_code", ""))


class People:
    """Everybody at the page, by the number of their chat."""

    def __init__(self, server: BotApiServer) -> None:
        self.by_chat: dict[int, Person] = {}
        self._server = server
        self._numbers = itertools.count(FIRST)

    def enter(self, kind: Kind, language: str) -> Person:
        """Open a chat for somebody new whose Telegram speaks `language`."""
        number = next(self._numbers)
        if kind == "group":
            visitor = self._server.member(number, -number, language)
        else:
            visitor = self._server.user(number, language)
        person = Person(visitor.chat.id, kind, visitor)
        self.by_chat[person.id] = person
        return person

    def chat_json(self, person: Person) -> dict[str, Any]:
        """Return what the client shows around the messages: the bot's profile in its language."""
        profile, language = self._server.profile, person.language
        return {
            "id": person.id,
            "kind": person.kind,
            "language": language,
            "blocked": person.visitor.chat.blocked,
            "me": person.visitor.account["id"],
            "name": profile_text(profile, "Name", language) or profile.name,
            "description": profile_text(profile, "Description", language),
            "commands": _commands(profile, person),
        }


def profile_text(profile: Profile, kind: str, language: str) -> str:
    """Return the bot's name or description as a client in `language` shows it."""
    return profile.texts.get((kind, language)) or profile.texts.get((kind, ""), "")


def _commands(profile: Profile, person: Person) -> list[dict[str, str]]:
    for scope in SCOPES[person.kind]:
        for language in (person.language, ""):
            found = profile.commands.get((scope.format(chat=person.id), language))
            if found:
                return found
    return []
