"""What a chat remembers for a while, and messages that ask two things."""

from datetime import timedelta

import pytest

from bot.answering.answer import Outcome
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


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("när har ni öppet", "och på söndag?"),
        ("milloin olette auki", "entä lauantaina?"),
        ("when are you open", "and on saturdays?"),
        ("wann haben Sie geöffnet", "und am Samstag?"),
        ("när har ni öppet", "men på julafton?"),
        ("milloin olette auki", "entä jouluna?"),
        ("when are you open", "what about christmas?"),
    ],
    ids=["sv", "fi", "en", "de", "sv another opener", "fi holiday", "en holiday"],
)
def test_a_follow_up_takes_its_subject_from_the_last_answer(
    haparanda: AnsweringService, asked: str, text: str
) -> None:
    first = haparanda.answer(Question(asked, NOW, chat=f"follow {text}"))
    second = haparanda.answer(Question(text, NOW, chat=f"follow {text}"))
    alone = haparanda.answer(Question(text, NOW))
    assert first.topic == second.topic == "contact.hours"
    assert alone.topic is None


@pytest.mark.parametrize(
    "text",
    ["och biblioteket?", "och bygglov?", "entä uimahalli?", "entä verot?", "and the library?"],
)
@pytest.mark.parametrize("asked", ["när har ni öppet", "vad är er mejladress", "vad är er vision"])
def test_a_follow_up_about_what_is_not_ours_is_turned_away(
    haparanda: AnsweringService, asked: str, text: str
) -> None:
    assert haparanda.answer(Question(asked, NOW, chat=text)).topic is not None
    assert haparanda.answer(Question(text, NOW, chat=text)).outcome is Outcome.REDIRECT


@pytest.mark.parametrize("text", ["och tack", "ja kiitos", "and thanks"])
def test_thanks_after_an_answer_bring_no_answer(haparanda: AnsweringService, text: str) -> None:
    haparanda.answer(Question("när har ni öppet", NOW, chat="thanks"))
    assert haparanda.answer(Question(text, NOW, chat="thanks")).outcome is Outcome.SMALLTALK


@pytest.mark.parametrize(
    ("text", "heard"),
    [("men jag vill dö", "emergency"), ("aga Ma tahan endalt elu võtta", "emergency")],
    ids=["sure", "less sure"],
)
def test_distress_never_goes_on_from_the_last_answer(
    haparanda: AnsweringService, text: str, heard: str
) -> None:
    haparanda.answer(Question("när har ni öppet", NOW, chat="heard"))
    answer = haparanda.answer(Question(text, NOW, chat="heard"))
    assert heard in (answer.topic, *answer.choices[:1])


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
