"""Which of a group's questions become examples: whole ones, in languages of the town."""

from bot.inbox.grouping import Group
from bot.inbox.masks import MASKS
from bot.inbox.workbench import InboxError
from bot.storage.inbox import VainQuestion
from knowledge.folding import fold_words
from knowledge.message import message
from knowledge.model import Knowledge

MOST_EXAMPLES = 20


def example_of(group: Group, text: str | None, code: str | None, told: str) -> VainQuestion:
    """Return the question that is to become an example, with `text` in its place where given.

    Raises `InboxError`, told in `told`, for a language without question or a masked text.
    """
    try:
        question = group.typical(code).question
    except LookupError:
        number, known = group.number, ", ".join(group.languages)
        what = message("inbox_no_language", number=number, language=code or "", known=known)
        raise InboxError(what, told) from None
    wanted = text if text is not None else question.text
    if MASKS.search(wanted):
        raise InboxError(message("inbox_masked", text=wanted), told)
    return VainQuestion(wanted, question.language, question.outcome)


def examples_of(group: Group, knowledge: Knowledge) -> dict[str, list[str]]:
    """Return each language's questions, the most typical first, without masked and equal ones.

    Those that are examples of another topic already are left out, too.
    """
    taken = {
        (code, fold_words(text))
        for (code, _), snippet in knowledge.snippets.items()
        for text in snippet.questions
    }
    found: dict[str, list[str]] = {}
    for kept in group.questions:
        asked, words = kept.question, fold_words(kept.question.text)
        listed = found.setdefault(asked.language, [])
        fits = len(listed) < MOST_EXAMPLES and not MASKS.search(asked.text)
        if words and fits and (asked.language, words) not in taken:
            taken.add((asked.language, words))
            listed.append(asked.text)
    return found
