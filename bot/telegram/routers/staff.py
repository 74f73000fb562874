"""The staff's commands. Whoever is not named in config.yaml is answered as if there were none."""

from html import escape
from typing import Any

from aiogram import Router
from aiogram.filters import BaseFilter, Command, CommandObject
from aiogram.types import Message

from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.kinds import Private
from bot.telegram.replies import send_html
from bot.telegram.split import split_html
from bot.telegram.staff import OFF, ON, STATUS, StaffRoom, say


class FromStaff(BaseFilter):
    """Passes the staff's own private chats; hands on the `role`."""

    async def __call__(self, message: Message, staff: StaffRoom) -> bool | dict[str, Any]:
        """Return the role of who writes."""
        sender = message.from_user
        role = staff.members.get(sender.id) if sender else None
        return {"role": role} if role else False


def build_router() -> Router:
    """Return the router of the staff's commands."""
    router = Router(name=__name__)
    router.message.filter(Private(), FromStaff())
    router.message.register(status_asked, Command(STATUS))
    router.message.register(topic_taken_out, Command(OFF))
    router.message.register(topic_put_back, Command(ON))
    return router


async def status_asked(message: Message, asker: Asker, desk: Desk, staff: StaffRoom) -> None:
    """Tell how things stand."""
    for part in split_html(await staff.status(desk.language_of(asker), desk.now())):
        await send_html(message, part)


async def topic_taken_out(
    message: Message, command: CommandObject, asker: Asker, desk: Desk, staff: StaffRoom, role: str
) -> None:
    """Take a topic out."""
    topic = (command.args or "").strip()
    code = await staff.take_out(topic, role, desk.now())
    await send_html(message, say(code, desk.language_of(asker), topic=escape(topic, quote=False)))


async def topic_put_back(
    message: Message, command: CommandObject, asker: Asker, desk: Desk, staff: StaffRoom, role: str
) -> None:
    """Put a topic back."""
    topic = (command.args or "").strip()
    code = await staff.put_back(topic, role)
    await send_html(message, say(code, desk.language_of(asker), topic=escape(topic, quote=False)))
