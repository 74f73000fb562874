"""From a question's text to what it is about, with probabilities."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from bot.answering.decision import Belief, Decider, Signals, signals_of
from bot.answering.fresh import Fresh, belief_for, language_for, signals_for
from bot.answering.language import Identifier, LanguageBelief, LanguageModel
from bot.answering.reading import LIKELY, Reader, Reading
from embeddings.entry import Match
from embeddings.search import Evidence, Search
from knowledge.model import Kind

# What a name of its own, or a second year, is worth to a topic, on the scale of scores: half a
# margin.
BONUS = 0.5
YEARS = "years"


@dataclass(frozen=True, slots=True)
class Understanding:
    """What a question seems to be about.

    `away` is the kind of elsewhere that a foreign name or year points to, if that is likely.
    `unknown_years` has the year that the knowledge has nothing for, `known_years` those that it is
    likely asked about and has something for. `familiarity`, 0 to 1, tells words from what was
    typed at random. `read_as` is what was searched for, and `matches` are the nearest
    entries, best first.
    """

    signals: Signals
    belief: Belief
    language: LanguageBelief
    away: str | None
    unknown_years: tuple[int, ...]
    known_years: tuple[int, ...]
    familiarity: float = 1.0
    read_as: str = ""
    matches: tuple[Match, ...] = ()


class Understander:
    """Joins the reading of a question, the search and the fitted models."""

    def __init__(
        self,
        reader: Reader,
        search: Search,
        decider: Decider,
        identifier: Identifier,
        languages: LanguageModel,
        kinds: Mapping[str, Kind],
        fresh: Fresh,
    ) -> None:
        self._fresh = fresh
        self._reader = reader
        self._search = search
        self._decider = decider
        self._identifier = identifier
        self._languages = languages
        self._kinds = kinds

    def understand(self, text: str, this_year: int) -> Understanding:
        """Weigh `text`, asked in `this_year`; what is asked as a new example is means the same."""
        understood = self._weighed(text, this_year)
        known = self._fresh.find(text)
        if known is None:
            return understood
        kind = self._kinds[known.topic]
        return replace(
            understood,
            signals=signals_for(known, kind, understood.signals),
            belief=belief_for(kind),
            language=language_for(known, self._languages.codes),
            unknown_years=(),
        )

    def _weighed(self, text: str, this_year: int) -> Understanding:
        reading = self._reader.read(text, this_year)
        evidence = self._search.find(reading.text)
        signals = signals_of(
            evidence.scores + self._bonus(reading, evidence.topics),
            evidence.topics,
            evidence.matches,
            evidence.coverage,
            evidence.words,
            self._kinds,
        )
        topic = signals.topics.labels[0] if signals.topics.labels else ""
        foreign, kind = self._foreign_name(reading, topic)
        unknown, unknown_year = self._unknown_year(reading, topic, this_year)
        doubt = 1 - (1 - foreign) * (1 - unknown)
        return Understanding(
            signals=signals,
            belief=self._decider.belief(signals).weakened(doubt),
            language=self._language(reading.text if reading.text.strip() else text, evidence),
            away=_away(foreign, kind, unknown),
            unknown_years=() if unknown_year is None else (unknown_year,),
            known_years=self._known_years(reading, topic, this_year),
            familiarity=evidence.familiarity,
            read_as=reading.text,
            matches=evidence.matches,
        )

    def _bonus(self, reading: Reading, topics: Sequence[str]) -> NDArray[np.float32]:
        """Speak for the topics that bear a name which the question asks about, and for those that
        compare where it names two years with figures.
        """
        asked = [name for _, name, probability in reading.asked_names if probability >= LIKELY]
        years = {year for year, _ in reading.asked_years} & self._reader.figure_years
        comparing = self._reader.comparing if len(years) > 1 else ()
        return np.array(
            [
                BONUS
                if topic in comparing or any(self._reader.bears_name(topic, n) for n in asked)
                else 0
                for topic in topics
            ],
            dtype=np.float32,
        )

    def _foreign_name(self, reading: Reading, topic: str) -> tuple[float, str | None]:
        foreign = [
            (asked, mention.kind)
            for mention, name, asked in reading.asked_names
            if not self._reader.knows_name(topic, name)
        ]
        return max(foreign, default=(0.0, None), key=lambda pair: pair[0])

    def _unknown_year(
        self, reading: Reading, topic: str, this_year: int
    ) -> tuple[float, int | None]:
        unknown = [
            (asked, year)
            for year, asked in reading.asked_years
            if not self._reader.knows_year(topic, year, this_year)
        ]
        return max(unknown, default=(0.0, None), key=lambda pair: pair[0])

    def _known_years(self, reading: Reading, topic: str, this_year: int) -> tuple[int, ...]:
        return tuple(
            year
            for year, asked in reading.asked_years
            if (asked >= LIKELY or topic in self._reader.comparing)
            and self._reader.knows_year(topic, year, this_year)
        )

    def _language(self, text: str, evidence: Evidence) -> LanguageBelief:
        scores = dict(zip(evidence.languages, evidence.language_scores, strict=True))
        ordered = np.array([scores.get(code, -1.0) for code in self._languages.codes])
        found = self._identifier.probabilities(text)
        general = dict(zip(self._identifier.codes, found, strict=True))
        likely = np.array([general.get(code, 0.0) for code in self._languages.codes])
        return self._languages.belief(likely, ordered)


def _away(foreign: float, kind: str | None, unknown: float) -> str | None:
    """Return the kind of elsewhere that the likelier of a foreign name and a year points to."""
    if max(foreign, unknown) < LIKELY:
        return None
    return kind if foreign >= unknown else YEARS
