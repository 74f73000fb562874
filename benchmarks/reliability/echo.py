"""`python -m benchmarks.reliability.echo URL TOKEN [PORT]`: aiogram's echo bot and nothing else.

What a bot on the same library can do at most. With a port it listens there for a webhook.
"""

import asyncio
import sys

from aiogram import Bot, Dispatcher
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import TelegramAPIServer
from aiogram.types import Message
from aiogram.webhook.aiohttp_server import SimpleRequestHandler
from aiohttp import web

SECRET = "echo"


async def answered(message: Message) -> None:
    await message.answer(message.text or "?")


async def main(url: str, token: str, port: int | None) -> None:
    dispatcher = Dispatcher()
    dispatcher.message()(answered)
    bot = Bot(token, session=AiohttpSession(api=TelegramAPIServer.from_base(url)))
    async with bot:
        if port is None:
            await dispatcher.start_polling(bot)
            return
        app = web.Application()
        handler = SimpleRequestHandler(dispatcher, bot, secret_token=SECRET)
        handler.register(app, path="/hook")
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", port).start()
        hook = f"http://127.0.0.1:{port}/hook"
        await bot.set_webhook(hook, secret_token=SECRET, max_connections=100)
        await asyncio.Event().wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], sys.argv[2], int(sys.argv[3]) if len(sys.argv) > 3 else None))
