"""The chat page: people's Telegram clients in a browser, and what editors see beside the chat."""
