import asyncio

import pytest

from bot.storage.together import Together


async def test_what_arrives_during_a_write_shares_the_next() -> None:
    written: list[list[int]] = []
    going_on = asyncio.Event()

    async def write(items: list[int]) -> list[int]:
        written.append(items)
        await going_on.wait()
        return [item * 10 for item in items]

    together = Together(write)
    waiting = [asyncio.ensure_future(together.add(item)) for item in (1, 2)]
    await asyncio.sleep(0)
    await asyncio.sleep(0)
    waiting += [asyncio.ensure_future(together.add(item)) for item in (3, 4)]
    going_on.set()
    assert await asyncio.gather(*waiting) == [10, 20, 30, 40]
    assert written == [[1, 2], [3, 4]]


async def test_a_failed_write_is_everyones_and_the_next_goes_on() -> None:
    async def write(items: list[int]) -> list[int]:
        if 1 in items:
            raise ZeroDivisionError
        return items

    together = Together(write)
    failed = await asyncio.gather(together.add(1), together.add(2), return_exceptions=True)
    assert [type(error) for error in failed] == [ZeroDivisionError, ZeroDivisionError]
    with pytest.raises(ZeroDivisionError):
        await together.add(1)
    assert await together.add(3) == 3


async def test_one_who_no_longer_waits_stops_nobody() -> None:
    written: list[int] = []

    async def write(items: list[int]) -> list[int]:
        await asyncio.sleep(0)
        written.extend(items)
        return items

    together = Together(write)
    gone, stays = (asyncio.ensure_future(together.add(item)) for item in (1, 2))
    await asyncio.sleep(0)
    gone.cancel()
    assert await stays == 2
    assert written == [1, 2]
