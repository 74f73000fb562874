"""Names, titles and phrases in a text that lead nowhere."""

from collections.abc import Iterable, Iterator

from knowledge.mentioned import Mentions, mentions_in
from knowledge.message import Message, message
from knowledge.model import Knowledge
from knowledge.templates import names_in
from knowledge.validating import did_you_mean


def dangling_in(template: str, knowledge: Knowledge, names: Iterable[str]) -> list[Message]:
    """Return what leads nowhere in `template`, also where an `if` hides it.

    `names` are those that the program fills besides the facts. Raises `RenderingError`.
    """
    mentions = mentions_in(template)
    known = [*names, *knowledge.facts]
    unknown = sorted(name for name in names_in(template) if name not in known)
    return [
        *(message("unknown_name", name=n, hint=did_you_mean(n, known)) for n in unknown),
        *_unknown("no_topic_titled", mentions.titles, _titled(knowledge)),
        *_phrases(mentions, knowledge),
    ]


def _phrases(mentions: Mentions, knowledge: Knowledge) -> Iterator[Message]:
    """Compare with the default language, which has every phrase that any language has."""
    phrases = list(knowledge.phrases.get(knowledge.municipality.default_language, {}))
    yield from _unknown("no_phrase", mentions.phrases, phrases)
    for beginning in sorted(mentions.phrase_beginnings):
        if not any(key.startswith(beginning) for key in phrases):
            yield message("no_phrase", name=beginning, hint=did_you_mean(beginning, phrases))


def _unknown(code: str, names: Iterable[str], known: list[str]) -> Iterator[Message]:
    for name in sorted(names):
        if name not in known:
            yield message(code, name=name, hint=did_you_mean(name, known))


def _titled(knowledge: Knowledge) -> list[str]:
    default = knowledge.municipality.default_language
    others = (snippet_id for code, snippet_id in knowledge.snippets if code == default)
    return list(dict.fromkeys((*knowledge.topics, *others)))
