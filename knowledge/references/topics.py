"""topics.yaml and notices.yaml: names that lead nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping

from knowledge.files import INTERFACE, OWN_FILES
from knowledge.model import ContactButton, Knowledge, Topic
from knowledge.pictures import MOST_PARTS
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import NOTICES, TOPICS, Lines
from knowledge.validating import did_you_mean

ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
# Telegram lets a button carry 64 bytes: the id with a prefix and a language.
LONGEST_ID = 48
CONTACT = "contact"
NEEDED_FACTS: Mapping[ContactButton, tuple[str, ...]] = {
    ContactButton.PHONE: ("phone",),
    ContactButton.EMAIL: ("email",),
    ContactButton.CARD: ("organisation", "phone"),
    ContactButton.MAP: ("street", "town"),
}

Finding = tuple[Path_, str]


def check_topics(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find ids, groups of facts, sources and related topics that are not there."""
    for topic in knowledge.topics.values():
        for path, message in _topic(topic, knowledge):
            yield lines.problem(TOPICS, ("topics", topic.id, *path), message)


def check_notices(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find notices for languages and topics that are not there, and periods that end too early."""
    for path, message in (*_notices(knowledge), *_closed(knowledge)):
        yield lines.problem(NOTICES, path, message)


def _topic(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if not ID.fullmatch(topic.id) or len(topic.id) > LONGEST_ID:
        yield (), f"an id has small letters, digits, - and ., at most {LONGEST_ID} in all"
    if topic.file in (*OWN_FILES, INTERFACE):
        yield ("file",), f"{topic.file}.yaml is for other texts: choose another file"
    yield from _unknown("facts", topic.facts, knowledge.facts, "group of facts in facts.yaml")
    yield from _unknown("related", topic.related, knowledge.topics, "topic")
    if topic.id in topic.related:
        yield ("related", topic.related.index(topic.id)), "is the topic itself: take it away"
    yield from _source(topic, knowledge)
    yield from _picture(topic, knowledge)
    yield from _buttons(topic, knowledge)


def _source(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.facts and topic.source is not None:
        yield ("source",), "its facts have a source already: take this one away"
    elif not topic.facts and topic.source is None:
        yield (), "needs `facts`, or a `source` where it rests on none"
    elif topic.source is not None and topic.source not in knowledge.sources:
        hint = did_you_mean(topic.source, list(knowledge.sources))
        yield ("source",), f"no source {topic.source!r} in facts.yaml{hint}"


def _picture(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.picture is None:
        return
    group = knowledge.facts.get(topic.picture.facts)
    path = ("picture", "facts")
    if group is None:
        yield from _unknown("picture", (topic.picture.facts,), knowledge.facts, "group of facts")
    elif not group.years:
        yield path, f"{group.name} has no `years`: a picture shows a year's figures"
    elif any(len(figures.values) > MOST_PARTS for figures in group.years.values()):
        yield (
            path,
            f"{group.name} has more than {MOST_PARTS} figures a year: too many to tell apart",
        )
    elif any(amount < 0 for year in group.years.values() for amount in year.values.values()):
        yield path, f"{group.name} has figures below zero: a picture cannot show them"


def _buttons(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    contact = knowledge.facts.get(CONTACT)
    values = contact.values if contact is not None else {}
    default = knowledge.municipality.default_language
    for at, button in enumerate(topic.buttons):
        missing = [key for key in NEEDED_FACTS[button] if key not in values]
        if missing:
            yield ("buttons", at), f"needs {CONTACT}.{missing[0]} in facts.yaml: add it"
        elif f"button.{button}" not in knowledge.phrases.get(default, {}):
            yield ("buttons", at), f"needs the phrase button.{button} in interface.yaml: write it"
        elif button is ContactButton.MAP and knowledge.municipality.map_search is None:
            yield ("buttons", at), "needs `map_search` in municipality.yaml: add it"


def _unknown(key: str, names: Iterable[str], known: Iterable[str], what: str) -> Iterator[Finding]:
    known = list(known)
    for at, name in enumerate(names):
        if name not in known:
            yield (key, at), f"no {what} is called {name!r}{did_you_mean(name, known)}"


def _notices(knowledge: Knowledge) -> Iterator[Finding]:
    town = knowledge.municipality
    for at, notice in enumerate(knowledge.notices):
        if notice.ends < notice.begins:
            yield ("notices", at, "ends"), f"is earlier than the beginning, {notice.begins}"
        if town.default_language not in notice.text:
            yield ("notices", at, "text"), f"is missing in {town.default_language}: add it"
        for code in notice.text:
            if code not in town.languages:
                hint = did_you_mean(code, list(town.languages))
                yield ("notices", at, "text", code), f"no language {code!r}{hint}"


def _closed(knowledge: Knowledge) -> Iterator[Finding]:
    for name in knowledge.closed:
        if name not in knowledge.topics:
            hint = did_you_mean(name, list(knowledge.topics))
            yield ("closed_topics", name), f"no topic is called {name!r}{hint}"
