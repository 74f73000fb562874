"""Whatever is written, pressed, linked or sent: an answer or silence, never a crash, never a repr.

The real dispatcher over real HTTP; the local server refuses HTML that Telegram would refuse.
"""

import asyncio
import itertools
import json
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from structlog.testing import capture_logs

from bot.answering.service import AnsweringService
from bot.preview.calls import Call
from bot.preview.server import BotApiServer
from bot.settings import Settings, TelegramPart
from bot.telegram import callbacks
from bot.telegram.app import serve
from tests.telegram.conftest import NOW, TOKEN, no_sleep

QUICK = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
CODE = ("Traceback", " object at 0x", "<class", "Undefined", "{{", "{%", "Error(", "None,")
# As Telegram sends text: no unpaired surrogates, at most 4,096 UTF-16 units, not only blanks.
TEXT = st.one_of(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300),
    st.text("<>&\"'/{}%$`*_[]()\\|;=#\u202e\u0000 abå😀\n", min_size=1, max_size=80),
    st.sampled_from([
        "<b>", "</b><script>alert(1)</script>", "&lt;b&gt;&#0;", "{{ 7*7 }}", "{% for x in y %}",
        "'; DROP TABLE rating; --", "\u202eolleh", "a" * 4096, "😀" * 2048, "/start@", "/",
        "/start " + "x" * 64, "//", "/\u00e5", "@local_bot", "=cmd|'/c calc'!A1", "\u200b\u200d",
        "${jndi:ldap://x}", "%s%n%p", "-1", "1e999", "٣", "null", "true", "budget " * 500,
    ]),
).filter(lambda text: bool(text.strip()) and len(text.encode("utf-16-le")) <= 8192)  # fmt: skip
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=12,
)
KINDS = ["message", "edited_message", "callback_query", "inline_query", "my_chat_member", "poll",
         "channel_post", "chat_join_request", "pre_checkout_query", "of_tomorrow"]  # fmt: skip

PREFIXES = [kind.__prefix__ for kind in CallbackData.__subclasses__()
            if kind.__module__ == callbacks.__name__]  # fmt: skip


class Wild:
    """A running bot of the tiny town, with a loop that only runs while something is awaited."""

    def __init__(self, runner: asyncio.Runner, server: BotApiServer) -> None:
        self.run: Callable[[Coroutine[Any, Any, Any]], Any] = runner.run
        self.server = server
        self.numbers = itertools.count(1_000)
        # Made-up updates name chats and queries that are not there: the server says 400 to them.
        self.made_up = False

    async def replies_to(self, text: str) -> Call:
        """Write `text` in a chat of its own; return the answer."""
        number = next(self.numbers)
        self.server.user(number, "sv").send_text(text)
        return await self.server.wait_for("sendMessage", chat=number)

    async def lives(self) -> None:
        """Raise where an ordinary command is not answered."""
        assert (await self.replies_to("/help")).text


@pytest.fixture
def wild(settings: Settings, lillby: AnsweringService, tmp_path: Path) -> Iterator[Wild]:
    with asyncio.Runner() as runner, capture_logs() as entries:
        server = BotApiServer(TOKEN)
        runner.run(server.start())
        own = {
            "bot_token": SecretStr(TOKEN),
            "bot_secret": None,
            "data": tmp_path / "data",
            "telegram": TelegramPart(api_base=server.url),
        }
        stop = asyncio.Event()
        bot = runner.get_loop().create_task(
            serve(
                settings.model_copy(update=own),
                lillby,
                clock=lambda: NOW,
                stop=stop,
                sleep=no_sleep,
            )
        )
        made = Wild(runner, server)
        yield made
        stop.set()
        runner.run(asyncio.wait_for(bot, 20))
        runner.run(server.stop())
    failed = [e["error"] for e in entries if e["event"] in ("handler_failed", "apology_failed")]
    refused = [(c.method, c.result) for c in server.calls.all if c.status == 400]
    if made.made_up:
        assert set(failed) <= {"TelegramBadRequest"}
    else:
        assert (failed, refused) == ([], [])


def clean(call: Call) -> None:
    assert call.text.strip()
    assert not [code for code in CODE if code in call.text]


def test_whatever_is_written_is_answered(wild: Wild) -> None:
    @QUICK
    @given(TEXT)
    def check(text: str) -> None:
        clean(wild.run(wild.replies_to(text)))

    check()


def test_whatever_a_link_carries_is_answered(wild: Wild) -> None:
    payload = st.text("abcXYZ019_-.", max_size=70) | st.from_regex(
        r"(contact-hours|vision)_{0,3}(sv|fi|xx|_-)?", fullmatch=True
    )

    @QUICK
    @given(payload)
    def check(payload: str) -> None:
        clean(wild.run(wild.replies_to(f"/start {payload}".strip())))

    check()


def test_whatever_a_button_carries_the_press_ends(wild: Wild) -> None:
    topic, language = st.sampled_from(["vision", "contact.hours", "contact"]), st.just("sv")
    vote = st.sampled_from(["yes", "no", "old", "other", "sv"])
    field = topic | vote | st.sampled_from(["nothing", "xx", "", "é", "9", "x" * 40])
    fields = st.one_of(
        st.tuples(language),
        st.tuples(topic, language),
        st.tuples(topic, language, vote),
        st.lists(field, max_size=4),
    )
    packed = st.tuples(st.sampled_from([*PREFIXES, "", "q"]), fields).map(
        lambda parts: ":".join([parts[0], *parts[1]])
    )
    data = (st.text(max_size=64) | packed).filter(lambda text: 1 <= len(text.encode()) <= 64)

    @QUICK
    @given(data)
    def check(data: str) -> None:
        message = wild.run(wild.replies_to("/help")).result
        person = wild.server.user(message["chat"]["id"], "sv")
        query = person.press_data(data, message)
        wild.run(
            wild.server.wait_for(
                "answerCallbackQuery",
                where=lambda call: call.parameters["callback_query_id"] == query,
            )
        )

    check()
    wild.run(wild.lives())


def test_whatever_is_searched_for_is_answered_with_cards(wild: Wild) -> None:
    @QUICK
    @given(TEXT.filter(lambda text: len(text) <= 256))
    def check(text: str) -> None:
        query = wild.server.user(next(wild.numbers), "sv").ask_inline(text)
        call = wild.run(
            wild.server.wait_for(
                "answerInlineQuery",
                where=lambda call: call.parameters["inline_query_id"] == query,
            )
        )
        assert not [code for code in CODE if code in json.dumps(call.parameters)]

    check()


def test_whatever_an_update_holds_the_bot_goes_on(wild: Wild) -> None:
    wild.made_up = True
    numbers = itertools.count(50_000)
    message = {
        "message_id": 1,
        "date": 0,
        "chat": {"id": 9, "type": "private"},
        "from": {"id": 9, "is_bot": False, "first_name": "<b>"},
        "text": "hej",
    }
    spoiled = st.builds(
        lambda key, value: {**message, key: value},
        st.sampled_from(sorted([*message, "entities", "reply_to_message", "sender_chat", "via_bot",
                                "new_chat_members", "caption", "is_automatic_forward"])),
        JSON,
    )  # fmt: skip
    kind = st.sampled_from(KINDS)

    @QUICK
    @given(kind, spoiled | JSON)
    def check(kind: str, content: object) -> None:
        wild.server.updates.add_raw({"update_id": next(numbers), kind: content})
        wild.run(wild.lives())

    check()
