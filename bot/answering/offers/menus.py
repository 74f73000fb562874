"""The topic menu: first the families, then their topics, in the order of topics.yaml."""

from datetime import datetime

from bot.answering.markup import html_of
from bot.answering.offers.actions import Menu, Offer, OpenFamily, OpenMenu, OpenTopic, Row
from knowledge.model import Knowledge
from knowledge.rendering import Renderer


class Menus:
    """Menus from one snapshot of knowledge. A family is the topics that share a file."""

    def __init__(self, knowledge: Knowledge, renderer: Renderer) -> None:
        self._renderer = renderer
        self._families: dict[str, list[str]] = {}
        for topic in knowledge.topics.values():
            self._families.setdefault(topic.file, []).append(topic.id)
        self._family_of = {topic.id: topic.file for topic in knowledge.topics.values()}

    def start(self, language: str, now: datetime) -> Menu:
        """Return the families."""
        rows = tuple((self._family_offer(name, language, now),) for name in self._families)
        return Menu(html_of(self._renderer.phrase("menu", language, now)), rows)

    def family(self, name: str, language: str, now: datetime) -> Menu | None:
        """Return the topics of a family, `None` where the town no longer has it."""
        if name not in self._families:
            return None
        topics = self._families[name]
        rows = tuple((self._topic_offer(topic, language),) for topic in topics)
        text = self._renderer.phrase("menu", language, now)
        title = self._family_label(name, language, now)
        return Menu(html_of(text, title), (*rows, (self._home(language, now),)))

    def way_from(self, topic: str | None, language: str, now: datetime) -> Row:
        """Return the way back: to the topic's family where it has several topics, and home."""
        home = self._home(language, now)
        family = self._family_of.get(topic or "")
        if family is None or len(self._families[family]) == 1:
            return (home,)
        back = self._renderer.phrase("button.back", language, now)
        return (Offer(back, OpenFamily(family, language)), home)

    def _home(self, language: str, now: datetime) -> Offer:
        return Offer(self._renderer.phrase("button.menu", language, now), OpenMenu(language))

    def _family_offer(self, name: str, language: str, now: datetime) -> Offer:
        label, topics = self._family_label(name, language, now), self._families[name]
        if len(topics) == 1:
            return Offer(label, OpenTopic(topics[0], language))
        return Offer(label, OpenFamily(name, language))

    def _topic_offer(self, topic: str, language: str) -> Offer:
        return Offer(self._renderer.title(topic, language), OpenTopic(topic, language))

    def _family_label(self, name: str, language: str, now: datetime) -> str:
        key = f"family.{name}"
        if self._renderer.has_phrase(key, language):
            return self._renderer.phrase(key, language, now)
        return self._renderer.title(self._families[name][0], language)
