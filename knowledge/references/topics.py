"""topics.yaml and notices.yaml: names that lead nowhere."""

import re
from collections.abc import Iterable, Iterator

from knowledge.files import INTERFACE, OWN_FILES
from knowledge.model import Knowledge, Topic
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import NOTICES, TOPICS, Lines
from knowledge.validating import did_you_mean

ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
# Telegram lets a button carry 64 bytes: the id with a prefix and a language.
LONGEST_ID = 48

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


def _source(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.facts and topic.source is not None:
        yield ("source",), "its facts have a source already: take this one away"
    elif not topic.facts and topic.source is None:
        yield (), "needs `facts`, or a `source` where it rests on none"
    elif topic.source is not None and topic.source not in knowledge.sources:
        hint = did_you_mean(topic.source, list(knowledge.sources))
        yield ("source",), f"no source {topic.source!r} in facts.yaml{hint}"


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
