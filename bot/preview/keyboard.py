"""Inline keyboards, checked as the real server checks them."""

from typing import Any

from bot.preview.errors import ApiError, bad_request

MOST_BUTTONS = 100
LONGEST_DATA = 64
LONGEST_COPY = 256
ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)


def checked_keyboard(markup: Any) -> dict[str, Any] | None:
    """Return `markup`, or refuse it with 400."""
    if markup is None:
        return None
    rows = markup.get("inline_keyboard") if isinstance(markup, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise bad_request("object expected as reply markup")
    buttons = [button for row in rows for button in row]
    if len(buttons) > MOST_BUTTONS:
        raise bad_request("REPLY_MARKUP_TOO_LONG")
    for button in buttons:
        _check_button(button)
    return {"inline_keyboard": rows} if buttons else None


def _check_button(button: Any) -> None:
    if not isinstance(button, dict) or not str(button.get("text") or "").strip():
        raise bad_request("text buttons are unallowed in the inline keyboard: text is empty")
    actions = [action for action in ACTIONS if button.get(action) is not None]
    if len(actions) != 1:
        raise bad_request("text buttons are unallowed in the inline keyboard")
    refusal = _refusal(actions[0], button[actions[0]])
    if refusal is not None:
        raise refusal


def _refusal(action: str, value: Any) -> ApiError | None:
    if action == "callback_data" and not 1 <= len(str(value).encode()) <= LONGEST_DATA:
        return bad_request("BUTTON_DATA_INVALID")
    if action == "url" and not str(value).startswith(("https://", "http://", "tg://")):
        return bad_request(f"inline keyboard button URL '{value}' is invalid: Wrong HTTP URL")
    if action == "copy_text":
        text = value.get("text") if isinstance(value, dict) else ""
        return None if 1 <= len(str(text)) <= LONGEST_COPY else bad_request("COPY_TEXT_INVALID")
    return None
