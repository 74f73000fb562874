"""What stands in the place of personal data, and how it is put there."""

import re
from collections.abc import Iterable
from enum import StrEnum

# From the first character that is replaced to behind the last one.
Span = tuple[int, int]


class Mask(StrEnum):
    """What stands in the place of personal data."""

    PERSON = "[id]"
    PHONE = "[phone]"
    EMAIL = "[email]"
    ACCOUNT = "[account]"
    HANDLE = "[handle]"
    STREET = "[street]"


MASKS = re.compile("|".join(re.escape(mask) for mask in Mask))


def replaced(text: str, spans: Iterable[Span], mask: Mask) -> str:
    """Return `text` with `mask` in the place of the spans, those that overlap as one."""
    joined: list[Span] = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = joined[-1][0], max(end, joined[-1][1])
        else:
            joined.append((start, end))
    for start, end in reversed(joined):
        text = text[:start] + mask + text[end:]
    return text


def overlap(one: Span, other: Span) -> bool:
    """Whether two spans share a character."""
    return one[0] < other[1] and other[0] < one[1]
