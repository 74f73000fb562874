"""`@bot ...` in any chat: answers to put there. Nothing about who asks is kept."""

from aiogram import Bot, Router
from aiogram.types import InlineQuery, InlineQueryResultsButton

from bot.telegram.articles import article_of
from bot.telegram.asker import Asker
from bot.telegram.desk import Desk
from bot.telegram.replies import TOO_LATE, ignoring

# Seconds. An answer may say whether the office is open at the moment.
CACHE_TIME = 60
# Opens the chat with the bot; it names no topic, so the bot greets.
GREETING = "inline"


def build_router() -> Router:
    """Return the router of inline queries."""
    router = Router(name=__name__)
    router.inline_query.register(answer_searched)
    return router


async def answer_searched(query: InlineQuery, bot: Bot, asker: Asker, desk: Desk) -> None:
    """Offer what may be meant.

    Telegram shows the same results to everybody who types the same, unless they are personal: so
    they are wherever the asker's own language decided.
    """
    hand = await desk.cards(query.query, asker)
    label = await desk.plain_phrase("button.open", hand.language)
    username = (await bot.me()).username or ""
    articles = [article_of(card, username, label) for card in hand.cards]
    async with ignoring(TOO_LATE):
        await query.answer(
            [article for article in articles if article is not None],
            cache_time=CACHE_TIME,
            is_personal=hand.personal,
            button=InlineQueryResultsButton(text=label, start_parameter=GREETING),
        )
