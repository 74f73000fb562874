"""Chat ids that have to be read again, encrypted.

AES-256-GCM with a key derived from the operator's secret; the chat's keyed hash is bound to it, so
that a row cannot be given another chat's id.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
# Parts this key from the one of the keyed hashes, which comes from the same secret.
PURPOSE = b"kommunsvar subscriptions 1"


class ChatCipher:
    """Encrypts chat ids and reads them again."""

    def __init__(self, secret: bytes) -> None:
        derived = HKDF(SHA256(), length=KEY_BYTES, salt=None, info=PURPOSE).derive(secret)
        self._cipher = AESGCM(derived)

    def seal(self, chat: int, key: str) -> bytes:
        """Return `chat` encrypted and bound to `key`: another text each time."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, str(chat).encode(), key.encode())

    def open(self, sealed: bytes, key: str) -> int | None:
        """Return the chat, `None` where the text was made with another secret or for another."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return int(self._cipher.decrypt(nonce, text, key.encode()))
        except (InvalidTag, ValueError):
            return None
