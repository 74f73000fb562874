"""Which methods the server has, by their names; the rest answers 404 with its name."""

from collections.abc import Callable
from functools import partial
from typing import Any

from bot.preview.inline import answer_inline_query
from bot.preview.media import edit_message_media, send_contact, send_photo
from bot.preview.messages import (
    answer_callback_query,
    delete_message,
    edit_message_reply_markup,
    edit_message_text,
    send_chat_action,
    send_message,
)
from bot.preview.parameters import Parameters
from bot.preview.profile import TEXTS, Profile
from bot.preview.world import World

Method = Callable[[Parameters], Any]
IN_CHATS: dict[str, Callable[[World, Parameters], Any]] = {
    "sendMessage": send_message,
    "editMessageText": edit_message_text,
    "deleteMessage": delete_message,
    "sendPhoto": send_photo,
    "editMessageMedia": edit_message_media,
    "sendContact": send_contact,
    "editMessageReplyMarkup": edit_message_reply_markup,
    "answerCallbackQuery": answer_callback_query,
    "answerInlineQuery": answer_inline_query,
    "sendChatAction": send_chat_action,
}


def build_methods(world: World, profile: Profile) -> dict[str, Method]:
    """Return what each method does, by its name in small letters: case does not matter."""
    methods: dict[str, Method] = {
        "getMe": lambda _: _me(world),
        "setMyCommands": profile.set_commands,
        "getMyCommands": profile.get_commands,
        "deleteMyCommands": profile.delete_commands,
        "setChatMenuButton": profile.set_menu_button,
        "getChatMenuButton": lambda _: profile.menu_button,
    }
    methods |= {name: partial(method, world) for name, method in IN_CHATS.items()}
    for kind in TEXTS:
        methods[f"setMy{kind}"] = partial(profile.set_text, kind)
        methods[f"getMy{kind}"] = partial(profile.get_text, kind)
    return {name.lower(): method for name, method in methods.items()}


def _me(world: World) -> dict[str, Any]:
    abilities = {"can_join_groups": True, "supports_inline_queries": True}
    return {**world.bot, **abilities, "can_read_all_group_messages": False}
