import asyncio
import json
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import Insert, insert, select, text

from bot.settings import Settings
from bot.storage.database import open_database
from bot.storage.location import locate
from bot.storage.received import REMEMBERED, Received, ReceivedUpdates
from bot.storage.schema import RECEIVED
from tests.conftest import NOW
from tests.storage.conftest import Dump, OpenStorage

# How many sessions wait for a row of somebody else's.
WAITING = text("SELECT COUNT(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'")
CHAT = "the keyed hash of a chat"
LATER = NOW + timedelta(hours=1)


def update(number: int, said: str = "a question", chat: str | None = CHAT) -> Received:
    return Received(number, chat, json.dumps({"update_id": number, "text": said}).encode())


def row_of(number: int) -> Insert:
    """Return what another worker writes."""
    values = {"bot": 0, "number": number, "day": "2026-03-02", "tries": 0}
    return insert(RECEIVED).values(**values, worker="another", until=0)


async def all_left(received: ReceivedUpdates, now: datetime = LATER) -> list[Received]:
    """Take up all that is left, one after the other."""
    found = []
    while (left := await received.take_up(now)) is not None:
        found.append(left)
    return found


async def test_only_what_nobody_had_is_new(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        assert await kept.received.store([update(1), update(2)], NOW) == {1, 2}
        assert await kept.received.store([update(2), update(3), update(3)], NOW) == {3}
        await kept.received.answered(2)
        assert await kept.received.store([update(2)], NOW) == frozenset()
        assert await kept.received.store([], NOW) == frozenset()
    async with open_kept() as kept:
        assert await kept.received.store([update(2), update(4)], NOW) == {4}


async def test_of_duplicates_at_the_same_time_one_is_new(open_kept: OpenStorage) -> None:
    async with open_kept() as kept, open_kept() as other:
        stores = [each.received.store([update(7)], NOW) for each in (kept, kept, other, other)]
        assert sorted(map(sorted, await asyncio.gather(*stores))) == [[], [], [], [7]]


@pytest.mark.parametrize("storage_settings", ["postgresql"], indirect=True)
async def test_workers_that_store_the_same_in_another_order_do_not_block_each_other(
    open_kept: OpenStorage, storage_settings: Settings
) -> None:
    url = locate(storage_settings)
    async with open_kept() as kept, open_database(url) as database, open_database(url) as watched:
        async with database.transaction() as other:
            await other.execute(row_of(1))
            storing = asyncio.create_task(kept.received.store([update(2), update(1)], NOW))
            while not (await watched.read(WAITING))[0][0]:
                assert not storing.done()
            # Another one's number that comes after it: who began with it would wait for us now.
            await other.execute(row_of(2))
        assert await storing == frozenset()


async def test_what_was_left_is_taken_up_once_and_in_order(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(3), update(1, "first"), update(2)], NOW)
        await kept.received.answered(2)
        assert await kept.received.take_up(LATER) is None
        assert await kept.received.unanswered() == 2
    async with open_kept() as kept:
        once = [replace(each, tries=1) for each in (update(1, "first"), update(3))]
        assert await all_left(kept.received) == once


@pytest.mark.parametrize("storage_settings", ["postgresql"], indirect=True)
async def test_lease_keeps_others_away_until_it_ends(open_kept: OpenStorage) -> None:
    async with open_kept() as kept, open_kept() as other:
        await kept.received.store([update(1), update(2)], NOW)
        within, after = (NOW + timedelta(seconds=s) for s in (kept.received.lease, 99))
        assert await other.received.take_up(within) is None
        taken = await other.received.take_up(after)
        assert taken is not None
        assert taken.number == 1
        await kept.received.renew(after)
        assert await other.received.take_up(after) is None
        await kept.received.release()
        assert [each.number for each in await all_left(other.received, after)] == [2]


@pytest.mark.parametrize("storage_settings", ["postgresql"], indirect=True)
async def test_two_workers_never_take_up_the_same(open_kept: OpenStorage) -> None:
    async with open_kept() as gone:
        await gone.received.store([update(number) for number in range(40)], NOW)
    async with open_kept() as kept, open_kept() as other:
        takes = [all_left(each.received) for each in (kept, other) for _ in range(2)]
        taken = [each.number for some in await asyncio.gather(*takes) for each in some]
    assert sorted(taken) == list(range(40))


async def test_tries_are_counted_but_for_those_that_ended_in_order(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(1)], NOW)
    for tries in (1, 2):
        async with open_kept() as kept:
            now = LATER + timedelta(hours=tries)
            assert [each.tries for each in await all_left(kept.received, now)] == [tries]
    async with open_kept() as kept:
        assert len(await all_left(kept.received, LATER + timedelta(hours=3))) == 1
        await kept.received.release()
    async with open_kept() as kept:
        assert [each.tries for each in await all_left(kept.received)] == [1]


async def test_another_secret_reads_nothing(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(1)], NOW)
    async with open_kept("quite another secret") as kept:
        assert [each.content for each in await all_left(kept.received)] == [None]


async def test_no_word_is_stored_and_an_answered_one_leaves_no_chat(
    open_kept: OpenStorage, dump: Dump
) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(1, "very private")], NOW)
        assert b"very private" not in await dump()
        assert CHAT.encode() in await dump()
        await kept.received.answered(1)
    assert CHAT.encode() not in await dump()


async def test_of_an_answered_one_number_and_day_are_left_alone(
    open_kept: OpenStorage, storage_settings: Settings
) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(7)], NOW)
        await kept.received.answered(7)
    async with open_database(locate(storage_settings)) as database:
        (row,) = await database.read(select(RECEIVED))
    left = {name: value for name, value in row._mapping.items() if value}
    assert left == {"number": 7, "day": NOW.date().isoformat()}


async def test_a_chat_is_forgotten_up_to_its_word_for_it(
    open_kept: OpenStorage, dump: Dump
) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(1), update(2, chat="other"), update(3)], NOW)
        await kept.received.forget(CHAT, before=3)
    async with open_kept() as kept:
        assert [each.number for each in await all_left(kept.received)] == [2, 3]
        await kept.received.answered(3)
        await kept.received.forget(CHAT, before=4)
        assert CHAT.encode() not in await dump()


async def test_the_word_that_asks_to_forget_leaves_no_trace_either_while_the_bot_runs(
    open_kept: OpenStorage, dump: Dump
) -> None:
    async with open_kept() as kept:
        await kept.received.store([update(1), update(2)], NOW)
        await kept.received.forget(CHAT, before=2)
        assert CHAT.encode() in await dump()
        await kept.received.answered(2)
        assert CHAT.encode() not in await dump()


async def test_numbers_are_dropped_when_they_cannot_come_again(open_kept: OpenStorage) -> None:
    def day(days: int) -> datetime:
        return NOW - timedelta(days=days)

    async with open_kept() as kept:
        oldest = REMEMBERED.days
        await kept.received.store([update(1), update(2)], day(oldest + 1))
        await kept.received.store([update(3)], day(oldest))
        await kept.received.answered(2)
        today: date = NOW.date()
        assert await kept.received.keep_until(today) == 1
        assert await kept.received.keep_until(today) == 0
        assert await kept.received.store([update(2), update(3)], NOW) == {2}
