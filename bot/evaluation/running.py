"""The evaluation as a command: which questions, what is printed, and whether it passed."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path

from bot.app import build_service
from bot.errors import SettingsError
from bot.evaluation.judging import judge_all
from bot.evaluation.measures import measure
from bot.evaluation.report import json_of, lines_of
from bot.settings import Settings
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.questions import (
    TestQuestion,
    load_known_failures,
    load_question_file,
    load_test_questions,
)
from knowledge.tested import check_keys

Echo = Callable[[str], None]


def evaluate_town(
    settings: Settings, wanted: Sequence[str], *, list_misses: bool, as_json: bool, echo: Echo
) -> bool:
    """Measure, print, and return whether every bar is reached.

    `wanted` names languages (sv), groups (fi/typos) or files; nothing means the whole town.
    """
    knowledge = load_knowledge(settings.town)
    questions = _chosen(knowledge, load_test_questions(settings.town), wanted)
    results = judge_all(build_service(settings), knowledge, questions)
    measures = list(measure(results, knowledge.published_languages))
    known = load_known_failures(settings.town)
    fixed = [r.question.name for r in results if r.question.name in known and not r.is_miss]
    if as_json:
        echo(json.dumps(json_of(results, measures), ensure_ascii=False))
    else:
        for line in lines_of(results, measures, fixed, list_misses=list_misses):
            echo(line)
    return all(m.passed for m in measures) and not fixed


def _chosen(
    knowledge: Knowledge, all_questions: Sequence[TestQuestion], wanted: Sequence[str]
) -> list[TestQuestion]:
    if not wanted:
        return list(all_questions)
    chosen: list[TestQuestion] = []
    for name in wanted:
        if name.endswith((".yaml", ".yml")):
            chosen += _from_file(knowledge, Path(name))
            continue
        found = [q for q in all_questions if name in (q.language, f"{q.language}/{q.group}")]
        if not found:
            groups = sorted({f"{q.language}/{q.group}" for q in all_questions})
            raise SettingsError(
                f"{name}: no test questions are called so. Name a language, one of "
                f"{', '.join(groups)}, or a file that ends in .yaml"
            )
        chosen += found
    return chosen


def _from_file(knowledge: Knowledge, file: Path) -> Sequence[TestQuestion]:
    """Read a file that may lie anywhere; raises `InvalidKnowledge` for keys that are not known."""
    questions = load_question_file(file)
    language = file.resolve().parent.name
    if language not in knowledge.understood_languages:
        raise SettingsError(
            f"{file}: its folder is called {language!r}, which is no language of the town: put it "
            f"in a folder called one of {', '.join(knowledge.understood_languages)}"
        )
    problems = sorted(check_keys(knowledge, questions))
    if problems:
        raise InvalidKnowledge(problems)
    return questions
