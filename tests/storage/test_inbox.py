from datetime import date

from bot.storage.inbox import Vain, VainQuestion
from tests.storage.conftest import Dump, OpenStorage

MARCH, LATER, APRIL = date(2026, 3, 2), date(2026, 3, 20), date(2026, 4, 1)
LOST = VainQuestion("var är min katt", "sv", Vain.FALLBACK, ("contact", "vision"))


def wording(text: str) -> VainQuestion:
    return VainQuestion(text, "sv", Vain.CHOICES)


async def test_questions_are_kept_in_order(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.inbox.keep("a", LOST, MARCH)
        await kept.inbox.keep("b", wording("hej"), LATER)
    async with open_kept() as kept:
        first, second = await kept.inbox.all()
    assert (first.question, first.day) == (LOST, MARCH)
    assert (second.question.outcome, second.day) == (Vain.CHOICES, LATER)
    assert first.number < second.number
    assert first.asker != second.asker


async def test_same_words_of_one_chat_count_once_a_month(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        for day in (MARCH, LATER, APRIL):
            await kept.inbox.keep("a", LOST, day)
        found = await kept.inbox.all()
    assert [each.day for each in found] == [MARCH, APRIL]
    assert len({each.asker for each in found}) == 2


async def test_numbers_are_not_used_again(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.inbox.keep("a", LOST, MARCH)
        (first,) = await kept.inbox.all()
        assert await kept.inbox.remove([first.number]) == 1
        await kept.inbox.keep("a", LOST, MARCH)
        (second,) = await kept.inbox.all()
    assert second.number > first.number


async def test_forget_deletes_this_months_questions(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept() as kept:
        await kept.inbox.keep("a", LOST, LATER)
        await kept.inbox.keep("b", wording("kvar"), LATER)
        await kept.inbox.forget("a", LATER)
        assert [each.question.text for each in await kept.inbox.all()] == ["kvar"]
    assert b"min katt" not in await dump()


async def test_one_question_is_taken_back(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.inbox.keep("a", LOST, MARCH)
        await kept.inbox.keep("a", wording("kvar"), MARCH)
        await kept.inbox.take_back("b", LOST.text, MARCH)
        await kept.inbox.take_back("a", LOST.text, MARCH)
        assert [each.question.text for each in await kept.inbox.all()] == ["kvar"]


async def test_retention_takes_questions_and_ended_months(
    open_kept: OpenStorage, dump: Dump
) -> None:
    async with open_kept() as kept:
        await kept.inbox.keep("a", LOST, MARCH)
        await kept.inbox.keep_until(date(2026, 5, 31))
        (still,) = await kept.inbox.all()
        # The salt of March is gone: nobody, not even we, can tell any more whose it is.
        await kept.inbox.forget("a", MARCH)
        assert await kept.inbox.all() == [still]
        await kept.inbox.keep_until(date(2026, 6, 1))
        assert await kept.inbox.all() == []
    assert b"min katt" not in await dump()


async def test_neither_chat_nor_its_key_is_stored(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(987654321)
        await kept.inbox.keep(key, LOST, MARCH)
    content = await dump()
    assert key.encode() not in content
    assert b"987654321" not in content
