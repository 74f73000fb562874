"""The methods that write, edit and acknowledge."""

from typing import Any

from bot.preview.entities import Formatted, parse_html, utf16_length
from bot.preview.errors import bad_request
from bot.preview.keyboard import checked_keyboard
from bot.preview.parameters import Parameters
from bot.preview.world import Chat, World

LONGEST_TEXT = 4096
LONGEST_NOTICE = 200
# Seconds after which a message can no longer be taken away.
DELETABLE = 48 * 3600
# What a message shows: its text or its picture, and its buttons.
SHOWN = ("text", "entities", "photo", "caption", "caption_entities", "reply_markup")
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
    return world.keep_message(chat, world.bot, {**content, **reply_of(chat, given)})


def delete_message(world: World, given: Parameters) -> bool:
    """Take one of the bot's messages away."""
    chat = world.writable_chat(given.text("chat_id"))
    message = chat.messages.get(given.integer("message_id"))
    if message is None:
        raise bad_request("message to delete not found")
    if message["from"]["id"] != world.bot["id"] or world.clock() - message["date"] > DELETABLE:
        raise bad_request("message can't be deleted")
    del chat.messages[message["message_id"]]
    return True


def edit_message_text(world: World, given: Parameters) -> dict[str, Any]:
    """Give one of the bot's messages another text and keyboard."""
    chat = world.writable_chat(given.text("chat_id"))
    message = own_message(world, chat, given.integer("message_id"))
    if "text" not in message:
        raise bad_request("there is no text in the message to edit")
    return exchange(world, chat, message, _content(given))


def exchange(
    world: World, chat: Chat, message: dict[str, Any], content: dict[str, Any]
) -> dict[str, Any]:
    """Give `message` other content, or refuse where it is the same."""
    if all(message.get(key) == content.get(key) for key in SHOWN):
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.items() if key not in SHOWN}
    edited = {**kept, **content, "edit_date": int(world.clock())}
    chat.messages[message["message_id"]] = edited
    return edited


def edit_message_reply_markup(world: World, given: Parameters) -> dict[str, Any]:
    """Give one of the bot's messages another keyboard, or none."""
    chat = world.writable_chat(given.text("chat_id"))
    message = own_message(world, chat, given.integer("message_id"))
    keyboard = checked_keyboard(given.value("reply_markup"))
    if message.get("reply_markup") == keyboard:
        raise bad_request(NOT_MODIFIED)
    kept = {key: value for key, value in message.items() if key != "reply_markup"}
    edited = {**kept, "edit_date": int(world.clock()), **if_any("reply_markup", keyboard)}
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
    entities = given.value("entities") or []
    shown = formatted(given.text("text"), given.text("parse_mode"), entities)
    text = shown.text.rstrip()
    if not text.strip():
        raise bad_request("message text is empty")
    if utf16_length(text) > LONGEST_TEXT:
        raise bad_request("message is too long")
    keyboard = checked_keyboard(given.value("reply_markup"))
    marked = if_any("entities", shown.entities)
    return {"text": text, **marked, **if_any("reply_markup", keyboard)}


def formatted(text: str, mode: str, entities: list[dict[str, Any]]) -> Formatted:
    """Return what `text` shows in one of Telegram's ways of marking it up."""
    if mode.lower() not in {"", "html"}:
        raise bad_request(f"unsupported parse_mode: this server reads HTML, not {mode}")
    return parse_html(text) if mode else Formatted(text, entities)


def reply_of(chat: Chat, given: Parameters) -> dict[str, Any]:
    """Return the field for what a new message replies to, without what that one replied to."""
    reply = given.value("reply_parameters")
    if not reply:
        return {}
    if not isinstance(reply, dict) or not isinstance(reply.get("message_id"), int):
        raise bad_request("can't parse reply parameters JSON object")
    message = chat.messages.get(reply["message_id"])
    if message is None and not reply.get("allow_sending_without_reply"):
        raise bad_request("message to be replied not found")
    if message is None:
        return {}
    return {"reply_to_message": {k: v for k, v in message.items() if k != "reply_to_message"}}


def own_message(world: World, chat: Chat, number: int) -> dict[str, Any]:
    """Return a message that the bot may edit."""
    message = chat.messages.get(number)
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot["id"]:
        raise bad_request("message can't be edited")
    return message


def if_any(name: str, value: Any) -> dict[str, Any]:
    """Return an object's field, nothing where it is empty."""
    return {name: value} if value else {}
