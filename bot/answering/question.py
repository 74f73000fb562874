"""What a resident wrote, and what the door knows about the resident."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Question:
    """One message, asked at `now` (with a time zone).

    `chat` names the conversation that follow-ups belong to; without it the question stands
    alone. `language_code` is the IETF tag that Telegram sends for the client, and
    `chosen_language` the one that the asker picked by hand.
    """

    text: str
    now: datetime
    chat: str | None = None
    language_code: str | None = None
    chosen_language: str | None = None
