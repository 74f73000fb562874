"""A new language: a folder with every text to translate marked, as a draft."""

from dataclasses import dataclass, field
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge.editing import block, drop_blank_lines_after, read_for_editing, text_of
from knowledge.errors import LanguageNotAdded
from knowledge.files import INTERFACE, TRANSLATIONS, TranslationEntry
from knowledge.loading import load_knowledge
from knowledge.message import message
from knowledge.model import Knowledge, Status
from knowledge.recording import records_text
from knowledge.references.lines import MUNICIPALITY
from knowledge.schemas import first_line
from knowledge.translations import FILE, load_records, texts_in

PARTS = ("title", "answer")


@dataclass
class Draft:
    """The files of a new language, nothing of it written yet; `waiting` are its marked texts."""

    code: str
    name: str
    files: dict[Path, str] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)

    def write(self) -> None:
        """Write all files."""
        for file, text in self.files.items():
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")


def draft_language(folder: Path, code: str, source: str) -> Draft:
    """Return a draft with the texts of `source`; what the language has already is kept.

    Raises `InvalidKnowledge`, and `LanguageNotAdded` for languages that cannot be or are there.
    """
    knowledge = load_knowledge(folder)
    _refuse(knowledge, code, source)
    name, locale = _name_and_locale(code)
    draft = Draft(code, name)
    for file in sorted((folder / source).glob("*.yaml")):
        if file.stem != TRANSLATIONS:
            here = folder / code / file.name
            content = _marked(read_for_editing(file), here, source, draft)
            draft.files[here] = _head(draft, source, here) + text_of(content)
    draft.files[folder / code / FILE] = records_text(
        _records(knowledge, draft), first_line(folder / code / FILE, folder)
    )
    draft.files[folder / MUNICIPALITY] = _registered(folder / MUNICIPALITY, draft, locale)
    return draft


def _refuse(knowledge: Knowledge, code: str, source: str) -> None:
    languages = knowledge.municipality.languages
    answering = [k for k, known in languages.items() if known.status is not Status.UNDERSTOOD]
    if source not in answering:
        choices = ", ".join(answering)
        raise LanguageNotAdded(message("no_such_source", code=source, choices=choices))
    if code in answering:
        status = str(languages[code].status)
        raise LanguageNotAdded(message("has_answers", code=code, status=status))


def _name_and_locale(code: str) -> tuple[str, str]:
    """Return a language's own name and its commonest locale: Norsk bokmål, nb_NO."""
    try:
        own = Locale.parse(code)
        likely = Locale.parse(get_global("likely_subtags").get(code, code))
    except (UnknownLocaleError, ValueError) as error:
        raise LanguageNotAdded(message("no_such_code", code=code)) from error
    name = own.get_display_name(code) or code
    return name[0].upper() + name[1:], "_".join(filter(None, (code, likely.territory)))


def _marked(source: CommentedMap, here: Path, code: str, draft: Draft) -> CommentedMap:
    """Return what stands in `here`, with the texts that it lacks from `source`, marked."""
    content = read_for_editing(here)
    for key, value in source.items():
        if here.stem == INTERFACE:
            if key not in content:
                text = _waiting(str(value), code)
                content[key] = block(text) if "\n" in text else text
                draft.waiting.append(f"{INTERFACE}.{key}")
        elif _fill(content.setdefault(key, CommentedMap()), value, code):
            prefix = f"{here.stem}." if here.stem in ("elsewhere", "smalltalk") else ""
            draft.waiting.append(f"{prefix}{key}")
    return content


def _fill(entry: CommentedMap, source: CommentedMap, code: str) -> bool:
    """Give an entry the parts that it lacks; returns whether one of them waits."""
    lacking = [part for part in PARTS if source.get(part) and not entry.get(part)]
    if "title" in lacking:
        entry.pop("title", None)
        entry.insert(0, "title", _waiting(str(source["title"]), code))
    entry.setdefault("questions", _no_questions())
    if "answer" in lacking:
        drop_blank_lines_after(entry["questions"])
        entry["answer"] = block(_waiting(str(source["answer"]), code))
    return bool(lacking)


def _no_questions() -> CommentedSeq:
    questions = CommentedSeq()
    questions.fa.set_flow_style()
    return questions


def _waiting(text: str, code: str) -> str:
    return f"~{code}~ {text}"


def _head(draft: Draft, source: str, here: Path) -> str:
    """Return the first lines of a file that is not there yet."""
    if here.exists():
        return ""
    head = message("draft_head", name=draft.name, mark=f"~{source}~", source=source)
    return f"{first_line(here, here.parents[1])}\n# {head}\n\n"


def _records(knowledge: Knowledge, draft: Draft) -> dict[str, TranslationEntry]:
    """Note which text each marked one was made from, so that a change meanwhile shows."""
    sources = texts_in(knowledge, knowledge.municipality.default_language)
    records = dict(load_records(knowledge.folder, draft.code))
    for name in draft.waiting:
        if name in sources:
            records[name] = TranslationEntry(source=sources[name].fingerprint)
    return records


def _registered(file: Path, draft: Draft, locale: str) -> str:
    """Return municipality.yaml with the language as a draft."""
    content = read_for_editing(file)
    languages = content["languages"]
    if draft.code not in languages:
        entry = CommentedMap(name=draft.name, locale=locale)
        entry.fa.set_flow_style()
        languages[draft.code] = entry
    languages[draft.code].update(status=str(Status.DRAFT))
    languages[draft.code].setdefault("steward", "vacant")
    languages[draft.code].pop("answers_in", None)
    return text_of(content)
