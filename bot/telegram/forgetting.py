"""Deleting what is stored about a chat, wherever it is."""

from aiogram.types import Message

from bot.storage.choices import LanguageChoices
from bot.storage.ratings import Ratings
from bot.storage.received import ReceivedUpdates
from bot.storage.subscriptions import Subscriptions
from bot.telegram.asker import Asker
from bot.telegram.desk import Desk


async def forget_everything(
    message: Message,
    asker: Asker,
    desk: Desk,
    choices: LanguageChoices,
    ratings: Ratings,
    subscriptions: Subscriptions,
    received: ReceivedUpdates,
    number: int,
) -> None:
    """Delete the language, subscriptions, ratings, unanswered updates and conversation of a chat.

    The ratings are those of the chat's messages up to `message`; later ones cannot have any. The
    updates are those before `number`, that of `message`, which goes once it is answered.
    """
    await choices.forget(asker.key)
    await subscriptions.end_all(asker.key)
    held = await ratings.held()
    for numbers in ratings.stretches(message.message_id) if held else ():
        # A stretch takes a few hundredths of a second: answers to others come in between.
        found = await desk.off_loop(ratings.find, message.chat.id, numbers, held)
        await ratings.forget(found)
    await desk.forget(asker)
    await received.forget(asker.key, number)
