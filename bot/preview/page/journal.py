"""Why the last questions of each chat were answered so, as the page shows it."""

from collections import OrderedDict, deque
from typing import Any

from bot.answering.explaining import Explanation, LikelyTopic
from bot.explained import OUTCOMES, REASONS
from embeddings.entry import Match

KEPT = 50


class Journal:
    """The last explanations of each chat, by the key that the bot knows it by."""

    def __init__(self) -> None:
        self._chats: OrderedDict[str, deque[Explanation]] = OrderedDict()

    def add(self, explanation: Explanation) -> None:
        """Keep an explanation; one without a chat belongs to no message."""
        chat = explanation.question.chat
        if chat is not None:
            self._chats.setdefault(chat, deque(maxlen=KEPT)).append(explanation)

    def find(self, chat: str, text: str | None) -> Explanation | None:
        """Return the newest of `chat`, or that of the question `text`."""
        for explanation in reversed(self._chats.get(chat, ())):
            if text is None or explanation.question.text.strip() in (text, text.strip()):
                return explanation
        return None


def explanation_json(explanation: Explanation) -> dict[str, Any]:
    """Return what the page shows; sentences as codes of `knowledge/messages`."""
    answer, belief = explanation.answer, explanation.belief
    return {
        "question": explanation.question.text,
        "outcome": OUTCOMES[answer.outcome],
        "topic": answer.topic,
        "language": answer.language,
        "reason": REASONS[explanation.reason],
        "languages": [[code, share] for code, share in explanation.languages],
        "read_as": explanation.read_as.strip(),
        "coverage": explanation.coverage,
        "away": explanation.away,
        "asked_year": explanation.asked_year,
        "topics": [_topic_json(topic) for topic in explanation.topics],
        "nearest": _example_json(explanation.nearest),
        "belief": None
        if belief is None
        else {
            "why_best": belief.best,
            "why_other": belief.other,
            "why_elsewhere": belief.elsewhere,
            "why_chat": belief.smalltalk,
        },
        "expected": [[OUTCOMES[outcome], cost] for outcome, cost in explanation.expected],
        "ms": round(explanation.seconds * 1000, 1),
    }


def _topic_json(likely: LikelyTopic) -> dict[str, Any]:
    return {
        "topic": likely.topic,
        "probability": likely.probability,
        "example": _example_json(likely.example),
    }


def _example_json(match: Match | None) -> dict[str, Any] | None:
    if match is None:
        return None
    entry = match.entry
    return {
        "topic": entry.topic,
        "language": entry.language,
        "text": entry.text,
        "similarity": match.similarity,
    }
