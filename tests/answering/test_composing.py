"""From a decision to text and buttons."""

import shutil
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.answering.answer import Outcome
from bot.answering.composing import Composer
from bot.answering.service import AnsweringService
from knowledge.loading import load_knowledge
from knowledge.rendering import Renderer
from tests.conftest import LILLBY, NOW


@pytest.fixture
def composer(haparanda: AnsweringService) -> Composer:
    return haparanda._snapshot.composer


def test_an_answer_has_its_title_source_and_neighbours(composer: Composer) -> None:
    answer = composer.topic("budget.social", "en", NOW, 0.9)

    assert answer.text.startswith("<b>")
    assert "SEK 308.0 million" in answer.plain
    assert "Source: Mål, budget och uppföljning (Haparanda stad)" in answer.plain
    assert answer.buttons
    assert all(button.language == "en" and button.label for button in answer.buttons)
    assert answer.score == 0.9


def test_help_in_distress_has_nothing_before_it(composer: Composer) -> None:
    answer = composer.topic("emergency", "pl", NOW, 1.0)

    assert not answer.text.startswith("<b>")
    assert "112" in answer.plain.splitlines()[0]


def test_choices_are_listed_and_offered_in_the_askers_language(composer: Composer) -> None:
    answer = composer.choices(("vision", "goals"), "de", NOW, 0.4)

    assert answer.outcome is Outcome.CHOICES
    assert answer.language == "en"
    assert answer.choices == ("vision", "goals")
    assert [button.topic for button in answer.buttons] == ["vision", "goals"]
    assert {button.language for button in answer.buttons} == {"de"}
    assert all(f"• {button.label}" in answer.text for button in answer.buttons)


def test_a_phrase_of_the_own_language_comes_first(composer: Composer) -> None:
    own = composer.phrase("fallback", Outcome.FALLBACK, "de", NOW)
    other = composer.phrase("empty", Outcome.FALLBACK, "de", NOW)

    assert own.language == "de"
    assert other.language == "en"


def test_a_draft_says_so(tmp_path: Path) -> None:
    town = tmp_path / "town"
    shutil.copytree(LILLBY, town)
    file = town / "municipality.yaml"
    file.write_text(file.read_text("utf-8").replace("published", "draft"), "utf-8")
    knowledge = load_knowledge(town)

    answer = Composer(knowledge, Renderer(knowledge)).topic("vision", "sv", NOW, 1.0)

    assert "Texten är ett utkast." in answer.plain


def test_signs_of_html_in_knowledge_are_escaped(tmp_path: Path) -> None:
    town = tmp_path / "town"
    shutil.copytree(LILLBY, town)
    file = town / "facts.yaml"
    file.write_text(file.read_text("utf-8").replace("Nära till allt", "Nära <i> & allt"), "utf-8")
    knowledge = load_knowledge(town)

    answer = Composer(knowledge, Renderer(knowledge)).topic("vision", "sv", NOW, 1.0)

    assert "Nära &lt;i&gt; &amp; allt" in answer.text
    assert "Nära <i> & allt" in answer.plain


def composer_with_notices(tmp_path: Path, notices: str) -> Composer:
    shutil.copytree(LILLBY, tmp_path / "town")
    (tmp_path / "town" / "notices.yaml").write_text(notices, encoding="utf-8")
    knowledge = load_knowledge(tmp_path / "town")
    return Composer(knowledge, Renderer(knowledge))


def test_a_notice_stands_before_every_kind_of_answer_and_ends_by_itself(tmp_path: Path) -> None:
    notice = "{begins: 2026-01-14, ends: 2026-01-15, text: {sv: Vi flyttar.}}"
    composer = composer_with_notices(tmp_path, f"notices: [{notice}]\n")

    def made(now: datetime) -> list[str]:
        kinds = [
            composer.topic("vision", "sv", now, 1.0),
            composer.choices(("vision", "contact.hours"), "sv", now, 0.5),
            composer.phrase("fallback", Outcome.FALLBACK, "sv", now),
            composer.smalltalk("smalltalk.greeting", "sv", now, 1.0),
        ]
        return [answer.plain for answer in kinds]

    assert all("Vi flyttar." in text for text in made(NOW))
    assert not any("Vi flyttar." in text for text in made(NOW + timedelta(days=1)))


def test_a_topic_that_is_taken_out_turns_to_a_person(tmp_path: Path) -> None:
    off = "topics_off: [{topic: vision, since: 2026-01-15, until: 2026-01-15}]\n"
    composer = composer_with_notices(tmp_path, off)

    out = composer.topic("vision", "sv", NOW, 1.0)
    back = composer.topic("vision", "sv", NOW + timedelta(days=1), 1.0)

    assert (out.outcome, out.topic, out.picture) == (Outcome.REDIRECT, None, None)
    assert "0999-100 00" in out.plain
    assert (back.outcome, back.topic) == (Outcome.ANSWER, "vision")
