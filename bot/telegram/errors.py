"""What keeps the Telegram door shut.

bot.errors.BotError
├── TelegramRefused          Telegram does not accept the token
├── AnswerRefused            Telegram takes other messages, but not this one
└── AnotherInstance          another process fetches the same bot's updates
"""

from bot.errors import BotError


class TelegramRefused(BotError):  # noqa: N818  reads as what happened
    """Telegram does not accept the token."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} does not accept BOT_TOKEN. Copy the whole token that @BotFather shows "
            "(/mybots, API Token) into the environment or .env, and start again."
        )


class AnotherInstance(BotError):  # noqa: N818  reads as what happened
    """Another process fetches the same bot's updates."""

    def __init__(self, where: str) -> None:
        super().__init__(
            f"{where} says that another instance of this bot is already running with the same "
            "BOT_TOKEN. Stop the other one, or use a token of its own for each."
        )


class AnswerRefused(BotError):  # noqa: N818  reads as what happened
    """Telegram takes other messages in a chat, but fails each time at this one."""

    def __init__(self) -> None:
        super().__init__("Telegram fails at this answer: look what is unusual about it.")
