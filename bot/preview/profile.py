"""The methods that hold the bot's name, descriptions and commands, one set a language."""

import re
from typing import Any

from bot.preview.entities import utf16_length
from bot.preview.errors import bad_request
from bot.preview.parameters import Parameters

COMMAND = re.compile(r"[a-z0-9_]{1,32}")
LANGUAGE = re.compile(r"([a-z]{2})?")
MOST_COMMANDS = 100
LONGEST_COMMAND_DESCRIPTION = 256
# Field of the method's name -> its parameter and its longest value.
TEXTS = {"Name": ("name", 64), "Description": ("description", 512)}
TEXTS["ShortDescription"] = ("short_description", 120)
SCOPES = frozenset(
    [
        "default",
        "all_private_chats",
        "all_group_chats",
        "all_chat_administrators",
        "chat",
        "chat_administrators",
        "chat_member",
    ]
)


class Profile:
    """What people see of the bot before they write to it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.texts: dict[tuple[str, str], str] = {}
        self.commands: dict[tuple[str, str], list[dict[str, str]]] = {}
        self.menu_button: dict[str, str] = {"type": "default"}

    def set_text(self, kind: str, given: Parameters) -> bool:
        """Store a name or description; an empty one removes it for that language."""
        parameter, longest = TEXTS[kind]
        value, language = given.text(parameter), _language(given)
        if utf16_length(value) > longest:
            raise bad_request(f"bot {parameter} is too long")
        self.texts[kind, language] = value
        return True

    def get_text(self, kind: str, given: Parameters) -> dict[str, str]:
        """Return what is shown for a language: its own value, else the one for all."""
        language = _language(given)
        fallback = self.name if kind == "Name" else ""
        value = self.texts.get((kind, language)) or self.texts.get((kind, "")) or fallback
        return {TEXTS[kind][0]: value}

    def set_commands(self, given: Parameters) -> bool:
        """Store the list of commands for a scope and language."""
        commands = given.value("commands")
        if not isinstance(commands, list):
            raise bad_request("expected an Array of BotCommand")
        if len(commands) > MOST_COMMANDS:
            raise bad_request("BOT_COMMANDS_TOO_MUCH")
        self.commands[_scope(given), _language(given)] = [_command(c) for c in commands]
        return True

    def get_commands(self, given: Parameters) -> list[dict[str, str]]:
        """Return exactly what was stored for a scope and language."""
        return self.commands.get((_scope(given), _language(given)), [])

    def set_menu_button(self, given: Parameters) -> bool:
        """Store what the button beside the text field opens in every private chat."""
        button = given.value("menu_button") or {"type": "default"}
        if not isinstance(button, dict) or button.get("type") not in {"default", "commands"}:
            raise bad_request("can't parse menu button: unsupported type specified")
        self.menu_button = {"type": str(button["type"])}
        return True

    def delete_commands(self, given: Parameters) -> bool:
        """Forget the commands of a scope and language."""
        self.commands.pop((_scope(given), _language(given)), None)
        return True


def _command(given: Any) -> dict[str, str]:
    command = str(given.get("command", "")).lstrip("/") if isinstance(given, dict) else ""
    if not COMMAND.fullmatch(command):
        raise bad_request("BOT_COMMAND_INVALID")
    description = str(given.get("description", "")).strip()
    if not 1 <= utf16_length(description) <= LONGEST_COMMAND_DESCRIPTION:
        raise bad_request("BOT_COMMAND_DESCRIPTION_INVALID")
    return {"command": command, "description": description}


def _language(given: Parameters) -> str:
    language = given.text("language_code")
    if not LANGUAGE.fullmatch(language):
        raise bad_request("invalid language code specified")
    return language


def _scope(given: Parameters) -> str:
    scope = given.value("scope") or {"type": "default"}
    kind = scope.get("type") if isinstance(scope, dict) else None
    if kind not in SCOPES:
        raise bad_request("can't parse BotCommandScope: unsupported type specified")
    return ":".join(str(scope[k]) for k in ("type", "chat_id", "user_id") if k in scope)
