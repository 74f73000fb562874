"""The Telegram door: updates in, answers out. aiogram is imported here and in `bot/preview` only."""
