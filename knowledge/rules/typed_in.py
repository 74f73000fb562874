"""Numbers and addresses typed into a text, which would have to be changed in every language."""

import re
from collections.abc import Iterator

from knowledge.message import message
from knowledge.model import Knowledge, Status
from knowledge.problem import Problem, Severity
from knowledge.references.lines import Lines
from knowledge.written import Written, texts_of

# A digit straight after a letter belongs to a name such as CO2 or A4.
NUMBER = re.compile(r"(?<![^\W\d_])\d(?:[\d\s.,:/–+-]*\d)?")
ADDRESS = re.compile(
    r"\w+://\S+|\bwww\.\S+|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b[a-zåäö\d-]+(?:\.[a-zåäö\d-]+)*\.(?:se|fi|no|dk|nu|eu|ax|com|org|net|info)\b(?:/\S*)?",
    re.IGNORECASE,
)
LIST_NUMBER = re.compile(r"^\s*\d{1,2}[.)]\s")


def check_typed_in(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find them in answers and phrases; names that the facts declare may hold numbers."""
    names = sorted(knowledge.names, key=len, reverse=True)
    allowed = re.compile("|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in names) or r"\b\B")
    for written in texts_of(knowledge):
        language = knowledge.municipality.languages[written.language]
        severity: Severity = "warning" if language.status is Status.DRAFT else "error"
        for offset, code, text in _typed_in(written, allowed):
            yield lines.within(written, offset, message(code, text=text), severity)


def _typed_in(written: Written, allowed: re.Pattern[str]) -> Iterator[tuple[int, str, str]]:
    for offset, line in enumerate(written.lines):
        addresses = ADDRESS.findall(line)
        yield from ((offset, "typed_link", address.rstrip(".,;:)")) for address in addresses)
        rest = LIST_NUMBER.sub("", allowed.sub("", ADDRESS.sub("", line)))
        yield from ((offset, "typed_number", number) for number in NUMBER.findall(rest))
