"""What is offered under an answer, on the tiny town and on the real one."""

import shutil
from pathlib import Path

from bot.answering.offers.actions import OpenFamily, OpenMenu, OpenTopic
from bot.answering.offers.card import build_card
from bot.answering.offers.menus import Menus
from bot.answering.service import AnsweringService
from knowledge.loading import load_knowledge
from knowledge.rendering import Renderer
from tests.conftest import LILLBY, NOW


def test_every_family_leads_to_its_topics_in_order(haparanda: AnsweringService) -> None:
    listed: list[str] = []
    for (offer,) in haparanda.offering.menus.start("en", NOW).rows:
        assert isinstance(offer.action, OpenFamily)
        menu = haparanda.offering.menus.family(offer.action.family, "en", NOW)
        assert menu is not None
        assert menu.text.startswith(f"<b>{offer.label}</b>")
        *topics, (home,) = menu.rows
        assert home.action == OpenMenu("en")
        listed += [o.action.topic for (o,) in topics if isinstance(o.action, OpenTopic)]
    in_file_order = sorted(
        haparanda._snapshot.knowledge.topics.values(),
        key=lambda topic: [t.file for t in haparanda._snapshot.knowledge.topics.values()].index(
            topic.file
        ),
    )
    assert listed == [topic.id for topic in in_file_order]


def test_every_language_has_labels_short_enough_for_a_button(haparanda: AnsweringService) -> None:
    for language in haparanda.languages:
        for (offer,) in haparanda.offering.menus.start(language, NOW).rows:
            assert 0 < len(offer.label) <= 40, (language, offer.label)


def test_family_without_a_phrase_is_called_after_its_first_topic() -> None:
    knowledge = load_knowledge(LILLBY)
    menus = Menus(knowledge, Renderer(knowledge))
    titles = [knowledge.snippets["sv", topic].title for topic in knowledge.topics]
    assert [offer.label for (offer,) in menus.start("sv", NOW).rows] == titles
    assert menus.family("gone", "sv", NOW) is None


def test_card_needs_a_name_and_a_number() -> None:
    assert build_card(load_knowledge(LILLBY)) is None


def test_card_keeps_marks_of_its_format_apart(tmp_path: Path) -> None:
    town = Path(shutil.copytree(LILLBY, tmp_path / "town"))
    facts = town / "facts.yaml"
    named = "      organisation: 'Lillby; norra, södra'\n      phone"
    facts.write_text(facts.read_text("utf-8").replace("      phone", named), "utf-8")
    card = build_card(load_knowledge(town))
    assert card is not None
    assert "FN:Lillby\\; norra\\, södra" in card.vcard.split("\r\n")
    assert card.vcard.endswith("END:VCARD\r\n")


def test_figures_of_a_picture_stand_in_the_text_of_every_door(haparanda: AnsweringService) -> None:
    for topic in ("budget", "budget.allocation"):
        for language in ("sv", "fi", "en", "de"):
            answer = haparanda.open_topic(topic, language, NOW)
            assert answer is not None
            assert answer.picture is not None
            for text in (answer.text, answer.plain):
                assert all(part.text in text for part in answer.picture.parts)
