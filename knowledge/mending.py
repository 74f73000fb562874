"""Knowledge with what is broken in it replaced, so that its texts can be tried all the same."""

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal

from knowledge.facts import FactGroup, FigureYear, Source
from knowledge.model import Knowledge, Topic

STAND_IN = Decimal(1)
HOURS: Mapping[str, Mapping[str, str]] = {
    "hours": {"opens": "08:00", "closes": "16:00"},
    "office_days": {},
}


def mended(knowledge: Knowledge) -> Knowledge:
    """Return knowledge whose facts, topics and sources fit together."""
    wanted = {group.source for group in knowledge.facts.values()}
    wanted |= {topic.source for topic in knowledge.topics.values() if topic.source is not None}
    return replace(
        knowledge,
        sources={name: Source(name, name) for name in wanted} | dict(knowledge.sources),
        facts={name: _mended_group(group) for name, group in knowledge.facts.items()},
        topics={
            name: replace(
                topic,
                facts=tuple(f for f in topic.facts if f in knowledge.facts),
                picture=topic.picture if _can_be_drawn(topic, knowledge) else None,
            )
            for name, topic in knowledge.topics.items()
        },
    )


def _can_be_drawn(topic: Topic, knowledge: Knowledge) -> bool:
    group = knowledge.facts.get(topic.picture.facts) if topic.picture else None
    return group is not None and bool(group.years)


def _mended_group(group: FactGroup) -> FactGroup:
    if group.name in HOURS:
        return replace(group, values=HOURS[group.name])
    years = {year: _mended_year(figures) for year, figures in group.years.items()}
    return replace(group, years=years)


def _mended_year(figures: FigureYear) -> FigureYear:
    values = {
        key: amount if amount.is_finite() else STAND_IN for key, amount in figures.values.items()
    }
    return replace(figures, values=values or {"none": STAND_IN})
