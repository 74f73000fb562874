"""Whatever is posted to the webhook, by whomever: taken or refused, and the bot goes on."""

import itertools
import json
from collections.abc import AsyncIterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.answering.service import AnsweringService
from bot.settings import Settings
from bot.telegram.deliveries import read_update
from tests.telegram.conftest import HOOK_SECRET, Door, OpenDoor
from tests.telegram.deliveries import deliver
from tests.telegram.test_wild import JSON, KINDS

PEOPLE = itertools.count(1_000)
# Far from the numbers that the server itself gives: one that was taken is not taken again.
NUMBERS = st.integers(10**6, 2**54)
UPDATES = st.builds(
    lambda number, kind, content: {"update_id": number, kind: content},
    NUMBERS | JSON.filter(lambda value: not isinstance(value, int | float)),
    st.sampled_from(KINDS),
    JSON,
)
BODIES = st.one_of(
    st.binary(max_size=80),
    (UPDATES | JSON).map(lambda value: json.dumps(value).encode()),
    st.integers(1, 6_000).map(lambda depth: b'{"update_id": 1000000, "message": ' + b"[" * depth),
)
SECRETS = st.sampled_from([HOOK_SECRET, HOOK_SECRET, None]) | st.text("aZ09_- ", max_size=40)


@pytest.fixture
async def hook(open_hook: OpenDoor, lillby: AnsweringService) -> AsyncIterator[Door]:
    async with open_hook(lillby) as door:
        yield door


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(body=BODIES, secret=SECRETS)
async def test_whatever_is_delivered_is_taken_or_refused(
    hook: Door, hooked: Settings, body: bytes, secret: str | None
) -> None:
    readable = 200 if read_update(body) is not None else 400
    wanted = readable if secret == HOOK_SECRET else 401

    assert await deliver(hooked.webhook.url, body, secret) == wanted

    person = next(PEOPLE)
    hook.server.user(person, "sv").send_text("/help")
    assert (await hook.server.wait_for("sendMessage", chat=person)).text == hook.phrase("help")
