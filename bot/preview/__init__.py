"""A Bot API server on this machine, for tests and for chatting with the bot without Telegram."""
