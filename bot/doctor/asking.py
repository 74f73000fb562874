"""One request to the Bot API server.

Asked without aiogram: one request is enough, and it is not to be repeated for minutes.
"""

from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Generic, TypeVar

import aiohttp
from pydantic import BaseModel, ValidationError

from bot.settings import Settings

TELEGRAM = "https://api.telegram.org"
PATIENCE = 10.0
Result = TypeVar("Result", bound=BaseModel)


@dataclass(frozen=True, slots=True)
class Reply(Generic[Result]):
    """What the server answered, and when by its own clock; `result` where it is what was asked."""

    status: int
    result: Result | None
    date: datetime | None


def server_of(settings: Settings) -> str:
    """Return the address of the Bot API server."""
    return settings.telegram.api_base or TELEGRAM


def token_of(settings: Settings) -> str:
    """Return the token, "" where there is none."""
    return settings.bot_token.get_secret_value().strip() if settings.bot_token else ""


async def ask(settings: Settings, method: str, kind: type[Result]) -> Reply[Result] | None:
    """Return the answer to a method without parameters, `None` where none comes.

    Whatever goes wrong quotes the address, and with it the token: nothing of it is passed on.
    """
    url = f"{server_of(settings)}/bot{token_of(settings)}/{method}"
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.get(url) as response,
        ):
            body = await response.json(content_type=None)
            sent = response.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    date = parsedate_to_datetime(sent) if sent else None
    return Reply(response.status, _result(body, kind), date)


def _result(body: object, kind: type[Result]) -> Result | None:
    try:
        return kind.model_validate(body.get("result") if isinstance(body, dict) else None)
    except ValidationError:
        return None
