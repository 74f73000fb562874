"""What can go wrong with the file that outlives a restart.

bot.errors.BotError
└── StorageError             the database or its secret cannot be read or written
"""

from bot.errors import BotError


class StorageError(BotError):
    """The database file or the secret beside it cannot be used."""
