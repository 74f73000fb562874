"""What a resident gets, whatever the door."""

from dataclasses import dataclass
from enum import StrEnum

from knowledge.pictures import Chart


class Outcome(StrEnum):
    """What was done with a question."""

    ANSWER = "answer"
    CHOICES = "choices"
    REDIRECT = "redirect"
    SMALLTALK = "smalltalk"
    FALLBACK = "fallback"


@dataclass(frozen=True, slots=True)
class Button:
    """A topic that is offered: opening it answers with `topic` in `language`."""

    label: str
    topic: str
    language: str


@dataclass(frozen=True, slots=True)
class Answer:
    """A finished reply.

    `text` is Telegram's HTML before splitting, `plain` the same for a terminal. `topic` is set
    when the outcome is `ANSWER`, `choices` (best first) when it is `CHOICES`. `score` is the
    probability, 0 to 1, that the best topic is right. `reader` is the asker's language, which
    buttons come in even where the answer has to come in another. An `urgent` answer stands alone:
    nothing is put around it, and nothing about it is kept. A terminal leaves `picture` out.
    `beside` is the second language of a text that comes in two.
    """

    language: str
    outcome: Outcome
    text: str
    plain: str
    topic: str | None = None
    score: float = 0.0
    choices: tuple[str, ...] = ()
    buttons: tuple[Button, ...] = ()
    reader: str = ""
    urgent: bool = False
    picture: Chart | None = None
    beside: str | None = None
