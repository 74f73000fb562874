"""The editors' rules: everything that is to be mended in a town's folder, at once."""

from pathlib import Path

from knowledge.completeness import check_completeness, check_tested
from knowledge.errors import InvalidKnowledge
from knowledge.loading import try_load
from knowledge.problem import Problem
from knowledge.questions import copies_of_examples, load_known_failures, try_load_test_questions
from knowledge.references import check_question_keys, check_references
from knowledge.rehearsal import check_rendering


def check_knowledge(folder: Path) -> list[Problem]:
    """Return all errors and warnings of a town's folder, in the order of its files and lines."""
    knowledge, problems = try_load(folder)
    if knowledge is None:
        return sorted(set(problems))
    dangling = list(check_references(knowledge))
    problems += dangling
    problems += check_completeness(knowledge)
    if not dangling:  # texts over missing facts would tell the same once more
        problems += check_rendering(knowledge)
    questions, unreadable = try_load_test_questions(folder)
    problems += unreadable
    problems += check_question_keys(knowledge, questions)
    problems += check_tested(knowledge, questions)
    problems += copies_of_examples(knowledge, questions)
    try:
        load_known_failures(folder)
    except InvalidKnowledge as error:
        problems += error.problems
    return sorted(set(problems))
