"""What is remembered of a chat, and for how long."""

from datetime import timedelta

from bot.answering.followup import MOST_CHATS, REMEMBERED, Conversations, Turn
from tests.conftest import NOW

TURN = Turn("fi", "vision", NOW)


def test_the_last_turn_is_remembered_for_a_while() -> None:
    chats = Conversations()
    chats.remember("a", TURN)

    assert chats.last("a", NOW + REMEMBERED) == TURN
    assert chats.last("a", NOW + REMEMBERED + timedelta(seconds=1)) is None
    assert chats.last("b", NOW) is None


def test_a_question_without_a_chat_leaves_nothing() -> None:
    chats = Conversations()
    chats.remember(None, TURN)

    assert chats.last(None, NOW) is None


def test_what_is_forgotten_is_gone() -> None:
    chats = Conversations()
    chats.remember("a", TURN)
    chats.forget("a")
    chats.forget("never seen")

    assert chats.last("a", NOW) is None


def test_the_chat_that_was_silent_longest_is_dropped_first() -> None:
    chats = Conversations()
    for number in range(MOST_CHATS):
        chats.remember(str(number), TURN)
    chats.remember("0", TURN)
    chats.remember("one more", TURN)

    assert chats.last("0", NOW) == TURN
    assert chats.last("1", NOW) is None
    assert chats.last("2", NOW) == TURN
