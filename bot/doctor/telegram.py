"""Whether Telegram accepts the token, and whether its clock agrees with this machine's.

Asked without aiogram: one request is enough, and it is not to be repeated for minutes.
"""

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

import aiohttp

from bot.doctor.finding import Finding, Patient, good, note, wrong
from bot.settings import Settings
from knowledge.reading import yaml_files

TELEGRAM = "https://api.telegram.org"
PATIENCE = 10.0
# Seconds that two clocks may differ: hours of opening and signatures of HTTPS bear more.
LARGEST_GAP = 60
BOTFATHER = "ask @BotFather (/mybots, API Token) and put it in .env as BOT_TOKEN"


@dataclass(frozen=True, slots=True)
class Reply:
    """What the Bot API server answered to getMe, and when by its own clock."""

    status: int
    username: str
    date: datetime | None


def check_telegram(patient: Patient) -> list[Finding]:
    """Ask getMe, and compare the clocks."""
    token = _token_of(patient.settings)
    where = patient.settings.telegram.api_base or TELEGRAM
    if not token:
        return [note("token", "BOT_TOKEN is not set", f"{BOTFATHER}; without it a page in the "
                     "browser answers"), _clock_by_files(patient)]  # fmt: skip
    reply = asyncio.run(_ask(f"{where}/bot{token}/getMe"))
    if reply is None:
        return [note("token", f"{where} cannot be reached, so the token could not be tried",
                     "let the machine reach it (HTTPS, outgoing), then ask again"),
                _clock_by_files(patient)]  # fmt: skip
    return [_token(reply, where), _clock(reply, patient)]


def _token_of(settings: Settings) -> str:
    return settings.bot_token.get_secret_value().strip() if settings.bot_token else ""


async def _ask(url: str) -> Reply | None:
    """Return the answer; whatever goes wrong quotes the address, and with it the token."""
    try:
        async with (
            aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(total=PATIENCE)) as session,
            session.get(url) as response,
        ):
            body = await response.json(content_type=None)
            sent = response.headers.get("Date")
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError):
        return None
    me = body.get("result") if isinstance(body, dict) else None
    name = str(me.get("username", "")) if isinstance(me, dict) else ""
    return Reply(response.status, name, parsedate_to_datetime(sent) if sent else None)


def _token(reply: Reply, where: str) -> Finding:
    if reply.status == 200:
        return good("token", f"{where} knows the bot as @{reply.username}")
    if reply.status in (401, 404):
        return wrong("token", f"{where} does not accept BOT_TOKEN", BOTFATHER)
    return note("token", f"{where} answered {reply.status}", "ask again in a few minutes")


def _clock(reply: Reply, patient: Patient) -> Finding:
    if reply.date is None or reply.date.tzinfo is None:
        return _clock_by_files(patient)
    gap = abs((patient.now - reply.date).total_seconds())
    if gap > LARGEST_GAP:
        said = f"this machine's clock is {gap:,.0f} seconds away from Telegram's"
        return wrong("clock", said, "let it be set over the network (timedatectl set-ntp true)")
    return good("clock", "agrees with Telegram's")


def _clock_by_files(patient: Patient) -> Finding:
    """Without another clock: no file can have been written later than now."""
    newest = max((_written(file) for file in yaml_files(patient.settings.town)), default=None)
    if newest is not None and newest > patient.now:
        said = f"it is {patient.now:%Y-%m-%d %H:%M} UTC here, before some texts were written"
        return wrong("clock", said, "set the clock (timedatectl set-ntp true)")
    return good("clock", f"{patient.now:%Y-%m-%d %H:%M} UTC, compared with no other clock")


def _written(file: Path) -> datetime:
    return datetime.fromtimestamp(file.stat().st_mtime, UTC)
