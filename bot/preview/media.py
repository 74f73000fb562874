"""The methods that send pictures and contacts."""

import struct
from typing import Any

from aiohttp.web import FileField

from bot.preview.entities import utf16_length
from bot.preview.errors import bad_request
from bot.preview.keyboard import checked_keyboard
from bot.preview.messages import exchange, formatted, if_any, own_message, reply_of
from bot.preview.parameters import Parameters
from bot.preview.world import World

LONGEST_CAPTION = 1024
LARGEST_PHOTO = 10 * 1024 * 1024
# Width and height together, and the one as a multiple of the other.
MOST_PIXELS, STEEPEST = 10_000, 20
LONGEST_VCARD = 2048
PNG = b"\x89PNG\r\n\x1a\n"
ATTACHED = "attach://"


def send_photo(world: World, given: Parameters) -> dict[str, Any]:
    """Write a picture with a caption, uploaded now or known by its id."""
    chat = world.writable_chat(given.text("chat_id"))
    photo = _photo(world, given, given.text("photo"))
    caption = _caption(given.text("caption"), given.text("parse_mode"))
    keyboard = if_any("reply_markup", checked_keyboard(given.value("reply_markup")))
    content = {"photo": photo, **caption, **keyboard, **reply_of(chat, given)}
    return world.keep_message(chat, world.bot, content)


def edit_message_media(world: World, given: Parameters) -> dict[str, Any]:
    """Put a picture in the place of a text or of another picture."""
    chat = world.writable_chat(given.text("chat_id"))
    message = own_message(world, chat, given.integer("message_id"))
    media = given.value("media")
    if not isinstance(media, dict) or media.get("type") != "photo":
        raise bad_request("can't parse InputMedia: this server knows photos only")
    photo = _photo(world, given, str(media.get("media", "")))
    caption = _caption(str(media.get("caption") or ""), str(media.get("parse_mode") or ""))
    keyboard = if_any("reply_markup", checked_keyboard(given.value("reply_markup")))
    return exchange(world, chat, message, {"photo": photo, **caption, **keyboard})


def send_contact(world: World, given: Parameters) -> dict[str, Any]:
    """Write a contact card."""
    chat = world.writable_chat(given.text("chat_id"))
    if not given.text("phone_number") or not given.text("first_name"):
        missing = "first_name" if given.text("phone_number") else "phone_number"
        raise bad_request(f'parameter "{missing}" is required')
    if len(given.text("vcard").encode()) > LONGEST_VCARD:
        raise bad_request("VCARD_TOO_LONG")
    fields = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: given.text(name) for name in fields if given.text(name)}
    return world.keep_message(chat, world.bot, {"contact": contact, **reply_of(chat, given)})


def _caption(text: str, mode: str) -> dict[str, Any]:
    shown = formatted(text, mode, [])
    if utf16_length(shown.text) > LONGEST_CAPTION:
        raise bad_request("message caption is too long")
    return {**if_any("caption", shown.text), **if_any("caption_entities", shown.entities)}


def _photo(world: World, given: Parameters, named: str) -> list[dict[str, Any]]:
    """Return the sizes of a picture: of the upload that `named` points to, or of a known id."""
    if not named.startswith(ATTACHED):
        if named not in world.photos:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return world.photos[named]
    upload = given.values.get(named.removeprefix(ATTACHED))
    if not isinstance(upload, FileField):
        raise bad_request("file must be non-empty")
    content = upload.file.read()
    if len(content) > LARGEST_PHOTO:
        raise bad_request("file is too big for a photo")
    return world.keep_photo(_size_of(content), content)


def _size_of(content: bytes) -> tuple[int, int]:
    """Return width and height of a PNG, refused where Telegram would refuse them."""
    if not content.startswith(PNG):
        raise bad_request("IMAGE_PROCESS_FAILED")
    width, height = struct.unpack(">II", content[16:24])
    if width + height > MOST_PIXELS or max(width, height) > STEEPEST * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    return width, height
