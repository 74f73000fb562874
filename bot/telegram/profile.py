"""What people see before they write: commands, name and descriptions, per language.

Set only where Telegram holds something else: these methods are limited to a few calls a day.
"""

import re
from collections.abc import Awaitable, Callable

import structlog
from aiogram import Bot
from aiogram.exceptions import TelegramAPIError
from aiogram.types import BotCommand, MenuButtonCommands

from bot.telegram.commands import menu
from bot.telegram.desk import Desk
from bot.telegram.faults import log_fault

LONGEST_COMMAND = 256
LONGEST_NAME = 64
LONGEST_DESCRIPTION = 512
LONGEST_SHORT_DESCRIPTION = 120
# Telegram takes two-letter codes only.
TELEGRAM_LANGUAGE = re.compile(r"[a-z]{2}")
log = structlog.get_logger()


async def update_profile(bot: Bot, desk: Desk) -> None:
    """Bring Telegram up to date; what fails is logged and left as it is."""
    default = desk.service.default_language
    codes = [code for code in desk.service.languages if TELEGRAM_LANGUAGE.fullmatch(code)]
    for code, language in [(None, default), *((code, code) for code in codes)]:
        for update in (_update_commands, _update_name, _update_description, _update_short):
            await _attempt(update, bot, desk, code, language)
    await _attempt(_update_menu_button, bot, desk, None, default)


Update = Callable[[Bot, Desk, str | None, str], Awaitable[None]]


async def _attempt(update: Update, bot: Bot, desk: Desk, code: str | None, language: str) -> None:
    try:
        await update(bot, desk, code, language)
    except TelegramAPIError as error:
        log.warning("profile_not_updated", language=language, reason=error.message)
    except Exception as error:  # the bot answers without a menu, too
        log_fault("profile_failed", error, language=language)


async def _update_commands(bot: Bot, desk: Desk, code: str | None, language: str) -> None:
    wanted = {
        name: (await desk.plain_phrase(f"command.{name}", language))[:LONGEST_COMMAND]
        for name in menu(list(desk.service.command_topics))
    }
    # Not compared as objects: those remember which bot they came through.
    held = {c.command: c.description for c in await bot.get_my_commands(language_code=code)}
    if list(held.items()) != list(wanted.items()):
        commands = [BotCommand(command=name, description=text) for name, text in wanted.items()]
        await bot.set_my_commands(commands, language_code=code)


async def _update_name(bot: Bot, desk: Desk, code: str | None, language: str) -> None:
    wanted = (await desk.plain_phrase("bot.name", language))[:LONGEST_NAME]
    if (await bot.get_my_name(language_code=code)).name != wanted:
        await bot.set_my_name(wanted, language_code=code)


async def _update_description(bot: Bot, desk: Desk, code: str | None, language: str) -> None:
    wanted = (await desk.plain_phrase("bot.description", language))[:LONGEST_DESCRIPTION]
    if (await bot.get_my_description(language_code=code)).description != wanted:
        await bot.set_my_description(wanted, language_code=code)


async def _update_short(bot: Bot, desk: Desk, code: str | None, language: str) -> None:
    phrase = await desk.plain_phrase("bot.short_description", language)
    wanted = phrase[:LONGEST_SHORT_DESCRIPTION]
    if (await bot.get_my_short_description(language_code=code)).short_description != wanted:
        await bot.set_my_short_description(wanted, language_code=code)


async def _update_menu_button(bot: Bot, _desk: Desk, _code: str | None, _language: str) -> None:
    """Let the button beside the text field open the commands, in all private chats."""
    wanted = MenuButtonCommands()
    if (await bot.get_chat_menu_button()).type != wanted.type:
        await bot.set_chat_menu_button(menu_button=wanted)
