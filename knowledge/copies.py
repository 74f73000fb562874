"""Test questions that are copies of example questions.

A copy is equal but for case, accents and punctuation, or, from four different words on, has at
least four in five of its words in one example.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from fractions import Fraction

from knowledge.folding import fold_words

FEWEST_WORDS = 4
SHARED = Fraction(4, 5)


def find_copies(questions: Sequence[str], examples: Sequence[str]) -> Iterator[tuple[int, str]]:
    """Return each copy's position among `questions`, with the example that it copies."""
    equal: dict[tuple[str, ...], str] = {}
    holders: dict[str, set[int]] = defaultdict(set)
    for at, example in enumerate(examples):
        words = fold_words(example)
        equal.setdefault(words, example)
        for word in words:
            holders[word].add(at)
    for at, question in enumerate(questions):
        words = fold_words(question)
        original = equal.get(words) or _sharing(set(words), holders, examples)
        if original is not None:
            yield at, original


def _sharing(words: set[str], holders: dict[str, set[int]], examples: Sequence[str]) -> str | None:
    """Return the example that has most of `words`, if those are enough to make a copy of it."""
    if len(words) < FEWEST_WORDS:
        return None
    counts = Counter(at for word in words for at in holders.get(word, ()))
    if not counts:
        return None
    nearest, shared = min(counts.items(), key=lambda item: (-item[1], item[0]))
    return examples[nearest] if shared >= SHARED * len(words) else None
