"""topics.yaml and notices.yaml: names that lead nowhere."""

import re
from collections.abc import Iterable, Iterator

from knowledge.files import INTERFACE, OWN_FILES
from knowledge.message import Message, message
from knowledge.model import Knowledge, Topic
from knowledge.problem import Problem
from knowledge.reading import Path_
from knowledge.references.lines import NOTICES, TOPICS, Lines
from knowledge.validating import did_you_mean

ID = re.compile(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*")
# Telegram lets a button carry 64 bytes: the id with a prefix and a language.
LONGEST_ID = 48

Finding = tuple[Path_, Message]


def check_topics(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find ids, groups of facts, sources and related topics that are not there."""
    for topic in knowledge.topics.values():
        for path, what in _topic(topic, knowledge):
            yield lines.problem(TOPICS, ("topics", topic.id, *path), what)


def check_notices(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find notices for languages and topics that are not there, and periods that end too early."""
    for path, what in (*_notices(knowledge), *_closed(knowledge)):
        yield lines.problem(NOTICES, path, what)


def _topic(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if not ID.fullmatch(topic.id) or len(topic.id) > LONGEST_ID:
        yield (), message("id_shape", most=LONGEST_ID)
    if topic.file in (*OWN_FILES, INTERFACE):
        yield ("file",), message("own_file", file=topic.file)
    yield from _unknown("facts", topic.facts, knowledge.facts, "no_fact_group")
    yield from _unknown("related", topic.related, knowledge.topics, "no_topic")
    if topic.id in topic.related:
        yield ("related", topic.related.index(topic.id)), message("related_itself")
    yield from _source(topic, knowledge)


def _source(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.facts and topic.source is not None:
        yield ("source",), message("needless_source")
    elif not topic.facts and topic.source is None:
        yield (), message("needs_facts")
    elif topic.source is not None and topic.source not in knowledge.sources:
        hint = did_you_mean(topic.source, list(knowledge.sources))
        yield ("source",), message("no_source_in_facts", name=topic.source, hint=hint)


def _unknown(key: str, names: Iterable[str], known: Iterable[str], code: str) -> Iterator[Finding]:
    known = list(known)
    for at, name in enumerate(names):
        if name not in known:
            yield (key, at), message(code, name=name, hint=did_you_mean(name, known))


def _notices(knowledge: Knowledge) -> Iterator[Finding]:
    town = knowledge.municipality
    for at, notice in enumerate(knowledge.notices):
        if notice.ends < notice.begins:
            yield ("notices", at, "ends"), message("notice_ends", begins=notice.begins)
        if town.default_language not in notice.text:
            what = message("notice_default", language=town.default_language)
            yield ("notices", at, "text"), what
        for code in notice.text:
            if code not in town.languages:
                hint = did_you_mean(code, list(town.languages))
                yield ("notices", at, "text", code), message("no_language", code=code, hint=hint)


def _closed(knowledge: Knowledge) -> Iterator[Finding]:
    for name in knowledge.closed:
        if name not in knowledge.topics:
            hint = did_you_mean(name, list(knowledge.topics))
            yield ("closed_topics", name), message("no_topic", name=name, hint=hint)
