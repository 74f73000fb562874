import asyncio

from bot.telegram.queues import ChatQueues


async def test_jobs_of_a_chat_run_one_after_the_other() -> None:
    queues, log = ChatQueues(), list[str]()

    async def job(name: str, turns: int) -> None:
        for _ in range(turns):
            await asyncio.sleep(0)
        log.append(name)

    await queues.submit(1, lambda: job("slow first", 20))
    await queues.submit(1, lambda: job("second", 0))
    await queues.submit(2, lambda: job("other chat", 0))
    assert await queues.finish(10)
    assert log == ["other chat", "slow first", "second"]


async def test_failing_job_does_not_stop_those_behind_it() -> None:
    queues, done = ChatQueues(), asyncio.Event()

    async def fail() -> None:
        raise RuntimeError

    async def succeed() -> None:
        done.set()

    await queues.submit(1, fail)
    await queues.submit(1, succeed)
    assert await queues.finish(10)
    assert done.is_set()


async def test_nothing_is_kept_for_quiet_chats() -> None:
    queues = ChatQueues()
    for chat in range(100):
        await queues.submit(chat, lambda: asyncio.sleep(0))
    assert await queues.finish(10)
    assert queues.chats == 0


async def test_late_jobs_are_cancelled() -> None:
    queues = ChatQueues()
    await queues.submit(1, asyncio.Event().wait)
    assert not await queues.finish(0)
    assert queues.chats == 0


async def test_full_queue_makes_the_fetcher_wait() -> None:
    queues, gate = ChatQueues(capacity=2), asyncio.Event()
    for chat in (1, 2):
        await queues.submit(chat, gate.wait)
    third = asyncio.ensure_future(queues.submit(3, gate.wait))
    await asyncio.sleep(0)
    assert not third.done()
    gate.set()
    await third
    assert await queues.finish(10)


async def test_one_chats_flood_leaves_room_to_others() -> None:
    queues, gate, done = ChatQueues(capacity=10, longest=3), asyncio.Event(), list[str]()

    async def flood() -> None:
        await gate.wait()
        done.append("flood")

    async def other() -> None:
        done.append("other")

    taken = []
    for _ in range(2000):
        taken.append(await queues.submit(1, flood))
        # The runner takes the first one out of the queue.
        await asyncio.sleep(0)
    assert taken == [True] * 4 + [False] * 1996
    assert queues.length == 3
    assert await queues.submit(2, other)
    gate.set()
    assert await queues.finish(10)
    assert sorted(done) == ["flood"] * 4 + ["other"]
