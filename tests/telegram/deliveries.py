"""Deliveries to the webhook, as Telegram or a stranger makes them."""

import json

import aiohttp

from bot.telegram.deliveries import HEADER
from tests.telegram.conftest import HOOK_SECRET


async def deliver(
    url: str, body: bytes, secret: str | None = HOOK_SECRET, method: str = "POST"
) -> int:
    headers = {} if secret is None else {HEADER: secret}
    async with (
        aiohttp.ClientSession() as session,
        session.request(method, url, data=body, headers=headers) as response,
    ):
        return response.status


def update(number: int, text: str, person: int = 1) -> bytes:
    sender = {"id": person, "is_bot": False, "first_name": "Resident", "language_code": "sv"}
    chat = {"id": person, "type": "private"}
    message = {"message_id": number, "date": 0, "chat": chat, "from": sender, "text": text}
    return json.dumps({"update_id": number, "message": message}).encode()
