"""Addresses of the web that are not encrypted, in the files that all languages share."""

import re
from collections.abc import Iterator

from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.reading import Path_, Value, read_yaml
from knowledge.references.lines import FACTS, MUNICIPALITY, NOTICES, TOPICS, Lines

INSECURE = re.compile(r"\b(?!https://)[a-z]+://[^\s)]+|(?<![\w/.])www\.[^\s)]+", re.IGNORECASE)


def check_addresses(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find addresses that begin otherwise than with https://."""
    for name in (FACTS, MUNICIPALITY, NOTICES, TOPICS):
        file = knowledge.folder / name
        if not file.exists():
            continue
        for path, text in _texts_in(read_yaml(file, knowledge.folder).value, ()):
            for address in INSECURE.findall(text):
                yield lines.problem(name, path, message("not_https", text=address))


def _texts_in(value: Value, path: Path_) -> Iterator[tuple[Path_, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, list):
        for at, part in enumerate(value):
            yield from _texts_in(part, (*path, at))
    else:
        for key, part in value.items():
            yield from _texts_in(part, (*path, key))
