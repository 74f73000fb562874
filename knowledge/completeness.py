"""What each language must have, by its status."""

from collections.abc import Iterator

from knowledge.message import Message, message
from knowledge.model import Kind, Knowledge, Language, Snippet, Status
from knowledge.problem import Problem, Severity
from knowledge.references.lines import Lines
from knowledge.validating import did_you_mean

FEWEST_QUESTIONS = 10
LONGEST_TITLE = 40
# A language that is only understood answers for itself what is urgent, and what rests on these
# facts: how and when to reach a person.
ALWAYS_ANSWERED = ("contact", "hours")
# What the bot says in any town; others stand in the default language if the town uses them.
NEEDED_PHRASES = (
    "source", "period_until", "period_past", "choices", "draft", "fallback", "empty", "start",
    "help", "menu", "button.back", "button.menu", "language_choose", "language_chosen",
    "only_text", "too_long", "too_many", "topic_off", "stale_button", "error", "forgotten",
    "bot.name", "bot.description", "bot.short_description",
    "rated", "rated_why", "followed", "unfollowed", "stopped", "nothing_followed", "changed",
    "button.helpful", "button.not_helpful", "button.wrong", "button.unclear", "button.old",
    "button.other", "button.follow", "button.unfollow", "button.open", "stamp",
    "command.start", "command.help", "command.language", "command.stop", "command.forget",
)  # fmt: skip
UNDERSTOOD_PHRASES = (
    "answered_in",
    "source",
    "period_until",
    "period_past",
    "open_now",
    "closed_opens_today",
    "closed_opens_tomorrow",
    "closed_opens_later",
    "msek",
)
# Phrases that one language may have and another need not.
OPTIONAL_PHRASES = frozenset({"answered_in", "meankieli"})


def check_completeness(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find what the languages lack, and phrases that the default language does not have."""
    for language in knowledge.municipality.languages.values():
        if not (knowledge.folder / language.code).is_dir():
            continue  # told with municipality.yaml
        yield from _unknown_phrases(knowledge, language)
        if language.status is Status.UNDERSTOOD:
            yield from _understood(knowledge, language, lines)
        else:
            yield from _answered(knowledge, language, lines)


def _severity(language: Language) -> Severity:
    return "warning" if language.status is Status.DRAFT else "error"


def _answered(knowledge: Knowledge, language: Language, lines: Lines) -> Iterator[Problem]:
    severity = _severity(language)
    folder = knowledge.folder / language.code
    for snippet_id in wanted_snippets(knowledge):
        snippet = knowledge.snippet(snippet_id, language.code)
        if snippet is None:
            file = folder / f"{file_of(knowledge, snippet_id)}.yaml"
            yield Problem(file, 1, snippet_id, message("text_missing"), severity)
        else:
            yield from _waiting(snippet, _what_waits(knowledge, language), lines, severity)
            for gap in _gaps(snippet):
                yield Problem(snippet.place.file, snippet.place.line, snippet_id, gap, severity)
    for key in wanted_phrases(knowledge):
        if key not in knowledge.phrases.get(language.code, {}):
            yield _phrase_gap(knowledge, language, key, severity)


def _waiting(
    snippet: Snippet, what: Message, lines: Lines, severity: Severity
) -> Iterator[Problem]:
    """Tell of each part of a snippet that still is to be written or translated."""
    for part in snippet.untranslated:
        yield lines.in_snippet(snippet, (part,), what, severity)


def _phrase_gap(knowledge: Knowledge, language: Language, key: str, severity: Severity) -> Problem:
    place = knowledge.untranslated_phrases.get((language.code, key))
    if place is not None:
        return Problem(place.file, place.line, key, _to_translate(language), severity)
    file = knowledge.folder / language.code / "interface.yaml"
    return Problem(file, 1, key, message("text_missing"), severity)


def _what_waits(knowledge: Knowledge, language: Language) -> Message:
    default = language.code == knowledge.municipality.default_language
    return message("to_write") if default else _to_translate(language)


def _to_translate(language: Language) -> Message:
    return message("to_translate", language=language.name)


def wanted_phrases(knowledge: Knowledge) -> list[str]:
    """Return the phrases that a language with answers has."""
    default = knowledge.phrases.get(knowledge.municipality.default_language, {})
    return [
        key for key in dict.fromkeys((*NEEDED_PHRASES, *default)) if key not in OPTIONAL_PHRASES
    ]


def wanted_snippets(knowledge: Knowledge) -> list[str]:
    """Return every topic, and each other snippet that the default language has."""
    default = knowledge.municipality.default_language
    others = [
        snippet.id
        for (code, _), snippet in knowledge.snippets.items()
        if code == default and snippet.kind is not Kind.TOPIC
    ]
    return [*knowledge.topics, *others]


def file_of(knowledge: Knowledge, snippet_id: str) -> str:
    """Return the stem of the file that a snippet belongs in."""
    topic = knowledge.topics.get(snippet_id)
    return topic.file if topic else snippet_id.partition(".")[0]


def _gaps(snippet: Snippet) -> Iterator[Message]:
    if not snippet.title.strip() and "title" not in snippet.untranslated:
        yield message("no_title")
    if snippet.kind is Kind.TOPIC and len(snippet.title) > LONGEST_TITLE:
        yield message("long_title", count=len(snippet.title), most=LONGEST_TITLE)
    if not (snippet.answer or "").strip() and "answer" not in snippet.untranslated:
        yield message("no_answer")
    if len(snippet.questions) < FEWEST_QUESTIONS:
        yield message("few_questions", count=len(snippet.questions), least=FEWEST_QUESTIONS)


def _understood(knowledge: Knowledge, language: Language, lines: Lines) -> Iterator[Problem]:
    folder = knowledge.folder / language.code
    for topic in (knowledge.topics[topic_id] for topic_id in always_answered(knowledge)):
        snippet = knowledge.snippet(topic.id, language.code)
        if snippet is not None and snippet.untranslated:
            yield from _waiting(snippet, _to_translate(language), lines, "error")
        elif snippet is None or not snippet.answer or not snippet.title:
            file, line = folder / f"{topic.file}.yaml", snippet.place.line if snippet else 1
            yield Problem(file, line, topic.id, message("needs_answer"))
    for key in UNDERSTOOD_PHRASES:
        if key not in knowledge.phrases.get(language.code, {}):
            yield _phrase_gap(knowledge, language, key, "error")


def always_answered(knowledge: Knowledge) -> list[str]:
    """Return the topics that even a language that is only understood answers for itself."""
    return [
        topic.id
        for topic in knowledge.topics.values()
        if topic.urgent or not set(topic.facts).isdisjoint(ALWAYS_ANSWERED)
    ]


def _unknown_phrases(knowledge: Knowledge, language: Language) -> Iterator[Problem]:
    default = knowledge.phrases.get(knowledge.municipality.default_language, {})
    known = [*default, *NEEDED_PHRASES, *OPTIONAL_PHRASES]
    for key in knowledge.phrases.get(language.code, {}):
        if key not in known:
            place = knowledge.phrase_places[language.code, key]
            what = message("unknown_phrase", hint=did_you_mean(key, known))
            yield Problem(place.file, place.line, key, what)
    others = [
        snippet_id
        for snippet_id in wanted_snippets(knowledge)
        if snippet_id not in knowledge.topics
    ]
    for (code, snippet_id), snippet in knowledge.snippets.items():
        if code == language.code and snippet.kind is not Kind.TOPIC and snippet_id not in others:
            what = message("unknown_kind", hint=did_you_mean(snippet_id, others))
            yield Problem(snippet.place.file, snippet.place.line, snippet_id, what)
