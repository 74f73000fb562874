"""The offers under an answer."""

from datetime import datetime
from urllib.parse import quote_plus

from bot.answering.answer import Answer
from bot.answering.offers.actions import (
    CopyText,
    Offer,
    OpenLink,
    OpenTopic,
    Row,
    SendCard,
    ShowBoth,
)
from bot.answering.offers.card import CONTACT, ContactCard, build_card
from bot.answering.offers.menus import Menus
from knowledge.model import ContactButton, Knowledge
from knowledge.rendering import Renderer


class Offering:
    """Says what goes with an answer, from one snapshot of knowledge."""

    def __init__(self, knowledge: Knowledge, renderer: Renderer) -> None:
        self._knowledge = knowledge
        self._renderer = renderer
        self.menus = Menus(knowledge, renderer)

    @property
    def card(self) -> ContactCard | None:
        """The town's contact details to save."""
        return build_card(self._knowledge)

    def under(
        self, answer: Answer, chosen: str | None, now: datetime, *, walking: bool = False
    ) -> tuple[Row, ...]:
        """Return the offers under `answer`: related topics first, the way back last.

        `chosen` is the language that the asker picked by hand. Urgent help stands alone, unless
        somebody is `walking` through the menu and needs a way out of it.
        """
        reader = answer.reader or answer.language
        way = self.menus.way_from(answer.topic, reader, now)
        if answer.urgent:
            return (way,) if walking else ()
        topics = [(Offer(b.label, OpenTopic(b.topic, b.language)),) for b in answer.buttons]
        return (*topics, *self._of_topic(answer, reader, chosen, now), way)

    def _of_topic(
        self, answer: Answer, reader: str, chosen: str | None, now: datetime
    ) -> tuple[Row, ...]:
        if answer.topic is None or answer.topic not in self._knowledge.topics:
            return ()
        topic = self._knowledge.topics[answer.topic]
        contacts = [(self._contact(button, reader, now),) for button in topic.buttons]
        sources = [
            (Offer(self._renderer.phrase("source", reader, now, source=s.title), OpenLink(s.url)),)
            for s in self._renderer.sources(topic.id)
            if s.url is not None
        ]
        beside = self._beside(answer, chosen)
        both = [] if beside is None else [(self._both(answer, reader, beside),)]
        return (*contacts, *sources, *both)

    def _contact(self, button: ContactButton, language: str, now: datetime) -> Offer:
        label = self._renderer.phrase(f"button.{button}", language, now)
        values = self._knowledge.facts[CONTACT].values
        if button is ContactButton.CARD:
            return Offer(label, SendCard(language))
        if button is ContactButton.MAP:
            address = quote_plus(f"{values['street']}, {values['town']}")
            search = self._knowledge.municipality.map_search or ""
            return Offer(label, OpenLink(search.replace("{address}", address)))
        return Offer(label, CopyText(str(values[button])))

    def _both(self, answer: Answer, reader: str, beside: str) -> Offer:
        languages = self._knowledge.municipality.languages
        label = f"{languages[answer.language].name} + {languages[beside].name}"
        return Offer(label, ShowBoth(answer.topic or "", reader, beside))

    def _beside(self, answer: Answer, chosen: str | None) -> str | None:
        """Return the other language that the answer is offered in, `None` for nothing."""
        town, known = self._knowledge.municipality, self._knowledge.answering_languages
        offered = (chosen, *town.side_by_side) if answer.beside is None else ()
        for code in offered:
            if code in known and code != answer.language:
                snippet = self._knowledge.snippet(answer.topic or "", code)
                if snippet is not None and snippet.answer:
                    return code
        return None
