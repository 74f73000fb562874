"""The methods that write, edit and acknowledge."""

from typing import Any

from bot.preview.entities import Formatted, parse_html, utf16_length
from bot.preview.errors import bad_request
from bot.preview.keyboard import checked_keyboard
from bot.preview.parameters import Parameters
from bot.preview.world import Chat, World

LONGEST_TEXT = 4096
LONGEST_NOTICE = 200
ACTIONS = frozenset(
    [
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    ]
)
NOT_MODIFIED = (
    "message is not modified: specified new message content and reply markup are exactly the same "
    "as a current content and reply markup of the message"
)


def send_message(world: World, given: Parameters) -> dict[str, Any]:
    """Write a new message of the bot."""
    chat = world.writable_chat(given.text("chat_id"))
    content = _content(given)
    quoted = _quoted(chat, given)
    if quoted is not None:
        content["reply_to_message"] = quoted
    return world.keep_message(chat, world.bot, content)


def edit_message_text(world: World, given: Parameters) -> dict[str, Any]:
    """Give one of the bot's messages another text and keyboard."""
    chat = world.writable_chat(given.text("chat_id"))
    message = _own_message(world, chat, given.integer("message_id"))
    content = _content(given)
    shown = ("text", "entities", "reply_markup")
    if all(message.get(key) == content.get(key) for key in shown):
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.items() if key not in shown}
    edited = {**kept, **content, "edit_date": int(world.clock())}
    chat.messages[message["message_id"]] = edited
    return edited


def edit_message_reply_markup(world: World, given: Parameters) -> dict[str, Any]:
    """Give one of the bot's messages another keyboard, or none."""
    chat = world.writable_chat(given.text("chat_id"))
    message = _own_message(world, chat, given.integer("message_id"))
    keyboard = checked_keyboard(given.value("reply_markup"))
    if message.get("reply_markup") == keyboard:
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.items() if key != "reply_markup"}
    edited = {**kept, "edit_date": int(world.clock()), **_if_any("reply_markup", keyboard)}
    chat.messages[message["message_id"]] = edited
    return edited


def answer_callback_query(world: World, given: Parameters) -> bool:
    """End the spinner of a pressed button; a query can be answered once."""
    if utf16_length(given.text("text")) > LONGEST_NOTICE:
        raise bad_request("MESSAGE_TOO_LONG")
    query = given.text("callback_query_id")
    if query not in world.open_queries:
        reason = "query is too old and response timeout expired or query ID is invalid"
        raise bad_request(reason)
    world.open_queries.discard(query)
    return True


def send_chat_action(world: World, given: Parameters) -> bool:
    """Show that the bot is busy."""
    world.writable_chat(given.text("chat_id"))
    if given.text("action") not in ACTIONS:
        raise bad_request("wrong parameter action in request")
    return True


def _content(given: Parameters) -> dict[str, Any]:
    formatted = _formatted(given)
    text = formatted.text.rstrip()
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    keyboard = checked_keyboard(given.value("reply_markup"))
    entities = _if_any("entities", formatted.entities)
    return {"text": text, **entities, **_if_any("reply_markup", keyboard)}


def _formatted(given: Parameters) -> Formatted:
    mode = given.text("parse_mode").lower()
    if mode not in {"", "html"}:
        raise bad_request(f"unsupported parse_mode: this server reads HTML, not {mode}")
    if mode == "html":
        return parse_html(given.text("text"))
    return Formatted(given.text("text"), given.value("entities") or [])


def _quoted(chat: Chat, given: Parameters) -> dict[str, Any] | None:
    reply = given.value("reply_parameters")
    if not reply:
        return None
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    message = chat.messages.get(reply["message_id"])
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    return (
        None if message is None else {k: v for k, v in message.items() if k != "reply_to_message"}
    )


def _own_message(world: World, chat: Chat, number: int) -> dict[str, Any]:
    message = chat.messages.get(number)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return message


def _if_any(name: str, value: Any) -> dict[str, Any]:
    return {name: value} if value else {}
