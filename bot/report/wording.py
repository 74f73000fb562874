"""A question's wording that tells nobody apart: words that few use are left out."""

import re
from collections.abc import Collection, Sequence

from bot.inbox.grouping import Group
from bot.inbox.masks import MASKS
from bot.report.disclosure import FEWEST
from bot.report.material import UnansweredGroup
from bot.storage.inbox import KeptQuestion
from knowledge.folding import fold_words
from knowledge.model import Knowledge

GAP = "\N{HORIZONTAL ELLIPSIS}"
GAPS = re.compile(rf"{GAP}(?:\W*{GAP})+")
WORD = re.compile(r"\w+")


def vocabulary_of(knowledge: Knowledge) -> frozenset[str]:
    """Return the words of the town's own examples."""
    texts = (text for snippet in knowledge.snippets.values() for text in snippet.questions)
    return frozenset(word for text in texts for word in fold_words(text))


def publishable(groups: Sequence[Group], vocabulary: Collection[str]) -> list[UnansweredGroup]:
    """Return the groups that five askers or more are in, with a wording that may be shown."""
    return [
        UnansweredGroup(_wording(group, vocabulary), group.askers)
        for group in groups
        if group.askers >= FEWEST
    ]


def _wording(group: Group, vocabulary: Collection[str]) -> str:
    """Return the most typical question with only words of the town's or of five askers."""
    shared = {word for word in _words(group.questions) if word in vocabulary}
    shared |= {w for w, askers in _askers_of(group.questions).items() if len(askers) >= FEWEST}
    text = MASKS.sub(GAP, group.typical().question.text)

    def kept(word: re.Match[str]) -> str:
        return word.group() if set(fold_words(word.group())) <= shared else GAP

    return GAPS.sub(GAP, WORD.sub(kept, text))


def _words(questions: Sequence[KeptQuestion]) -> set[str]:
    return {word for kept in questions for word in fold_words(kept.question.text)}


def _askers_of(questions: Sequence[KeptQuestion]) -> dict[str, set[str]]:
    askers: dict[str, set[str]] = {}
    for kept in questions:
        for word in fold_words(kept.question.text):
            askers.setdefault(word, set()).add(kept.asker)
    return askers
