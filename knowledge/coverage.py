"""How many texts of each file every language has, and in which state."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.errors import UnknownText
from knowledge.message import message
from knowledge.model import Knowledge, Language
from knowledge.translations import State, load_records, states_of
from knowledge.validating import did_you_mean


@dataclass(frozen=True, slots=True)
class Coverage:
    """A language and its texts, counted by file and state."""

    language: Language
    files: Mapping[str, Counter[State]]

    @property
    def total(self) -> Counter[State]:
        """The texts of all files, by state."""
        return sum(self.files.values(), Counter[State]())


def coverage_of(knowledge: Knowledge, code: str | None = None) -> list[Coverage]:
    """Return each language's coverage, or that of one; raises `UnknownText` and
    `InvalidKnowledge`.
    """
    if code is not None:
        check_code(knowledge, code)
    languages = knowledge.municipality.languages.values()
    return [_coverage(knowledge, each) for each in languages if code in (None, each.code)]


def check_code(knowledge: Knowledge, code: str) -> None:
    """Raise `UnknownText` where the town has no such language."""
    languages = list(knowledge.municipality.languages)
    if code not in languages:
        hint = did_you_mean(code, languages)
        raise UnknownText(message("unknown_language", code=code, hint=hint))


def _coverage(knowledge: Knowledge, language: Language) -> Coverage:
    files: dict[str, Counter[State]] = {}
    records = load_records(knowledge.folder, language.code)
    for text in states_of(knowledge, language.code, records):
        files.setdefault(text.file, Counter())[text.state] += 1
    return Coverage(language, files)
