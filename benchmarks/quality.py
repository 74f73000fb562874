"""How often the first topic is the right one, by language, and how far its score can be trusted."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from benchmarks.calibration import Forecast, reliability_table
from benchmarks.minilm import NAME, load_minilm
from benchmarks.rankers import (
    THIS_YEAR,
    Bm25,
    Characters,
    MeanOfThree,
    Ranker,
    Vectors,
    Whole,
    WordsOnly,
)
from benchmarks.table import Table, percent
from benchmarks.town import Town, load_town
from bot.settings import Settings
from knowledge.questions import TestQuestion

MAIN = ("sv", "fi", "en")
OTHERS, ALL = "others", "all"
NOTE = (
    "First topic right, over the test questions that a topic answers. Nothing is fitted to the "
    "questions; everyone has the same examples and chooses among topics alone. Baselines are "
    "untuned. `others` are the languages with fewer questions, taken together."
)


@dataclass(frozen=True, slots=True)
class Share:
    """How many of `count` questions of `language` a ranker brought to the right topic."""

    ranker: str
    language: str
    right: int
    count: int


def measure_quality(settings: Settings) -> list[Table]:
    """Compare everyone on the town's test questions, and test the score."""
    town = load_town(settings)
    shares = [s for name, ranker in all_rankers(town) for s in compare(name, ranker, town)]
    return [quality_table(shares), reliability_table(forecasts(town))]


def all_rankers(town: Town) -> Iterator[tuple[str, Ranker]]:
    """Yield each ranker by name, built when its turn comes."""
    yield from small_rankers(town)
    yield f"{NAME}, nearest example", Vectors(load_minilm(), town.examples)


def small_rankers(town: Town) -> Iterator[tuple[str, Ranker]]:
    """Yield those that need no large model."""
    vectors = Vectors(town.encoder, town.examples)
    yield "our understanding, whole", Whole(town)
    yield "ours, words only", WordsOnly(town)
    yield "ours, vectors only, nearest example", vectors
    yield "ours, vectors only, mean of three", MeanOfThree(vectors)
    yield "BM25 over Snowball stems, best example", Bm25(town.examples)
    yield "TF-IDF of 2-4 characters, nearest example", Characters(town.examples)


def compare(name: str, ranker: Ranker, town: Town) -> list[Share]:
    """Ask `ranker` everything that is in scope; a share for each column that has questions."""
    questions = town.in_scope
    hits: dict[str, list[bool]] = {}
    for question, topic in zip(questions, ranker.best(questions), strict=True):
        for language in (column_of(question), ALL):
            hits.setdefault(language, []).append(topic == question.topic)
    return [Share(name, language, sum(found), len(found)) for language, found in hits.items()]


def column_of(question: TestQuestion) -> str:
    """Return the column in which a question counts."""
    return question.language if question.language in MAIN else OTHERS


def quality_table(shares: Sequence[Share]) -> Table:
    """Put rankers in rows, as they came, and languages in columns."""
    counts = {share.language: share.count for share in shares}
    languages = [language for language in (*MAIN, OTHERS, ALL) if language in counts]
    found = {(share.ranker, share.language): share for share in shares}
    rankers = dict.fromkeys(share.ranker for share in shares)
    return Table(
        title="First topic right",
        columns=("ranker", *(f"{language} ({counts[language]:,})" for language in languages)),
        rows=tuple(
            (name, *(_cell(found[name, language]) for language in languages)) for name in rankers
        ),
        note=NOTE,
    )


def forecasts(town: Town) -> list[Forecast]:
    """Return what the service's score said of each question, and whether it was so."""
    made = []
    for question in town.questions:
        understood = town.understander.understand(question.text, THIS_YEAR)
        right = understood.signals.topics.labels[0] == question.topic
        in_scope = question.topic is not None
        made.append(Forecast(understood.belief.best, right=right, in_scope=in_scope))
    return made


def _cell(share: Share) -> str:
    return percent(share.right / share.count)
