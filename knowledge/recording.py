"""A language's translations.yaml as a program writes it."""

from collections.abc import Collection

from knowledge.coverage import check_code
from knowledge.errors import UnknownText
from knowledge.files import TranslationEntry
from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.schemas import first_line
from knowledge.translations import FILE, Records, load_records, noted, texts_in
from knowledge.validating import did_you_mean


def note(knowledge: Knowledge, code: str, names: Collection[str], *, reviewed: bool) -> int:
    """Note that the named texts (all of them for none) follow the default language as it is now,
    and with `reviewed` that the steward has read them; returns how many. Raises `UnknownText`.
    """
    check_code(knowledge, code)
    _refuse_unknown(knowledge, code, names)
    records = load_records(knowledge.folder, code)
    updated = noted(knowledge, code, records, names, reviewed=reviewed)
    file = knowledge.folder / code / FILE
    file.write_text(records_text(updated, first_line(file, knowledge.folder)), encoding="utf-8")
    return len(names or texts_in(knowledge, code))


def note_everywhere(knowledge: Knowledge, names: Collection[str], *, reviewed: bool) -> int:
    """Note the named texts in every other language that has them; returns how many."""
    default = knowledge.municipality.default_language
    _refuse_unknown(knowledge, default, names)
    count = 0
    for code in knowledge.municipality.languages:
        here = [name for name in names if name in texts_in(knowledge, code)]
        if here and code != default:
            count += note(knowledge, code, here, reviewed=reviewed)
    return count


def _refuse_unknown(knowledge: Knowledge, code: str, names: Collection[str]) -> None:
    here = texts_in(knowledge, code)
    for name in names:
        if name not in here:
            hint = did_you_mean(name, list(here))
            raise UnknownText(message("no_text", name=name, language=code, hint=hint))


def records_text(records: Records, first: str) -> str:
    """Return the file's text: its `first` line, then a line a text, so that two changes join."""
    lines = [f"{name}: {{{_entry(records[name])}}}" for name in sorted(records)]
    return "\n".join([first, f"# {message('records_head')}", "", *(lines or ["{}"]), ""])


def _entry(entry: TranslationEntry) -> str:
    return ", ".join(f'{key}: "{value}"' for key, value in entry if value)
