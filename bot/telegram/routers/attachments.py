"""Photos, voices, stickers and whatever else is not text."""

from collections import deque

from aiogram import Router
from aiogram.enums import ContentType
from aiogram.filters import BaseFilter
from aiogram.types import Message

from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.kinds import Holds
from bot.telegram.replies import send_html

# What people send; service messages such as a pinned message are not among them.
ATTACHMENTS = {
    ContentType.ANIMATION,
    ContentType.AUDIO,
    ContentType.CHECKLIST,
    ContentType.CONTACT,
    ContentType.DICE,
    ContentType.DOCUMENT,
    ContentType.GAME,
    ContentType.LOCATION,
    ContentType.PAID_MEDIA,
    ContentType.PHOTO,
    ContentType.POLL,
    ContentType.STICKER,
    ContentType.STORY,
    ContentType.VENUE,
    ContentType.VIDEO,
    ContentType.VIDEO_NOTE,
    ContentType.VOICE,
}
ALBUMS_REMEMBERED = 100


class FirstOfAlbum(BaseFilter):
    """Passes one message of an album: ten photos get one reply."""

    def __init__(self) -> None:
        self._albums: deque[str] = deque(maxlen=ALBUMS_REMEMBERED)

    async def __call__(self, message: Message) -> bool:
        """Return whether the album is new."""
        album = message.media_group_id
        if album is None:
            return True
        known = album in self._albums
        self._albums.append(album)
        return not known


def build_router() -> Router:
    """Return the router of everything that cannot be read."""
    router = Router(name=__name__)
    router.message.register(attachment_sent, Holds(ATTACHMENTS), FirstOfAlbum())
    return router


async def attachment_sent(message: Message, asker: Asker, desk: Desk) -> None:
    """Ask kindly for words."""
    await send_html(message, await desk.phrase("only_text", desk.language_of(asker)))
