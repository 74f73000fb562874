"""Payloads of links such as `t.me/<bot>?start=budget-social_fi`, for posters and the web site.

Telegram allows 64 of `A-Z a-z 0-9 _ -`. A dot is written `-`, a hyphen `_-`, an underscore `__`; a
single underscore divides the topic from its language.
"""

import re
from dataclasses import dataclass

LONGEST = 64
ESCAPES = {".": "-", "-": "_-", "_": "__"}
ALLOWED = re.compile(r"[A-Za-z0-9._-]+")
TOKEN = re.compile(r"_-|__|-|_|[A-Za-z0-9]")
PLAIN = {escaped: plain for plain, escaped in ESCAPES.items()}


@dataclass(frozen=True, slots=True)
class DeepLink:
    """A topic to open, in a language or in the visitor's own."""

    topic: str
    language: str | None = None


def encode(link: DeepLink) -> str:
    """Return the payload of `link`.

    Raises:
        ValueError: it has other characters than letters, digits, `.`, `-` and `_`, or is too long.
    """
    parts = [link.topic] if link.language is None else [link.topic, link.language]
    # A language that began with an escape could not be told from an escaped topic.
    if not all(ALLOWED.fullmatch(part) for part in parts) or parts[-1][0] in "-_":
        raise ValueError(f"{link} has characters that a deep link cannot carry")
    payload = "_".join("".join(ESCAPES.get(c, c) for c in part) for part in parts)
    if len(payload) > LONGEST:
        raise ValueError(f"{link} is longer than {LONGEST} characters as a deep link")
    return payload


def url_of(username: str, payload: str) -> str:
    """Return the link that opens the bot with `payload`."""
    return f"https://t.me/{username}?start={payload}"


def decode(payload: str) -> DeepLink | None:
    """Return what `payload` means, `None` where it is no payload of ours."""
    tokens = TOKEN.findall(payload)
    if len(payload) > LONGEST or "".join(tokens) != payload:
        return None
    topic, language, divided = "", "", False
    for token in tokens:
        if token == "_":
            if divided:
                return None
            divided = True
        elif divided:
            language += PLAIN.get(token, token)
        else:
            topic += PLAIN.get(token, token)
    if not topic or (divided and not language):
        return None
    return DeepLink(topic, language or None)
