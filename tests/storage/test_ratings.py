from datetime import date

from bot.storage.ratings import Rating, RatingCount, Ratings, Reason, Vote
from tests.storage.conftest import Dump, OpenStorage

DAY = date(2026, 1, 15)
CHAT = 987654321
GOOD = Rating("vision", "sv", Vote.HELPFUL)
OLD = Rating("vision", "sv", Vote.NOT_HELPFUL, Reason.OLD)


async def forget(ratings: Ratings, chat: int, newest: int) -> None:
    held = await ratings.held()
    for messages in ratings.stretches(newest):
        await ratings.forget(ratings.find(chat, messages, held))


async def test_last_vote_of_an_answer_counts(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.ratings.rate(1, 7, GOOD, DAY)
        await kept.ratings.rate(1, 7, OLD, DAY)
        assert await kept.ratings.counts() == [RatingCount(OLD, 1)]


async def test_votes_are_counted_by_topic_and_language(open_kept: OpenStorage) -> None:
    finnish = Rating("vision", "fi", Vote.HELPFUL)
    async with open_kept() as kept:
        for message, rating in enumerate([GOOD, GOOD, OLD, finnish], 1):
            await kept.ratings.rate(1, message, rating, DAY)
        assert await kept.ratings.counts() == [
            RatingCount(finnish, 1),
            RatingCount(OLD, 1),
            RatingCount(GOOD, 2),
        ]


async def test_votes_end_with_their_time(open_kept: OpenStorage) -> None:
    async with open_kept(days=30) as kept:
        await kept.ratings.rate(1, 1, GOOD, date(2025, 12, 15))
        await kept.ratings.rate(1, 2, OLD, date(2025, 12, 16))
        await kept.ratings.keep_until(DAY)
        assert await kept.ratings.counts() == [RatingCount(OLD, 1)]


async def test_a_chats_votes_are_found_by_their_keys(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.ratings.rate(1, 3, GOOD, DAY)
        await kept.ratings.rate(1, 50_000, OLD, DAY)
        await kept.ratings.rate(2, 3, GOOD, DAY)
        await forget(kept.ratings, chat=1, newest=50_001)
        assert await kept.ratings.counts() == [RatingCount(GOOD, 1)]
        await forget(kept.ratings, chat=2, newest=4)
        assert await kept.ratings.counts() == []


async def test_neither_chat_nor_message_is_told(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept() as kept:
        await kept.ratings.rate(CHAT, 123456789, OLD, DAY)
    content = await dump()
    assert b"vision" in content
    assert str(CHAT).encode() not in content
    assert b"123456789" not in content
