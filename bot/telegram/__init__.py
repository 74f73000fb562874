"""The Telegram door: updates in, answers out. No other room imports aiogram."""
