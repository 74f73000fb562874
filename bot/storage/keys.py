"""Keyed hashes that stand for chats in the database.

Pseudonymous, not anonymous: whoever holds the secret can find a chat that they already know.
"""

import hashlib
import hmac
import os
import secrets
import tempfile
from pathlib import Path

from bot.storage.errors import StorageError

SECRET_BYTES = 32
SHORTEST_SECRET = 16


class ChatKeys:
    """Turns chat ids into HMAC-SHA256 keys."""

    def __init__(self, secret: bytes) -> None:
        self._secret = secret

    def key(self, chat: str) -> str:
        """Return 64 hex digits, the same for the same chat and secret."""
        return hmac.new(self._secret, chat.encode(), hashlib.sha256).hexdigest()


def load_secret(given: str | None, file: Path) -> bytes:
    """Return the operator's secret, else the one in `file`, made at random the first time.

    Raises:
        StorageError: `given` is too short to protect anything, or `file` cannot be used.
    """
    if given:
        if len(given.encode()) < SHORTEST_SECRET:
            raise StorageError(
                f"BOT_SECRET is shorter than {SHORTEST_SECRET} characters: set a longer random "
                f"one, or remove it, and one is made and kept in {file}."
            )
        return given.encode()
    try:
        return _kept_secret(file)
    except (OSError, ValueError) as error:
        raise StorageError(
            f"{file}: the secret that hides chat ids cannot be read or written ({_reason(error)}). "
            "Make the folder writable for the bot, or set BOT_SECRET in the environment."
        ) from error


def _kept_secret(file: Path) -> bytes:
    if not file.exists():
        _write_new_secret(file)
    secret = bytes.fromhex(file.read_text(encoding="ascii").strip())
    if len(secret) < SHORTEST_SECRET:
        raise ValueError("it is too short")
    return secret


def _write_new_secret(file: Path) -> None:
    """Make `file` whole or not at all, on the disk too: without it nothing is found again.

    Where another process was quicker, its secret stays.
    """
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}.")
    made = Path(name)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as opened:
            opened.write(secrets.token_hex(SECRET_BYTES) + "\n")
            opened.flush()
            os.fsync(descriptor)
        try:
            file.hardlink_to(made)
        except FileExistsError:
            pass
        except OSError:  # a file system without links
            made.replace(file)
    finally:
        made.unlink(missing_ok=True)


def _reason(error: Exception) -> str:
    return error.strerror or str(error) if isinstance(error, OSError) else str(error)
