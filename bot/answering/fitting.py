"""Everything that is learnt from the knowledge's examples, in one go and deterministic.

The test questions take no part: they only measure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from bot.answering.context import ContextModel, fit_context_model
from bot.answering.decision import Decider, Signals, fit_decider, signals_of, truth_of
from bot.answering.examples import Lessons
from bot.answering.language import Identifier, LanguageModel, fit_language_model
from embeddings.encoder import Encoder
from embeddings.entry import Entry
from embeddings.index import VectorIndex
from embeddings.lexical import LexicalFeatures
from embeddings.scoring import FOLDS, Features, LinearScorer, fit_scorer, out_of_fold_scores
from embeddings.search import NEAREST
from knowledge.model import Kind

Report = Callable[[str], None]
SAME = 0.95


@dataclass(frozen=True, slots=True)
class Fitted:
    """What a running bot needs besides the knowledge itself."""

    entries: tuple[Entry, ...]
    vectors: NDArray[np.float32]
    lexical: LexicalFeatures
    topics: LinearScorer
    languages: LinearScorer
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
    topics = [entry.topic for entry in entries]
    codes = [entry.language for entry in entries]
    report("vectors")
    vectors = encoder.encode_documents(texts)
    lexical = LexicalFeatures.fitted(texts)
    features = Features(vectors, lexical.rows(texts))
    words_only = Features(np.zeros((len(texts), 0), dtype=np.float32), features.lexical)
    report("scores")
    topic_scorer = fit_scorer(features, topics)
    language_scorer = fit_scorer(words_only, codes)
    report("held-out scores")
    folds = folds_of(entries, vectors)
    return Fitted(
        entries=entries,
        vectors=vectors,
        lexical=lexical,
        topics=topic_scorer,
        languages=language_scorer,
        language_model=_fit_languages(texts, codes, words_only, folds, identifier),
        decider=_fit_decision(entries, features, lexical, folds, kinds),
        context=fit_context_model(
            [c for c, _ in lessons.contexts], [a for _, a in lessons.contexts]
        ),
    )


def folds_of(entries: Sequence[Entry], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    """Deal the entries into folds: neighbours in meaning of one topic stay together."""
    folds = np.full(len(entries), -1, dtype=np.int64)
    by_topic: dict[str, list[int]] = {}
    for at, entry in enumerate(entries):
        by_topic.setdefault(entry.topic, []).append(at)
    for number, places in enumerate(by_topic.values()):
        same = vectors[places] @ vectors[places].T >= SAME
        for order, at in enumerate(places):
            if folds[at] < 0:
                twins = [places[k] for k in np.flatnonzero(same[order]) if folds[places[k]] < 0]
                folds[[at, *twins]] = (number + order) % FOLDS
    return folds


def _fit_languages(
    texts: Sequence[str],
    codes: Sequence[str],
    features: Features,
    folds: NDArray[np.int64],
    identifier: Identifier,
) -> LanguageModel:
    scores, names = out_of_fold_scores(features, codes, folds)
    order = [names.index(code) for code in identifier.codes if code in names]
    known = [code for code in identifier.codes if code in names]
    probabilities = np.array([identifier.probabilities(text) for text in texts])
    columns = [identifier.codes.index(code) for code in known]
    truth = np.array([known.index(code) for code in codes])
    return fit_language_model(known, probabilities[:, columns], scores[:, order], truth)


def _fit_decision(
    entries: Sequence[Entry],
    features: Features,
    lexical: LexicalFeatures,
    folds: NDArray[np.int64],
    kinds: Mapping[str, Kind],
) -> Decider:
    labels = [entry.topic for entry in entries]
    scores, names = out_of_fold_scores(features, labels, folds)
    signals: list[Signals] = []
    truths: list[str] = []
    for fold in range(FOLDS):
        seen = np.flatnonzero(folds != fold)
        index = VectorIndex([entries[at] for at in seen], features.vectors[seen])
        for at in np.flatnonzero(folds == fold):
            signal = signals_of(
                scores[at],
                names,
                index.search(features.vectors[at], NEAREST),
                lexical.coverage(entries[at].text),
                len(entries[at].text.split()),
                kinds,
            )
            signals.append(signal)
            truths.append(truth_of(labels[at], kinds[labels[at]], signal))
    return fit_decider(signals, truths)
