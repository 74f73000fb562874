"""Names and years that a question mentions."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from embeddings.lexical import fold
from knowledge.recognition import Recognition

WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
SENTENCE_ENDS = ".!?:;\n"
# A shorter stem takes no ending: "Mora" may be inflected, "Bo" is a word of its own.
SHORTEST_STEM = 4
YEAR = re.compile(r"(?<!\d)(?:19|20)\d{2}(?!\d)")
# A year without its century, -23 or ’23; what follows a number ends a span: 8 -16.
SHORT_YEAR = re.compile(r"(?<![\w-])(?<!\d )[-–'’](\d{2})(?!\w|[.:,]\d)")
# From this one on it is of the last century.
CENTURY_TURNS = 50


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch `text[start:end]` of a question that names something.

    `kind` is a kind of elsewhere for names and "year" for years; `year` is set for years alone.
    """

    kind: str
    start: int
    end: int
    year: int | None = None


@dataclass(frozen=True, slots=True)
class Token:
    """A word with its place in the text; `folded` has neither case nor accents.

    `capital` says that it has a capital letter which no sentence's beginning explains.
    """

    folded: str
    start: int
    end: int
    capital: bool


def tokens_of(text: str) -> list[Token]:
    """Split `text` into words."""
    return [
        Token(
            _folded_word(m.group()),
            m.start(),
            m.end(),
            m.group()[0].isupper() and not _opens(text, m),
        )
        for m in WORD.finditer(text)
    ]


def _opens(text: str, word: re.Match[str]) -> bool:
    """Whether `word` is the first of a sentence."""
    before = text[: word.start()].rstrip(" \"'”»(-–")
    return not before or before[-1] in SENTENCE_ENDS


class Names:
    """Finds names of other places and organisations, in any inflected form."""

    def __init__(self, recognition: Recognition, own: Iterable[str]) -> None:
        self._stems = {
            _spaced(name): kind for kind, names in recognition.kinds.items() for name in names
        }
        self._everyday = frozenset(map(_spaced, recognition.everyday_words))
        self._endings = frozenset(map(fold, recognition.endings)) | {""}
        self._before = frozenset(map(_spaced, recognition.before_name))
        self._after = frozenset(map(_spaced, recognition.after_name))
        self.own = tuple(_spaced(name) for name in own)
        # Most words share no beginning with any name, and are passed over at once.
        self._beginnings = frozenset(stem[:SHORTEST_STEM] for stem in self._stems)
        self._longest: dict[str, int] = {}
        for stem in self._stems:
            first, *others = stem.split()
            if others:
                self._longest[first] = max(self._longest.get(first, 1), 1 + len(others))

    def find(self, text: str) -> Iterator[Mention]:
        """Yield the names in `text`, the longest at each place, from left to right."""
        tokens = tokens_of(text)
        at = 0
        while at < len(tokens):
            length, kind = self._name_at(tokens, at)
            if kind:
                yield Mention(kind, tokens[at].start, tokens[at + length - 1].end)
            at += max(length, 1)

    def _name_at(self, tokens: list[Token], at: int) -> tuple[int, str]:
        if self._is_own(tokens[at].folded):
            return 1, ""
        longest = min(self._longest.get(tokens[at].folded, 1), len(tokens) - at)
        for length in range(longest, 0, -1):
            words = " ".join(token.folded for token in tokens[at : at + length])
            if kind := self._kind_of(words):
                return length, kind
        if self._beside_municipality_word(tokens, at) and self._may_be_name(tokens, at):
            return 1, "places"
        return 0, ""

    def _kind_of(self, words: str) -> str:
        """Return the kind of a name whose stem opens `words`, where an ending closes them."""
        words = words.removesuffix("'s").removesuffix("’s")
        if words in self._stems:
            return self._stems[words]
        if words[:SHORTEST_STEM] not in self._beginnings:
            return ""
        for cut in range(len(words) - 1, SHORTEST_STEM - 1, -1):
            if words[:cut] in self._stems and words[cut:] in self._endings:
                return self._stems[words[:cut]]
        return ""

    def _is_own(self, word: str) -> bool:
        return word.startswith(self.own)

    def _may_be_name(self, tokens: list[Token], at: int) -> bool:
        word = tokens[at]
        known = any(
            word.folded[:cut] in self._everyday and word.folded[cut:] in self._endings
            for cut in range(len(word.folded), 1, -1)
        )
        return known or word.capital

    def _beside_municipality_word(self, tokens: list[Token], at: int) -> bool:
        after = [token.folded for token in tokens[at + 1 : at + 3]]
        before = [token.folded for token in tokens[max(0, at - 2) : at]]
        return not (
            self._after.isdisjoint((*after[:1], " ".join(after)))
            and self._before.isdisjoint((*before[-1:], " ".join(before)))
        )


class Years:
    """Finds years in figures, and those that words such as "last year" name."""

    def __init__(self, recognition: Recognition) -> None:
        self._words: Mapping[str, int] = {
            fold(phrase): offset
            for offset, phrases in recognition.years.items()
            for phrase in phrases
        }
        pattern = "|".join(re.escape(p) for p in sorted(self._words, key=len, reverse=True))
        self._pattern = re.compile(rf"(?<!\w)(?:{pattern})(?!\w)") if pattern else None

    def find(self, text: str, this_year: int) -> Iterator[Mention]:
        """Yield the years that `text` names, `this_year` being the year on the clock."""
        for match in YEAR.finditer(text):
            yield Mention("year", match.start(), match.end(), int(match.group()))
        for match in SHORT_YEAR.finditer(text):
            short = int(match.group(1))
            century = 2000 if short < CENTURY_TURNS else 1900
            yield Mention("year", match.start(), match.end(), century + short)
        if self._pattern is None:
            return
        folded, places = _folded_with_places(text)
        for match in self._pattern.finditer(folded):
            start, end = places[match.start()], places[match.end() - 1] + 1
            yield Mention("year", start, end, this_year + self._words[match.group()])


def without(text: str, mentions: Iterable[Mention]) -> str:
    """Return `text` with a space in the place of each of `mentions`."""
    for mention in sorted(mentions, key=lambda m: -m.start):
        text = f"{text[: mention.start]} {text[mention.end :]}"
    return text


_folded_letter = lru_cache(maxsize=4096)(fold)
_folded_word = lru_cache(maxsize=20_000)(fold)


def _spaced(name: str) -> str:
    return " ".join(WORD.findall(fold(name)))


def _folded_with_places(text: str) -> tuple[str, list[int]]:
    """Fold letter by letter, and say for each folded letter where it stood in `text`."""
    pairs = [(letter, at) for at, char in enumerate(text) for letter in _folded_letter(char)]
    return "".join(letter for letter, _ in pairs), [at for _, at in pairs]
