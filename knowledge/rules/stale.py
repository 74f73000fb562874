"""Translations that follow an older text than the one that stands there now."""

from collections.abc import Iterator

from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.lines import Lines
from knowledge.translations import FILE, State, states_of, texts_in, try_load_records
from knowledge.validating import did_you_mean


def check_stale(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Warn of translations that are stale, and of records for texts that are not there."""
    default = knowledge.municipality.languages[knowledge.municipality.default_language]
    known = list(texts_in(knowledge, default.code))
    for code in knowledge.municipality.languages:
        records, problems = try_load_records(knowledge.folder, code)
        yield from problems
        here = texts_in(knowledge, code)
        for state in states_of(knowledge, code, records):
            if state.state is State.STALE:
                place = here[state.id].place
                kind = "stale" if state.recorded else "unrecorded"
                what = message(kind, source=default.name, language=code, name=state.id)
                yield Problem(place.file, place.line, state.id, what, "warning")
        for name in records:
            if name not in known and name not in here:
                what = message("no_text_here", hint=did_you_mean(name, known))
                yield lines.problem(f"{code}/{FILE}", (name,), what, "warning")
