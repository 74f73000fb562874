"""What each language must have, by its status."""

from collections.abc import Iterator

from knowledge.model import Kind, Knowledge, Language, Snippet, Status
from knowledge.problem import Problem, Severity
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
    "only_text", "stale_button", "error", "forgotten",
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


def check_completeness(knowledge: Knowledge) -> Iterator[Problem]:
    """Find what the languages lack, and phrases that the default language does not have."""
    for language in knowledge.municipality.languages.values():
        if not (knowledge.folder / language.code).is_dir():
            continue  # told with municipality.yaml
        yield from _unknown_phrases(knowledge, language)
        if language.status is Status.UNDERSTOOD:
            yield from _understood(knowledge, language)
        else:
            yield from _answered(knowledge, language)


def _severity(language: Language) -> Severity:
    return "warning" if language.status is Status.DRAFT else "error"


def _answered(knowledge: Knowledge, language: Language) -> Iterator[Problem]:
    severity = _severity(language)
    folder = knowledge.folder / language.code
    for snippet_id in _wanted(knowledge):
        snippet = knowledge.snippet(snippet_id, language.code)
        if snippet is None:
            file = folder / f"{_file_of(knowledge, snippet_id)}.yaml"
            yield Problem(file, 1, snippet_id, "is missing: write it", severity)
        else:
            for gap in _gaps(snippet):
                yield Problem(snippet.place.file, snippet.place.line, snippet_id, gap, severity)
    default = knowledge.phrases.get(knowledge.municipality.default_language, {})
    here = knowledge.phrases.get(language.code, {})
    for key in dict.fromkeys((*NEEDED_PHRASES, *default)):
        if key not in here and key not in OPTIONAL_PHRASES:
            yield Problem(folder / "interface.yaml", 1, key, "is missing: write it", severity)


def _wanted(knowledge: Knowledge) -> list[str]:
    """Return every topic, and each other snippet that the default language has."""
    default = knowledge.municipality.default_language
    others = [
        snippet.id
        for (code, _), snippet in knowledge.snippets.items()
        if code == default and snippet.kind is not Kind.TOPIC
    ]
    return [*knowledge.topics, *others]


def _file_of(knowledge: Knowledge, snippet_id: str) -> str:
    topic = knowledge.topics.get(snippet_id)
    return topic.file if topic else snippet_id.partition(".")[0]


def _gaps(snippet: Snippet) -> Iterator[str]:
    if not snippet.title.strip():
        yield "has no title: write one"
    if snippet.kind is Kind.TOPIC and len(snippet.title) > LONGEST_TITLE:
        yield f"the title has {len(snippet.title)} characters, at most {LONGEST_TITLE} fit a button"
    if not (snippet.answer or "").strip():
        yield "has no answer: write one"
    if len(snippet.questions) < FEWEST_QUESTIONS:
        count = len(snippet.questions)
        yield f"has {count} questions: write at least {FEWEST_QUESTIONS}, as people would ask"


def _understood(knowledge: Knowledge, language: Language) -> Iterator[Problem]:
    folder = knowledge.folder / language.code
    for topic in knowledge.topics.values():
        if topic.urgent or not set(topic.facts).isdisjoint(ALWAYS_ANSWERED):
            snippet = knowledge.snippet(topic.id, language.code)
            if snippet is None or not snippet.answer or not snippet.title:
                file, line = folder / f"{topic.file}.yaml", snippet.place.line if snippet else 1
                message = "needs a title and an answer even in a language that is only understood"
                yield Problem(file, line, topic.id, message)
    for key in UNDERSTOOD_PHRASES:
        if key not in knowledge.phrases.get(language.code, {}):
            yield Problem(folder / "interface.yaml", 1, key, "is missing: write it")


def _unknown_phrases(knowledge: Knowledge, language: Language) -> Iterator[Problem]:
    default = knowledge.phrases.get(knowledge.municipality.default_language, {})
    known = [*default, *NEEDED_PHRASES, *OPTIONAL_PHRASES]
    for key in knowledge.phrases.get(language.code, {}):
        if key not in known:
            place = knowledge.phrase_places[language.code, key]
            message = f"the default language has no such phrase{did_you_mean(key, known)}"
            yield Problem(place.file, place.line, key, message)
    others = [snippet_id for snippet_id in _wanted(knowledge) if snippet_id not in knowledge.topics]
    for (code, snippet_id), snippet in knowledge.snippets.items():
        if code == language.code and snippet.kind is not Kind.TOPIC and snippet_id not in others:
            message = f"the default language has no such kind{did_you_mean(snippet_id, others)}"
            yield Problem(snippet.place.file, snippet.place.line, snippet_id, message)
