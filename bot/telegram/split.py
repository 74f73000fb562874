"""Long HTML into messages that Telegram accepts.

The limit of 4,096 counts UTF-16 units after the tags are parsed; here the tags count as well, so a
part is never longer than allowed. Cuts are made between paragraphs, else lines, else words, else
characters; tags that are open at a cut are closed before it and opened again after it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

LIMIT = 4096
TOKEN = re.compile(r"<[^<>]*>|&[#\w]+;|\n\n+|\n|[^\S\n]+|[^<&\s]|[<&]")
EMPTY = re.compile(r"<([\w-]+)[^<>]*>(\s*)</\1>")
NAME = re.compile(r"</?\s*([\w-]+)")


class Border(IntEnum):
    """How good a place is to cut, the better the higher."""

    CHARACTER = 0
    WORD = 1
    LINE = 2
    PARAGRAPH = 3


@dataclass(frozen=True, slots=True)
class _Cut:
    border: Border
    end: int
    open: tuple[str, ...]


def split_html(html: str, limit: int = LIMIT) -> list[str]:
    """Return `html` in parts of at most `limit` UTF-16 units, each with balanced tags.

    Parts without visible text are left out. A single tag longer than `limit` is not cut.
    """
    parts, rest = [], html.strip()
    while units(rest) > limit:
        rest = _without_empty_tags(rest)
        cut = max(_cuts(rest, limit), key=lambda c: _worth(c, limit), default=None)
        if cut is None:
            break
        parts.append(rest[: cut.end].rstrip() + _closing(cut.open))
        rest = "".join(cut.open) + rest[cut.end :].lstrip()
    return [part for part in [*parts, rest] if _visible(part)]


def units(text: str) -> int:
    """Return how many UTF-16 code units `text` takes."""
    return len(text) + sum(ord(c) > 0xFFFF for c in text)


def _worth(cut: _Cut, limit: int) -> tuple[int, int]:
    """Rank by border, then length; one so early that a heading would stand alone comes last."""
    return (cut.border if cut.end * 3 >= limit else -1, cut.end)


def _cuts(html: str, limit: int) -> Iterator[_Cut]:
    """Yield the places within `limit` where something visible lies before the cut."""
    length, seen, stack = 0, False, list[str]()
    for token in TOKEN.finditer(html):
        text = token[0]
        border = _border(text)
        if seen and border is not None and length + units(_closing(tuple(stack))) <= limit:
            yield _Cut(border, token.start(), tuple(stack))
        if _is_tag(text):
            _follow(stack, text)
        else:
            seen = seen or not text.isspace()
        length += units(text)
        if length > limit:
            return


def _border(text: str) -> Border | None:
    if text.startswith("\n\n"):
        return Border.PARAGRAPH
    if text == "\n":
        return Border.LINE
    if text.isspace():
        return Border.WORD
    return None if text.startswith("</") else Border.CHARACTER


def _is_tag(text: str) -> bool:
    return len(text) > 1 and text[0] == "<"


def _follow(stack: list[str], tag: str) -> None:
    if not tag.startswith("</"):
        stack.append(tag)
    elif stack:
        stack.pop()


def _closing(tags: tuple[str, ...]) -> str:
    names = [found[1] for tag in reversed(tags) if (found := NAME.match(tag))]
    return "".join(f"</{name}>" for name in names)


def _without_empty_tags(html: str) -> str:
    found = 1
    while found:
        html, found = EMPTY.subn(r"\2", html)
    return html.strip()


def _visible(html: str) -> bool:
    return any(not _is_tag(token[0]) and not token[0].isspace() for token in TOKEN.finditer(html))
