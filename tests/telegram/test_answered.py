from datetime import timedelta

from bot.telegram.answered import MOST_REMEMBERED, REMEMBERED, Answered, Question
from bot.telegram.placing import Placed
from tests.telegram.conftest import NOW

FIRST, SECOND = Question("a", 1), Question("b", 1)
PLACED = (Placed(2, False),)


def test_answers_are_remembered_for_an_hour() -> None:
    answered = Answered()
    answered.keep(FIRST, PLACED, NOW)
    assert answered.find(FIRST, NOW + REMEMBERED) == PLACED
    assert answered.find(SECOND, NOW) is None
    assert answered.find(FIRST, NOW + REMEMBERED + timedelta(seconds=1)) is None
    assert answered.find(FIRST, NOW) is None, "it is gone, not only hidden"


def test_chat_can_be_forgotten() -> None:
    answered = Answered()
    answered.keep(FIRST, PLACED, NOW)
    answered.keep(SECOND, PLACED, NOW)
    answered.forget("a")
    assert answered.find(FIRST, NOW) is None
    assert answered.find(SECOND, NOW) == PLACED


def test_no_more_than_so_many_are_remembered() -> None:
    answered = Answered()
    for number in range(MOST_REMEMBERED + 10):
        answered.keep(Question("a", number), PLACED, NOW)
    assert answered.find(Question("a", 0), NOW) is None
    assert answered.find(Question("a", MOST_REMEMBERED + 9), NOW) == PLACED
