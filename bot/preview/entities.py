"""Telegram's HTML, parsed as strictly as the real server parses it.

https://core.telegram.org/bots/api#html-style; offsets and lengths count UTF-16 code units.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from bot.preview.errors import bad_request

TYPES = {
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "u": "underline",
    "ins": "underline",
    "s": "strikethrough",
    "strike": "strikethrough",
    "del": "strikethrough",
    "span": "spoiler",
    "tg-spoiler": "spoiler",
    "code": "code",
    "pre": "pre",
    "blockquote": "blockquote",
    "a": "text_link",
    "tg-emoji": "custom_emoji",
}
NAMED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"'}
TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][\w-]*)(?P<attributes>(?:\"[^\"]*\"|'[^']*'|[^>])*)>"
)
ATTRIBUTE = re.compile(r"([\w-]+)(?:\s*=\s*(\"[^\"]*\"|'[^']*'|[\w./:-]+))?")
REFERENCE = re.compile(r"&(?:#x([0-9a-fA-F]{1,8})|#([0-9]{1,10})|([a-z]+));")
TOKEN = re.compile(rf"{REFERENCE.pattern}|<|[^<&]+|&")


@dataclass(frozen=True, slots=True)
class Formatted:
    """Text without tags, and what they marked."""

    text: str
    entities: list[dict[str, Any]]


@dataclass(slots=True)
class _Open:
    name: str
    start: int
    extra: dict[str, Any]


@dataclass(slots=True)
class _Parse:
    text: str = ""
    length: int = 0
    open: list[_Open] = field(default_factory=list)
    entities: list[dict[str, Any]] = field(default_factory=list)

    def add(self, text: str) -> None:
        self.text += text
        self.length += utf16_length(text)


def utf16_length(text: str) -> int:
    """Return how many UTF-16 code units `text` takes: what Telegram's limits count."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def parse_html(source: str) -> Formatted:
    """Return the text and entities of `source`.

    Raises:
        ApiError: 400 "can't parse entities" for unknown, unclosed or crossed tags.
    """
    parse, at = _Parse(), 0
    while at < len(source):
        token = TOKEN.match(source, at)
        assert token is not None
        at = _read_tag(parse, source, at) if token[0] == "<" else _read_text(parse, token)
    if parse.open:
        raise _unparsable(f'Can\'t find end tag corresponding to start tag "{parse.open[-1].name}"')
    entities = [e for e in parse.entities if e["length"]]
    # An outer tag closes later: of two equal spans it comes first.
    entities.reverse()
    return Formatted(parse.text, sorted(entities, key=lambda e: (e["offset"], -e["length"])))


def _read_text(parse: _Parse, token: re.Match[str]) -> int:
    hexadecimal, decimal, name = token[1], token[2], token[3]
    if hexadecimal or decimal:
        code = int(hexadecimal, 16) if hexadecimal else int(decimal)
        parse.add(chr(code) if 0 < code < 0x110000 else token[0])
    else:
        parse.add(NAMED.get(name, token[0]) if name else token[0])
    return token.end()


def _read_tag(parse: _Parse, source: str, at: int) -> int:
    offset = len(source[:at].encode("utf-8", "surrogatepass"))
    tag = TAG.match(source, at)
    if tag is None:
        raise _unparsable(f"Unexpected or unclosed start tag at byte offset {offset}")
    name = tag["name"].lower()
    if tag["end"]:
        _close(parse, name, offset)
    elif name not in TYPES:
        raise _unparsable(f'Unsupported start tag "{name}" at byte offset {offset}')
    else:
        parse.open.append(_Open(name, parse.length, _extra(name, tag["attributes"], offset)))
    return tag.end()


def _close(parse: _Parse, name: str, offset: int) -> None:
    if not parse.open:
        raise _unparsable(f"Unexpected end tag at byte offset {offset}")
    opened = parse.open.pop()
    if opened.name != name:
        expected = f'expected "</{opened.name}>", found "</{name}>"'
        raise _unparsable(f"Unmatched end tag at byte offset {offset}, {expected}")
    kind = opened.extra.get("type", TYPES[name])
    place = {"offset": opened.start, "length": parse.length - opened.start}
    parse.entities.append({**opened.extra, "type": kind, **place})


def _extra(name: str, attributes: str, offset: int) -> dict[str, Any]:
    found = {key.lower(): value.strip("\"'") for key, value in ATTRIBUTE.findall(attributes)}
    if name == "span" and found.get("class") != "tg-spoiler":
        reason = 'Tag "span" must have class "tg-spoiler"'
        raise _unparsable(f"{reason} at byte offset {offset}")
    if name == "a":
        return {"url": found.get("href", "")}
    if name == "blockquote" and "expandable" in found:
        return {"type": "expandable_blockquote"}
    return {"custom_emoji_id": found.get("emoji-id", "")} if name == "tg-emoji" else {}


def _unparsable(reason: str) -> Exception:
    return bad_request(f"can't parse entities: {reason}")
