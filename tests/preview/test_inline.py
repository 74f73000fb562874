"""Inline queries are answered as strictly as on Telegram's own server."""

from typing import Any

import pytest

from bot.preview.server import BotApiServer
from tests.preview.conftest import Api

ARTICLE = {
    "type": "article",
    "id": "a",
    "title": "A",
    "input_message_content": {"message_text": "x"},
}


def article(**changes: Any) -> dict[str, Any]:
    return {**ARTICLE, **changes}


def says(text: str) -> dict[str, Any]:
    return article(input_message_content={"message_text": text, "parse_mode": "HTML"})


def opened(data: str) -> dict[str, Any]:
    button = {"text": "x", "callback_data": data}
    return article(reply_markup={"inline_keyboard": [[button]]})


async def test_query_is_answered_once(server: BotApiServer, api: Api) -> None:
    query = server.user(1, "sv").ask_inline("budget")
    assert await api("answerInlineQuery", inline_query_id=query, results=[ARTICLE]) == (
        200,
        {"ok": True, "result": True},
    )
    status, body = await api("answerInlineQuery", inline_query_id=query, results=[ARTICLE])
    assert status == 400
    assert body["description"] == (
        "Bad Request: query is too old and response timeout expired or query ID is invalid"
    )


async def test_update_tells_who_types_what(server: BotApiServer, api: Api) -> None:
    server.user(1, "sv").ask_inline("budget")
    _, body = await api("getUpdates")
    query = body["result"][0]["inline_query"]
    assert (query["query"], query["from"]["language_code"], query["offset"]) == ("budget", "sv", "")


@pytest.mark.parametrize(
    ("results", "reason"),
    [
        ([article(id=str(n)) for n in range(51)], "too many inline query results specified"),
        ([article(id="")], "RESULT_ID_EMPTY"),
        ([article(id="å" * 33)], "RESULT_ID_INVALID"),
        ([article(), article()], "RESULT_ID_DUPLICATE"),
        ([article(title=" ")], "ARTICLE_TITLE_EMPTY"),
        ([opened("å" * 33)], "BUTTON_DATA_INVALID"),
        ([says("x" * 4097)], "MESSAGE_TOO_LONG"),
        ([says("<b>x")], "can't parse inline query result: Can't parse entities: Can't find end"),
        ([article(type="")], 'type "" is unsupported for the inline query result'),
        ([article(input_message_content=None)], "message text is empty"),
        ("x", "can't parse"),
    ],
    ids=[
        "51 results",
        "no id",
        "id of 66 bytes",
        "same id",
        "no title",
        "callback of 66 bytes",
        "long text",
        "open tag",
        "no type",
        "no content",
        "no list",
    ],
)
async def test_refusals(server: BotApiServer, api: Api, results: Any, reason: str) -> None:
    query = server.user(1).ask_inline("x")
    status, body = await api("answerInlineQuery", inline_query_id=query, results=results)
    assert status == 400
    assert reason in body["description"]


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("", "can't use empty start_parameter"),
        ("x" * 65, "too long start_parameter specified"),
        ("a.b", "unallowed characters in start_parameter are used"),
    ],
    ids=["empty", "long", "dot"],
)
async def test_button_leads_to_a_start(
    server: BotApiServer, api: Api, start: str, reason: str
) -> None:
    query = server.user(1).ask_inline("x")
    button = {"text": "x", "start_parameter": start}
    status, body = await api("answerInlineQuery", inline_query_id=query, results=[], button=button)
    assert status == 400
    assert body["description"] == f"Bad Request: {reason}"


async def test_picked_result_becomes_a_message(server: BotApiServer, api: Api) -> None:
    user = server.user(1)
    query = user.ask_inline("x")
    await api("answerInlineQuery", inline_query_id=query, results="[]")
    call = server.calls.of("answerInlineQuery")[0]
    with pytest.raises(LookupError, match="no result"):
        user.pick(call, "A")
