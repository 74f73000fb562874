"""What has to be read again, encrypted: chat ids, and updates until they are answered.

AES-256-GCM with keys derived from the operator's secret, one a purpose. What a text belongs to is
bound to it, so that a row cannot be given another row's.
"""

import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

KEY_BYTES = 32
NONCE_BYTES = 12
# They part these keys from each other and from that of the keyed hashes: all have one secret.
SUBSCRIPTIONS = b"kommunsvar subscriptions 1"
UPDATES = b"kommunsvar updates 1"


class Cipher:
    """Encrypts texts of one purpose, and reads them again."""

    def __init__(self, secret: bytes, purpose: bytes) -> None:
        derived = HKDF(SHA256(), length=KEY_BYTES, salt=None, info=purpose).derive(secret)
        self._cipher = AESGCM(derived)

    def seal(self, text: bytes, owner: str) -> bytes:
        """Return `text` encrypted and bound to `owner`: another one each time."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, text, owner.encode())

    def open(self, sealed: bytes, owner: str) -> bytes | None:
        """Return the text, `None` where it was made with another secret or for another owner."""
        nonce, text = sealed[:NONCE_BYTES], sealed[NONCE_BYTES:]
        try:
            return self._cipher.decrypt(nonce, text, owner.encode())
        except (InvalidTag, ValueError):
            return None


class ChatCipher:
    """Encrypts chat ids, bound to the chat's keyed hash."""

    def __init__(self, secret: bytes) -> None:
        self._cipher = Cipher(secret, SUBSCRIPTIONS)

    def seal(self, chat: int, key: str) -> bytes:
        """Return `chat` encrypted and bound to `key`: another text each time."""
        return self._cipher.seal(str(chat).encode(), key)

    def open(self, sealed: bytes, key: str) -> int | None:
        """Return the chat, `None` where the text was made with another secret or for another."""
        text = self._cipher.open(sealed, key)
        return None if text is None else int(text)
