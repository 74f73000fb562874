"""What a question means after the last answer of its chat."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.answering.followup import Turn, what_follows
from bot.answering.parts import SURE
from bot.answering.reading import LIKELY
from bot.answering.snapshot import Snapshot
from bot.answering.understanding import Understanding


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
    for joined in _joined(last, last.topic, rest, snapshot, now):
        if joined.belief.best > max(alone.belief.best, LIKELY):
            years = joined.known_years or last.years
            return replace(joined, language=alone.language, known_years=years)
    return alone


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
