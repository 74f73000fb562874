"""What a press on an offer does. Each carries all that is needed, so nothing need be remembered."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OpenMenu:
    """Show the families of topics."""

    language: str


@dataclass(frozen=True, slots=True)
class OpenFamily:
    """Show the topics of one family."""

    family: str
    language: str


@dataclass(frozen=True, slots=True)
class OpenTopic:
    """Answer with a topic."""

    topic: str
    language: str


@dataclass(frozen=True, slots=True)
class ShowBoth:
    """Answer with a topic in `language`, and below it in `beside`."""

    topic: str
    language: str
    beside: str


@dataclass(frozen=True, slots=True)
class SendCard:
    """Send the town's contact details as something to save."""

    language: str


@dataclass(frozen=True, slots=True)
class CopyText:
    """Put `text` on the clipboard."""

    text: str


@dataclass(frozen=True, slots=True)
class OpenLink:
    """Open a web page."""

    url: str


Action = OpenMenu | OpenFamily | OpenTopic | ShowBoth | SendCard | CopyText | OpenLink


@dataclass(frozen=True, slots=True)
class Offer:
    """An action with the words that stand on its button."""

    label: str
    action: Action


Row = tuple[Offer, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """A step of the topic menu: `text` is Telegram's HTML."""

    text: str
    rows: tuple[Row, ...]
