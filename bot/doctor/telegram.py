"""Whether Telegram accepts the token, and whether its clock agrees with this machine's."""

import asyncio
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel

from bot.doctor.asking import Reply, ask, server_of, token_of
from bot.doctor.finding import Finding, Patient, good, note, wrong
from knowledge.reading import yaml_files

# Seconds that two clocks may differ: hours of opening and signatures of HTTPS bear more.
LARGEST_GAP = 60
BOTFATHER = "ask @BotFather (/mybots, API Token) and put it in .env as BOT_TOKEN"


class Me(BaseModel):
    """What getMe tells of the bot."""

    username: str = ""


def check_telegram(patient: Patient) -> list[Finding]:
    """Ask getMe, and compare the clocks."""
    settings, where = patient.settings, server_of(patient.settings)
    if not token_of(settings):
        return [note("token", "BOT_TOKEN is not set", f"{BOTFATHER}; without it a page in the "
                     "browser answers"), _clock_by_files(patient)]  # fmt: skip
    reply = asyncio.run(ask(settings, "getMe", Me))
    if reply is None:
        return [note("token", f"{where} cannot be reached, so the token could not be tried",
                     "let the machine reach it (HTTPS, outgoing), then ask again"),
                _clock_by_files(patient)]  # fmt: skip
    return [_token(reply, where), _clock(reply, patient)]


def _token(reply: Reply[Me], where: str) -> Finding:
    if reply.status == 200 and reply.result is not None:
        return good("token", f"{where} knows the bot as @{reply.result.username}")
    if reply.status in (401, 404):
        return wrong("token", f"{where} does not accept BOT_TOKEN", BOTFATHER)
    return note("token", f"{where} answered {reply.status}", "ask again in a few minutes")


def _clock(reply: Reply[Me], patient: Patient) -> Finding:
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
