"""Characters that nobody sees and that come along when text is pasted in."""

import unicodedata
from collections.abc import Iterator
from pathlib import Path

from knowledge.bidi import is_right_to_left
from knowledge.message import Message, message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.reading import name_of, yaml_files
from knowledge.references.lines import Lines

# Marks of direction and joining that belong to the spelling of some scripts and of emoji.
JOINERS = "\u200c\u200d"
DIRECTIONS = "\u200e\u200f"


def check_characters(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find tabs, control characters and invisible ones in every file of the town."""
    turned = {
        code
        for code, language in knowledge.municipality.languages.items()
        if is_right_to_left(language.locale)
    }
    for file in yaml_files(knowledge.folder):
        parts = file.relative_to(knowledge.folder).parts
        allowed = JOINERS if turned.isdisjoint(parts) else JOINERS + DIRECTIONS
        for at, row in enumerate(_rows(file), start=1):
            for what in _findings(row, allowed):
                yield Problem(file, at, name_of(lines.path_at(file, at)), what)


def _rows(file: Path) -> list[str]:
    """Return the lines as they are; a byte order mark and Windows' line ends do no harm."""
    try:
        text = file.read_bytes().decode("utf-8")
    except (OSError, UnicodeDecodeError):
        return []  # told where the file is read
    return text.removeprefix("\ufeff").replace("\r\n", "\n").split("\n")


def _findings(row: str, allowed: str) -> Iterator[Message]:
    if row.isprintable():
        return
    for sign in sorted({sign for sign in row if not sign.isprintable()} - set(allowed)):
        if sign == "\t":
            yield message("tab")
        elif (category := unicodedata.category(sign)) == "Zs":
            continue  # spaces that do not break are good typography
        else:
            code = "invisible_character" if category == "Cf" else "control_character"
            yield message(code, name=unicodedata.name(sign, f"U+{ord(sign):04X}"))
