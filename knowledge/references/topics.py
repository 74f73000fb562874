"""topics.yaml and notices.yaml: names that lead nowhere."""

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from knowledge.files import INTERFACE, OWN_FILES
from knowledge.message import Message, message
from knowledge.model import ContactButton, Knowledge, Municipality, Topic
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

Finding = tuple[Path_, Message]


def check_topics(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find ids, groups of facts, sources and related topics that are not there."""
    for topic in knowledge.topics.values():
        for path, what in _topic(topic, knowledge):
            yield lines.problem(TOPICS, ("topics", topic.id, *path), what)


def check_notices(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find notices for languages and topics that are not there, and periods that end too early."""
    for path, what in (*_notices(knowledge), *_topics_off(knowledge)):
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
    yield from _picture(topic, knowledge)
    yield from _buttons(topic, knowledge)


def _source(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.facts and topic.source is not None:
        yield ("source",), message("needless_source")
    elif not topic.facts and topic.source is None:
        yield (), message("needs_facts")
    elif topic.source is not None and topic.source not in knowledge.sources:
        hint = did_you_mean(topic.source, list(knowledge.sources))
        yield ("source",), message("no_source_in_facts", name=topic.source, hint=hint)


def _picture(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    if topic.picture is None:
        return
    group = knowledge.facts.get(topic.picture.facts)
    path = ("picture", "facts")
    if group is None:
        yield from _unknown("picture", (topic.picture.facts,), knowledge.facts, "no_fact_group")
    elif not group.years:
        yield path, message("picture_years", group=group.name)
    elif any(len(figures.values) > MOST_PARTS for figures in group.years.values()):
        yield path, message("picture_parts", group=group.name, most=MOST_PARTS)
    elif any(_below_zero(a) for year in group.years.values() for a in year.values.values()):
        yield path, message("picture_negative", group=group.name)


def _below_zero(amount: Decimal) -> bool:
    """Whether it is; what is no number is told in facts.yaml."""
    return amount.is_finite() and amount < 0


def _buttons(topic: Topic, knowledge: Knowledge) -> Iterator[Finding]:
    contact = knowledge.facts.get(CONTACT)
    values = contact.values if contact is not None else {}
    default = knowledge.municipality.default_language
    for at, button in enumerate(topic.buttons):
        missing = [key for key in NEEDED_FACTS[button] if key not in values]
        if missing:
            yield ("buttons", at), message("button_fact", fact=f"{CONTACT}.{missing[0]}")
        elif f"button.{button}" not in knowledge.phrases.get(default, {}):
            yield ("buttons", at), message("button_phrase", key=f"button.{button}")
        elif button is ContactButton.MAP and knowledge.municipality.map_search is None:
            yield ("buttons", at), message("button_map")


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
        for code in knowledge.published_languages:
            if code not in notice.text:
                yield ("notices", at, "text"), message("notice_language", language=code)
        yield from _no_languages(("notices", at, "text"), notice.text, town)


def _topics_off(knowledge: Knowledge) -> Iterator[Finding]:
    for at, off in enumerate(knowledge.topics_off):
        covered = [topic for topic in knowledge.topics.values() if off.covers(topic.id)]
        if not covered:
            hint = did_you_mean(off.topic, list(knowledge.topics))
            what = message("no_topic", name=off.topic, hint=hint)
            yield ("topics_off", at, "topic"), what
        elif all(topic.urgent for topic in covered):
            yield ("topics_off", at, "topic"), message("urgent_stays", topic=off.topic)
        if off.until is not None and off.until < off.since:
            yield ("topics_off", at, "until"), message("notice_ends", begins=off.since)
        for code in knowledge.published_languages if off.reason else ():
            if code not in off.reason:
                yield ("topics_off", at, "reason"), message("notice_language", language=code)
        path = ("topics_off", at, "reason")
        yield from _no_languages(path, off.reason, knowledge.municipality)


def _no_languages(path: Path_, texts: Iterable[str], town: Municipality) -> Iterator[Finding]:
    for code in texts:
        if code not in town.languages:
            hint = did_you_mean(code, list(town.languages))
            yield (*path, code), message("no_language", code=code, hint=hint)
