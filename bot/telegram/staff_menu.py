"""The staff's own command menu, in their private chats alone: the residents' and theirs."""

from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, BotCommandScopeChat

from bot.telegram.commands import menu
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault
from bot.telegram.profile import LONGEST_COMMAND
from bot.telegram.staff import STAFF_COMMANDS, StaffRoom, say


async def show_staff_commands(bot: Bot, desk: Desk, staff: StaffRoom) -> None:
    """Show each of the staff what they can do; who never wrote to the bot has no chat yet."""
    language = desk.service.default_language
    told = {
        name: await desk.plain_phrase(f"command.{name}", language)
        for name in menu(list(desk.service.command_topics))
    }
    told |= {name: say(code, language) for name, code in STAFF_COMMANDS.items()}
    commands = [
        BotCommand(command=name, description=text[:LONGEST_COMMAND]) for name, text in told.items()
    ]
    for member in staff.members:
        try:
            await bot.set_my_commands(commands, BotCommandScopeChat(chat_id=member))
        except TelegramAPIError as error:
            log_fault("staff_menu_not_set", error)
