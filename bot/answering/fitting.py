"""Everything that is learnt from the knowledge's examples, in one go and deterministic.

The test questions take no part: they only measure.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.context import ContextModel, fit_context_model
from bot.answering.decision import Decider, fit_decider, signals_of, truth_of
from bot.answering.examples import Lessons
from bot.answering.language import Identifier, LanguageModel, fit_language_model
from embeddings.encoder import Encoder
from embeddings.entry import Entry, Match
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures, SparseRows
from embeddings.scoring import FOLDS, LEARNT, LinearScorer, fit_scorer, out_of_fold_scores
from embeddings.search import NEAREST, nearness
from knowledge.model import Kind

Report = Callable[[str], None]
# Two entries of a topic that are this near are told apart by nothing: they share a fold.
SAME = 0.95
# So many held-out examples tell how sure to be; more would cost time and change next to nothing.
HELD_OUT = 4_000
MEANING_WEIGHTS = (0.0, 0.5, 1.0, 1.5, 2.0, 2.5, 3.0)


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a running bot needs besides the knowledge itself."""

    entries: tuple[Entry, ...]
    vectors: NDArray[np.float32]
    lexical: LexicalFeatures
    topics: LinearScorer
    languages: LinearScorer
    meaning: float
    language_model: LanguageModel
    decider: Decider
    context: ContextModel | None


def fit(
    lessons: Lessons,
    encoder: Encoder,
    identifier: Identifier,
    kinds: Mapping[str, Kind],
    report: Report = lambda _: None,
) -> Fitted:
    """Learn from `lessons`; `report` is told what is being done."""
    entries = lessons.entries
    texts = [entry.text for entry in entries]
    codes = [entry.language for entry in entries]
    report("vectors")
    vectors = encoder.encode_documents(texts)
    lexical = LexicalFeatures.fitted(texts)
    rows = lexical.rows(texts)
    report("topics")
    topic_scorer = fit_scorer(rows, [entry.topic for entry in entries])
    report("languages")
    folds = folds_of(entries, vectors)
    language_scorer = fit_scorer(rows, codes)
    language_model = _fit_languages(texts, codes, rows, folds, identifier)
    report("how sure to be")
    meaning, decider = _fit_decision(entries, vectors, rows, lexical, folds, kinds)
    contexts, asked = zip(*lessons.contexts, strict=True) if lessons.contexts else ((), ())
    return Fitted(
        entries=entries,
        vectors=vectors,
        lexical=lexical,
        topics=topic_scorer,
        languages=language_scorer,
        meaning=meaning,
        language_model=language_model,
        decider=decider,
        context=fit_context_model(contexts, asked),
    )


def folds_of(entries: Sequence[Entry], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Deal the entries into folds: neighbours in meaning of one topic stay together.

    Folds beyond those that hold `HELD_OUT` entries are learnt from only.
    """
    folds = np.full(len(entries), LEARNT, dtype=np.int64)
    by_topic: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        by_topic.setdefault(entry.topic, []).append(at)
    for number, places in enumerate(by_topic.values()):
        same = vectors[places] @ vectors[places].T >= SAME
        for order, at in enumerate(places):
            if folds[at] == LEARNT:
                near = [places[k] for k in np.flatnonzero(same[order])]
                twins = [twin for twin in near if folds[twin] == LEARNT]
                folds[[at, *twins]] = (number + order) % FOLDS
    sizes = np.bincount(folds, minlength=FOLDS)
    before = np.cumsum(sizes) - sizes
    return np.where(before[folds] < HELD_OUT, folds, LEARNT)


def _fit_languages(
    texts: Sequence[str],
    codes: Sequence[str],
    rows: SparseRows,
    folds: NDArray[np.int64],
    identifier: Identifier,
) -> LanguageModel:
    known = [code for code in identifier.codes if code in set(codes)]
    if len(known) < 2:
        return LanguageModel(tuple(known), general=1.0, special=0.0)
    scores, names = out_of_fold_scores(rows, codes, folds)
    held_out = np.flatnonzero(folds != LEARNT).tolist()
    probabilities = np.array([identifier.probabilities(texts[at]) for at in held_out])
    columns = [identifier.codes.index(code) for code in known]
    order = [names.index(code) for code in known]
    truth = np.array([known.index(codes[at]) for at in held_out])
    return fit_language_model(known, probabilities[:, columns], scores[held_out][:, order], truth)


def _fit_decision(
    entries: Sequence[Entry],
    vectors: NDArray[np.float32],
    rows: SparseRows,
    lexical: LexicalFeatures,
    folds: NDArray[np.int64],
    kinds: Mapping[str, Kind],
) -> tuple[float, Decider]:
    """Return the weight of meaning that finds most topics, and the decider that goes with it."""
    labels = [entry.topic for entry in entries]
    scores, names = out_of_fold_scores(rows, labels, folds)
    found = list(_held_out_matches(entries, vectors, folds))
    held_out = np.array([at for at, _ in found])
    near = np.stack([nearness(matches, names) for _, matches in found])
    truth = np.array([names.index(labels[at]) for at in held_out])

    def right(weight: float) -> int:
        return int(((scores[held_out] + weight * near).argmax(axis=1) == truth).sum())

    meaning = max(MEANING_WEIGHTS, key=right)
    joined = scores[held_out] + np.float32(meaning) * near
    signals = [
        signals_of(
            score,
            names,
            matches,
            lexical.coverage(entries[at].text, indexed=True),
            len(entries[at].text.split()),
            kinds,
        )
        for score, (at, matches) in zip(joined, found, strict=True)
    ]
    truths = [
        truth_of(labels[at], kinds[labels[at]], signal)
        for at, signal in zip(held_out, signals, strict=True)
    ]
    return meaning, fit_decider(signals, truths)


def _held_out_matches(
    entries: Sequence[Entry], vectors: NDArray[np.float32], folds: NDArray[np.int64]
) -> Iterator[tuple[int, list[Match]]]:
    """Yield each held-out entry's place with its nearest entries of other folds."""
    for fold in np.setdiff1d(folds, [LEARNT]):
        seen = np.flatnonzero(folds != fold)
        index = VectorIndex([entries[int(at)] for at in seen], vectors[seen])
        held_out = np.flatnonzero(folds == fold)
        for at, matches in zip(
            held_out, index.search_many(vectors[held_out], NEAREST), strict=True
        ):
            yield int(at), matches
