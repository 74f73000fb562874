"""Inline mode: results for what somebody types after the bot's name in another chat."""

from typing import Any

from bot.preview.entities import parse_html, utf16_length
from bot.preview.errors import ApiError, bad_request
from bot.preview.keyboard import checked_keyboard
from bot.preview.parameters import Parameters
from bot.preview.world import World

MOST_RESULTS = 50
LONGEST_ID = 64
LONGEST_OFFSET = 64
LONGEST_START = 64
LONGEST_TEXT = 4096
START = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-")
TOO_OLD = "query is too old and response timeout expired or query ID is invalid"


def answer_inline_query(world: World, given: Parameters) -> bool:
    """Show results; a query can be answered once, and only for a while."""
    results = given.value("results")
    if not isinstance(results, list):
        raise bad_request("can't parse inline query results: expected an Array of results")
    if len(results) > MOST_RESULTS:
        raise bad_request("too many inline query results specified")
    _check_button(given.value("button"))
    given.integer("cache_time", 300)
    if len(given.text("next_offset").encode()) > LONGEST_OFFSET:
        raise bad_request("NEXT_OFFSET_INVALID")
    checked = [message_of(result) for result in results]
    _check_ids([result["id"] for result in results], len(checked))
    query = given.text("inline_query_id")
    if query not in world.open_inline:
        raise bad_request(TOO_OLD)
    world.open_inline.discard(query)
    return True


def message_of(result: Any) -> dict[str, Any]:
    """Return what a message made from `result` shows, or refuse the result."""
    kind = result.get("type") if isinstance(result, dict) else None
    if kind != "article":
        raise _unparsable(f'type "{kind or ""}" is unsupported for the inline query result')
    if not str(result.get("title") or "").strip():
        raise bad_request("ARTICLE_TITLE_EMPTY")
    content = result.get("input_message_content")
    if not isinstance(content, dict) or not str(content.get("message_text") or "").strip():
        raise _unparsable("message text is empty")
    return {**_text_of(content), **_keyboard_of(result)}


def _text_of(content: dict[str, Any]) -> dict[str, Any]:
    mode = str(content.get("parse_mode") or "").lower()
    if mode not in {"", "html"}:
        raise bad_request(f"unsupported parse_mode: this server reads HTML, not {mode}")
    if not mode:
        return _within_limits(str(content["message_text"]), [])
    try:
        formatted = parse_html(str(content["message_text"]))
    except ApiError as refusal:
        reason = refusal.description.removeprefix("Bad Request: ")
        raise _unparsable(reason[0].upper() + reason[1:]) from None
    return _within_limits(formatted.text, formatted.entities)


def _within_limits(text: str, entities: list[dict[str, Any]]) -> dict[str, Any]:
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("MESSAGE_TOO_LONG")
    return {"text": text, **({"entities": entities} if entities else {})}


def _keyboard_of(result: dict[str, Any]) -> dict[str, Any]:
    keyboard = checked_keyboard(result.get("reply_markup"))
    return {"reply_markup": keyboard} if keyboard else {}


def _check_ids(ids: list[Any], expected: int) -> None:
    for identifier in ids:
        if not identifier:
            raise bad_request("RESULT_ID_EMPTY")
        if len(str(identifier).encode()) > LONGEST_ID:
            raise bad_request("RESULT_ID_INVALID")
    if len({str(identifier) for identifier in ids}) != expected:
        raise bad_request("RESULT_ID_DUPLICATE")


def _check_button(button: Any) -> None:
    if not button:
        return
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request("can't parse inline query results button: text is empty")
    start = str(button.get("start_parameter") or "")
    if not start:
        raise bad_request("can't use empty start_parameter")
    if len(start.encode()) > LONGEST_START:
        raise bad_request("too long start_parameter specified")
    if not START.issuperset(start):
        raise bad_request("unallowed characters in start_parameter are used")


def _unparsable(reason: str) -> ApiError:
    return bad_request(f"can't parse inline query result: {reason}")
