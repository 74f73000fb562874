"""The staff: who they are, what they can do from a chat, and what they are told."""

import asyncio
from collections.abc import Mapping
from datetime import datetime
from html import escape

import structlog

from bot.answering.service import AnsweringService
from bot.reloading import Reloader
from bot.storage.errors import StorageError
from bot.storage.storage import Storage
from bot.telegram.faults import log_fault
from knowledge.message import DEFAULT, message, message_languages

STATUS, OFF, ON = "status", "off", "on"
# Each command with the sentence that the menu shows beside it.
STAFF_COMMANDS = {
    STATUS: "staff_command_status",
    OFF: "staff_command_off",
    ON: "staff_command_on",
}
MOST_PROBLEMS = 10
# Seconds until another worker knows.
EVERY = 5.0
log = structlog.get_logger()


class StaffRoom:
    """What the staff's commands do; `members` maps Telegram ids to roles."""

    def __init__(
        self,
        members: Mapping[int, str],
        service: AnsweringService,
        reloader: Reloader,
        storage: Storage,
        started: datetime,
        *,
        inbox_on: bool,
    ) -> None:
        self.members = members
        self._service = service
        self._reloader = reloader
        self._switches = storage.switches
        self._received = storage.received
        self._inbox, self._inbox_on = storage.inbox, inbox_on
        self._started = started

    async def take_up(self) -> None:
        """Take out what was taken out before; raises `StorageError`."""
        self._service.switch_off(await self._switches.all())

    async def take_out(self, topic: str, role: str, now: datetime) -> str:
        """Take a topic or a family out; return the code of what to tell."""
        covered = self._service.catalogue.covered_by(topic)
        if not covered:
            return "staff_no_topic"
        if all(map(self._service.catalogue.is_urgent, covered)):
            return "staff_urgent"
        await self._switches.take_out(topic, self._service.catalogue.day(now), role)
        await self.take_up()
        log.info("topic_taken_out", topic=topic, role=role)
        return "staff_off"

    async def put_back(self, topic: str, role: str) -> str:
        """Put back what was taken out from a chat; return the code of what to tell."""
        if not await self._switches.put_back(topic):
            return "staff_not_off"
        await self.take_up()
        log.info("topic_put_back", topic=topic, role=role)
        return "staff_on"

    async def status(self, language: str, now: datetime) -> str:
        """Return how things stand, as HTML in one of the editors' languages."""
        state = self._reloader.state
        rows = [
            say(
                "staff_version",
                language,
                version=state.version,
                since=f"{state.since:%Y-%m-%d %H:%M}",
            ),
            say("staff_uptime", language, hours=int((now - self._started).total_seconds() // 3600)),
        ]
        if state.learning:
            rows.append(say("staff_learning", language))
        if state.problems:
            rows.append(say("staff_problems", language, count=len(state.problems)))
            rows += [problem.told(language) for problem in state.problems[:MOST_PROBLEMS]]
        if state.failed:
            rows.append(say("staff_failed", language, reason=state.failed))
        rows.append(say("staff_pending", language, count=await self._received.unanswered()))
        if self._inbox_on:
            rows.append(say("staff_inbox", language, count=len(await self._inbox.all())))
        notice = self._service.notice(self._service.default_language, now)
        rows.append(say("staff_notice", language, text=notice or "-"))
        off = ", ".join(f"{topic} ({by.since})" for topic, by in self._service.topics_off(now))
        rows.append(say("staff_topics_off", language, topics=off or "-"))
        return escape("\n".join(rows), quote=False)


async def follow_switches(staff: StaffRoom) -> None:
    """Take up every while what another worker's staff has taken out or put back."""
    while True:
        await asyncio.sleep(EVERY)
        try:
            await staff.take_up()
        except StorageError as error:
            log_fault("switches_unreadable", error)


def say(code: str, language: str, /, **values: str | int) -> str:
    """Return a sentence for staff, in the default language where there is none in `language`."""
    known = language if language in message_languages() else DEFAULT
    return message(code, **values).text(known)
