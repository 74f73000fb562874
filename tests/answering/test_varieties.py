"""Meänkieli is answered in Finnish, with a word that it may be written."""

import pytest

from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.answering.varieties import Varieties
from knowledge.recognition import Variety
from tests.conftest import NOW

MEANKIELI = Variety(
    "meankieli", "fi", words=("met",), beginnings=("kommuuni",), hints=("oon", "mie")
)
VARIETIES = Varieties([MEANKIELI])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("mitä met saama", True),
        ("onko kommuunissa rahhaa", True),
        ("missä mie oon", True),
        ("missä oon", False),
        ("metsä ja koulu", False),
        ("", False),
    ],
    ids=["a word", "a beginning", "two hints", "one hint", "the beginning of a word", "nothing"],
)
def test_its_words_show_a_variety(text: str, found: bool) -> None:
    assert VARIETIES.find(text, "fi") == ("meankieli" if found else None)


def test_another_language_has_no_such_variety() -> None:
    assert VARIETIES.find("jag met en fisk", "sv") is None


def test_meankieli_is_answered_in_finnish_and_told_so(haparanda: AnsweringService) -> None:
    answer = haparanda.answer(Question("mikä se kommuunin visuuni oon", NOW))

    assert (answer.language, answer.topic) == ("fi", "vision")
    assert "meänkieltä" in answer.text.splitlines()[-1]
    assert "meänkieltä" in answer.plain.splitlines()[-1]


def test_nothing_is_added_to_help_in_distress(haparanda: AnsweringService) -> None:
    answer = haparanda.answer(Question("mie en jaksa ennää ellää, oon ihan yksin", NOW))

    assert answer.topic == "emergency"
    assert "meänkieltä" not in answer.text
