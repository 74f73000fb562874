"""What a question means after the last answer of its chat.

A follow-up leaves out its subject: with the last topic's title before it, it reads as a whole
question. But so does nearly anything: "Öppettider tack". So what it says by itself decides how
likely it goes on at all: the less anything else speaks for it than the topic that it would go on
to, the likelier.
"""

import math
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.answering.decision import Belief, Signals
from bot.answering.followup import Turn, what_follows
from bot.answering.parts import SURE
from bot.answering.snapshot import Snapshot
from bot.answering.understanding import Understanding

# Scores are margins: what scores below -1 is no further off than that.
NO = -1.0
# What goes on as often as not is so much behind what else speaks for it; and how fast that falls.
# Chosen with some 2,000 follow-ups in three languages in view.
EVEN, SLOPE = 1.6, 2.0
HALF = 0.5
# Help in distress that is so likely by itself is heard, whatever was said before.
HEARD = 0.25


def understand_after(
    last: Turn | None, text: str, snapshot: Snapshot, now: datetime
) -> Understanding:
    """Understand `text` by itself or, if likelier, as going on from the `last` answer.

    What goes on keeps the years that were asked about, where it names none.
    """
    alone = snapshot.understander.understand(text, snapshot.year(now))
    rest = None if last is None else what_follows(text, snapshot.follow_ups)
    if last is None or rest is None:
        return alone
    alone = replace(alone, known_years=alone.known_years or last.years)
    if last.topic is None or alone.belief.best >= SURE:
        return alone
    said = snapshot.understander.understand(rest, snapshot.year(now))
    if _is_distress(said, snapshot):
        return alone
    readings = [
        (_goes_on(said.signals, joined.signals.topics.labels[0]), joined)
        for joined in _joined(last, last.topic, rest, snapshot, now)
    ]
    likely, joined = max(readings, key=lambda reading: reading[0], default=(0.0, alone))
    if likely < HALF:
        return alone
    years = joined.known_years or last.years
    belief = _weighed(joined, alone, likely)
    return replace(joined, belief=belief, language=alone.language, known_years=years)


def _is_distress(said: Understanding, snapshot: Snapshot) -> bool:
    best = said.signals.topics.labels[0]
    return snapshot.knowledge.topics[best].urgent and said.belief.best >= HEARD


def _joined(
    last: Turn, topic: str, rest: str, snapshot: Snapshot, now: datetime
) -> Iterator[Understanding]:
    """Yield what `rest` means with the title of the topic's family before it, or the topic's."""
    for subject in (topic.rpartition(".")[0], topic):
        if subject not in snapshot.knowledge.topics:
            continue
        title = snapshot.renderer.title(subject, last.language)
        joined = snapshot.understander.understand(f"{title} {rest}", snapshot.year(now))
        # The family's name alone leads to the family: then the rest was about the last topic.
        if joined.signals.topics.labels[0] != subject or subject == topic:
            yield joined


def _goes_on(said: Signals, topic: str) -> float:
    """Return how likely what is said by itself goes on to `topic`, 0 to 1."""
    scores = dict(zip(said.topics.labels, said.topics.scores, strict=True))
    own = max(scores.pop(topic), NO)
    rival = max(*scores.values(), said.elsewhere.score(0), said.smalltalk.score(0), NO)
    return 1 / (1 + math.exp(-SLOPE * (own + EVEN - rival)))


def _weighed(joined: Understanding, alone: Understanding, likely: float) -> Belief:
    """Return what to believe of the `joined` reading, which is `likely` the right one.

    What goes on from an answer of ours is ours too, unless a name or a year leads away.
    """
    on, off, left = joined.belief, alone.belief, 1 - likely
    ours = on.best + on.other
    if joined.away is None:
        on = Belief(on.best / ours, on.other / ours, 0.0, 0.0)
    same = joined.signals.topics.labels[0] == alone.signals.topics.labels[0]
    best, other = (off.best, off.other) if same else (0.0, off.best + off.other)
    return Belief(
        likely * on.best + left * best,
        likely * on.other + left * other,
        likely * on.elsewhere + left * off.elsewhere,
        likely * on.smalltalk + left * off.smalltalk,
    )
