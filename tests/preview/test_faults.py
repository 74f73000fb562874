"""A server that misbehaves does so as told, and by the same chance each time."""

import asyncio
from collections import Counter

import aiohttp
import pytest
from pydantic import ValidationError

from bot.preview.faults import Faults, Misbehaviour
from bot.preview.server import BotApiServer
from tests.preview.conftest import Api

CALLS = 400


def kinds_of(faults: Faults, count: int = CALLS, chat: int = 1) -> Counter[str]:
    met: Counter[str] = Counter()
    for _ in range(count):
        fault = faults.take("sendMessage", chat)
        met[str(fault.refusal.code) if fault.refusal else fault.cut or "well"] += 1
        met["slow"] += bool(fault.delay)
    return met


def test_shares_are_met_and_a_seed_repeats_them() -> None:
    behaviour = Misbehaviour(
        too_many_requests=0.2, server_error=0.2, cut_before=0.2, cut_after=0.2, slow=0.5
    )
    faults = Faults(seed=3)
    faults.behave(behaviour)
    met = kinds_of(faults)
    assert set(met) == {"429", "500", "502", "504", "before", "after", "well", "slow"}
    assert abs(met["429"] - 0.2 * CALLS) < 0.05 * CALLS
    assert abs(met["slow"] - 0.5 * CALLS) < 0.1 * CALLS
    faults.behave(behaviour, seed=3)
    assert kinds_of(faults) == met


def test_only_what_is_named_meets_faults() -> None:
    faults = Faults()
    faults.behave(
        Misbehaviour(server_error=1, methods=frozenset({"SendMessage"}), chats=frozenset({7}))
    )
    assert faults.take("sendMessage", 7).refusal is not None
    assert faults.take("sendMessage", 8).refusal is None
    assert faults.take("getUpdates").refusal is None


def test_only_texts_that_hold_a_word_meet_faults() -> None:
    faults = Faults()
    faults.behave(Misbehaviour(server_error=1, texts=frozenset({"poison"})))
    assert faults.take("sendMessage", 7, "some poison").refusal is not None
    assert faults.take("sendMessage", 7, "else").refusal is None
    assert faults.take("getUpdates").refusal is None


@pytest.mark.parametrize(
    "given", [{"slow": 1.5}, {"slow": -1}, {"retry_after": 0}, {"storm": 1}], ids=str
)
def test_what_cannot_be_is_refused(given: dict[str, float]) -> None:
    with pytest.raises(ValidationError):
        Misbehaviour.model_validate(given)


def test_silence_lasts_until_the_clock_has_passed_it() -> None:
    now = 100.0
    faults = Faults(clock=lambda: now)
    faults.silence(7.5, chat=1)
    refusal = faults.take("sendMessage", 1).refusal
    assert refusal is not None
    assert refusal.parameters == {"retry_after": 8}
    assert faults.take("sendMessage", 2).refusal is None
    assert faults.take("getUpdates").refusal is None
    now = 108
    assert faults.take("sendMessage", 1).refusal is None
    faults.silence(5)
    assert faults.take("getUpdates").refusal is not None


def test_a_strict_storm_refuses_who_does_not_wait() -> None:
    faults = Faults(clock=lambda: 100.0)
    faults.behave(Misbehaviour(too_many_requests=1, retry_after=9, strict=True))
    assert faults.take("sendMessage", 1).refusal is not None
    faults.behave(Misbehaviour())
    assert faults.take("sendMessage", 1).refusal is not None
    assert faults.take("sendMessage", 2).refusal is None


async def test_an_outage_cuts_every_call_and_a_waiting_poll(server: BotApiServer, api: Api) -> None:
    poll = asyncio.create_task(api("getUpdates", timeout=30))
    while not server.updates.waiting:
        await asyncio.sleep(0)
    server.faults.behave(Misbehaviour(outage=True))
    server.user(1).send_text("kept")
    with pytest.raises(aiohttp.ClientError):
        await poll
    with pytest.raises(aiohttp.ClientError):
        await api("getMe")
    server.faults.behave(Misbehaviour())
    assert len((await api("getUpdates"))[1]["result"]) == 1


async def test_slow_answers_wait_and_others_pass_them() -> None:
    waited: list[float] = []
    released = asyncio.Event()

    async def sleep(seconds: float) -> None:
        waited.append(seconds)
        await released.wait()

    async with BotApiServer(sleep=sleep).running() as server, aiohttp.ClientSession() as session:
        server.faults.behave(Misbehaviour(slow=1, delay=9, methods=frozenset({"getMyName"})))

        async def status(method: str) -> int:
            async with session.get(f"{server.url}/bot{server.token}/{method}") as response:
                return response.status

        slow = asyncio.create_task(status("getMyName"))
        assert await status("getMe") == 200
        while not waited:
            await asyncio.sleep(0)
        assert not slow.done()
        released.set()
        assert await slow == 200
    assert waited == [9]


async def test_confirmed_updates_come_again(server: BotApiServer, api: Api) -> None:
    for number in range(8):
        server.user(1).send_text(str(number))
    server.faults.behave(Misbehaviour(duplicate=1))
    first = (await api("getUpdates", limit=4))[1]["result"]
    second = (await api("getUpdates", offset=5, limit=4))[1]["result"]
    assert [update["update_id"] for update in first] == [1, 2, 3, 4]
    assert [update["update_id"] for update in second] == [1, 2, 3, 4, 5, 6, 7, 8]


async def test_batches_come_out_of_order(server: BotApiServer, api: Api) -> None:
    for number in range(20):
        server.user(1).send_text(str(number))
    server.faults.behave(Misbehaviour(reorder=1))
    _, body = await api("getUpdates")
    numbers = [update["update_id"] for update in body["result"]]
    assert sorted(numbers) == list(range(1, 21))
    assert numbers != sorted(numbers)
