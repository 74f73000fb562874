"""A call's parameters: form, JSON and query alike, read with the types that a method expects."""

import json
from typing import Any

from aiohttp import web

from bot.preview.errors import bad_request


class Parameters:
    """What a method was called with. A form carries text, so every reading converts."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.values = values

    @property
    def chat(self) -> int | None:
        """The chat that the call is about."""
        chat = self.text("chat_id")
        return int(chat) if chat.removeprefix("-").isdecimal() else None

    def text(self, name: str) -> str:
        """Return a string, "" where it is absent."""
        value = self.values.get(name)
        return "" if value is None else str(value)

    def integer(self, name: str, default: int | None = None) -> int:
        """Return an integer; without `default` it must be there."""
        value = self.values.get(name)
        if value is None or value == "":
            if default is None:
                raise bad_request(f'parameter "{name}" is required')
            return default
        try:
            return int(value)
        except (TypeError, ValueError):
            raise bad_request(f'parameter "{name}" must be an integer') from None

    def flag(self, name: str) -> bool:
        """Return a boolean, false where it is absent."""
        return str(self.values.get(name, "")).lower() in {"true", "1"}

    def value(self, name: str) -> Any:
        """Return an object or list, `None` where it is absent; forms carry it as JSON."""
        value = self.values.get(name)
        if not isinstance(value, str):
            return value
        try:
            return json.loads(value) if value else None
        except ValueError:
            raise bad_request(f'can\'t parse "{name}": it is not JSON') from None


async def read_parameters(request: web.Request) -> Parameters:
    """Read the query and the body of a call."""
    values: dict[str, Any] = dict(request.query)
    if request.content_type == "application/json":
        try:
            values.update(await request.json())
        except ValueError:
            raise bad_request("can't parse request JSON object") from None
    else:
        values.update(await request.post())
    return Parameters(values)
