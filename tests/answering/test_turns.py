"""What a chat remembers for a while, and messages that ask two things."""

from datetime import timedelta

import pytest

from bot.answering.followup import REMEMBERED, what_follows
from bot.answering.parts import halves_of
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from tests.conftest import NOW


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("och skolan?", "skolan?"),
        ("Entä lauantaina?", "lauantaina?"),
        ("what about nature", "nature"),
        ("och", None),
        ("skolan", None),
        ("och hur mycket pengar får då skolan i år igen", None),
    ],
    ids=["sv", "fi", "en", "opener alone", "no opener", "a whole question"],
)
def test_a_follow_up_is_short_and_opens_as_one(text: str, rest: str | None) -> None:
    assert what_follows(text, ["och", "entä", "what about"]) == rest


def test_a_follow_up_takes_its_subject_from_the_last_answer(haparanda: AnsweringService) -> None:
    first = haparanda.answer(Question("milloin olette auki", NOW, chat="follow"))
    second = haparanda.answer(Question("entä lauantaina?", NOW, chat="follow"))
    alone = haparanda.answer(Question("entä lauantaina?", NOW))
    assert first.topic == "contact.hours"
    assert "contact.hours" in (second.topic, *second.choices[:1])
    assert "contact.hours" not in (alone.topic, *alone.choices[:1])


def test_the_subject_is_forgotten_after_a_while_and_not_shared(
    haparanda: AnsweringService,
) -> None:
    haparanda.answer(Question("what is the vision", NOW, chat="old"))
    later = NOW + REMEMBERED + timedelta(seconds=1)
    alone = haparanda.answer(Question("and for nature?", NOW))
    assert haparanda.answer(Question("and for nature?", later, chat="old")) == alone
    assert haparanda.answer(Question("and for nature?", NOW, chat="other")) == alone
    within = haparanda.answer(Question("and for nature?", NOW, chat="old"))
    assert within.topic == "vision.living"


@pytest.mark.parametrize(
    ("text", "answered", "offered"),
    [
        ("vilka är de nio målen och när har ni öppet", "goals", "contact.hours"),
        ("Who decides the budget? And what is your phone number?", "budget", "contact.phone"),
        ("hej när har ni öppet och vad är telefonnumret", "contact.hours", "contact.phone"),
    ],
    ids=["joint", "two sentences", "neighbours"],
)
def test_neither_of_two_questions_is_lost(
    haparanda: AnsweringService, text: str, answered: str, offered: str
) -> None:
    answer = haparanda.answer(Question(text, NOW))
    both = {answer.topic, answer.buttons[0].topic}
    assert both == {answered, offered}
    assert answer.buttons[0].label in answer.plain, "a terminal has no buttons"


def test_help_comes_before_the_other_question(haparanda: AnsweringService) -> None:
    answer = haparanda.answer(Question("när har ni öppet? jag vill inte leva längre", NOW))
    assert answer.topic == "emergency"
    assert answer.plain.startswith("112")


def test_one_question_is_not_two(haparanda: AnsweringService) -> None:
    answer = haparanda.answer(Question("jag bor i Luleå och undrar när ni öppnar", NOW))
    related = [button.topic for button in answer.buttons]
    assert answer.topic == "contact.hours"
    assert related == ["contact.phone", "contact.address"]


def test_halves_have_two_words_or_more() -> None:
    halves = list(halves_of("mål och öppettider eller telefon nu", ["och", "eller"]))
    assert all(len(left.split()) >= 2 and len(right.split()) >= 2 for left, right in halves)
