"""Cards as Telegram shows them while somebody types `@bot ...` in another chat."""

from aiogram.enums import ParseMode
from aiogram.types import (
    InlineKeyboardButton,
    InlineKeyboardMarkup,
    InlineQueryResultArticle,
    InputTextMessageContent,
    LinkPreviewOptions,
)

from bot.answering.sharing import Card
from bot.telegram.deep_links import DeepLink, encode, url_of
from bot.telegram.split import LIMIT, split_html, units

ELSEWHERE = "elsewhere"


def article_of(card: Card, username: str, open_label: str) -> InlineQueryResultArticle | None:
    """Return the article of `card`, `None` where its topic's id fits no link.

    The id is the same for the same topic and language. Below all but help in distress stands a
    button that opens the topic in a chat with the bot, where also the rest of a long answer is.
    """
    try:
        payload = encode(DeepLink(card.topic, card.language)) if card.topic else ELSEWHERE
    except ValueError:
        return None
    opens = InlineKeyboardButton(text=open_label, url=url_of(username, payload))
    return InlineQueryResultArticle(
        id=payload,
        title=card.title,
        description=card.description,
        input_message_content=InputTextMessageContent(
            message_text=_stamped(card),
            parse_mode=ParseMode.HTML,
            link_preview_options=LinkPreviewOptions(is_disabled=True),
        ),
        reply_markup=InlineKeyboardMarkup(inline_keyboard=[[opens]]) if card.stamp else None,
    )


def _stamped(card: Card) -> str:
    """Return the text with its stamp, the text shortened where both together are too long."""
    ending = f"\n\n{card.stamp}" if card.stamp else ""
    return split_html(card.text, LIMIT - units(ending))[0] + ending
