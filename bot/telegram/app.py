"""The Telegram door put together."""

import asyncio
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress
from datetime import UTC, datetime
from functools import partial

from aiogram import Bot, Dispatcher
from aiogram.client.default import DefaultBotProperties
from aiogram.client.session.aiohttp import AiohttpSession
from aiogram.client.telegram import PRODUCTION, TelegramAPIServer
from aiogram.enums import ParseMode
from aiogram.types import LinkPreviewOptions
from aiogram.utils.token import TokenValidationError

from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.errors import SettingsError
from bot.inbox.building import build_recorder
from bot.inbox.recording import Recorder
from bot.monitoring.health import Health
from bot.monitoring.metrics import Metrics
from bot.monitoring.watching import watched
from bot.reloading import Reloader
from bot.settings import LimitsPart, Settings
from bot.storage.storage import Storage, open_storage
from bot.telegram.addressed import Addressed
from bot.telegram.answered import Answered
from bot.telegram.asker import AskerMiddleware
from bot.telegram.background import (
    Job,
    drop_old,
    run_beside,
    settle_questions,
    with_each_version,
)
from bot.telegram.change_notices import ChangeNotices
from bot.telegram.desk import Clock, Desk
from bot.telegram.errors import TelegramRefused
from bot.telegram.gallery import Gallery
from bot.telegram.intake import Intake, Reached
from bot.telegram.limits import LimitMiddleware
from bot.telegram.measuring import MeasuredCalls, MeasuredUpdates
from bot.telegram.placing import Placer
from bot.telegram.polling import run_polling, server_of
from bot.telegram.profile import update_profile
from bot.telegram.responses import KeptResponses
from bot.telegram.retries import RetryMiddleware, Sleep
from bot.telegram.routers import build_routers
from bot.telegram.staff import StaffRoom, follow_switches
from bot.telegram.staff_menu import show_staff_commands
from bot.telegram.webhook import run_webhook

NO_TOKEN = (
    "BOT_TOKEN is missing. Ask @BotFather for one (/newbot) and put it in .env: BOT_TOKEN=..."
)


def build_dispatcher(
    service: AnsweringService,
    worker: Worker,
    storage: Storage,
    clock: Clock,
    gallery: Gallery,
    recorder: Recorder,
    metrics: Metrics,
    staff: StaffRoom,
    limits: LimitsPart,
) -> Dispatcher:
    """Return a dispatcher with all routers; handlers get what they name among its data."""
    # No states: menus are stateless, and the order within a chat is kept by `queues.py`.
    dispatcher = Dispatcher(
        disable_fsm=True,
        desk=Desk(service, worker, clock, metrics),
        choices=storage.choices,
        ratings=storage.ratings,
        subscriptions=storage.subscriptions,
        placer=Placer(gallery),
        received=storage.received,
        answered=Answered(),
        staff=staff,
        recorder=recorder,
    )
    dispatcher.update.outer_middleware(MeasuredUpdates(metrics))
    dispatcher.message.filter(Addressed())
    dispatcher.edited_message.filter(Addressed())
    limit = LimitMiddleware(limits, metrics)
    for observer in (
        dispatcher.message,
        dispatcher.edited_message,
        dispatcher.callback_query,
        dispatcher.inline_query,
    ):
        observer.outer_middleware(AskerMiddleware(storage.choices))
        observer.middleware(limit)
    dispatcher.include_routers(*build_routers())
    return dispatcher


@asynccontextmanager
async def open_bot(
    settings: Settings, sleep: Sleep = asyncio.sleep, metrics: Metrics | None = None
) -> AsyncIterator[Bot]:
    """Return a bot that retries, and close its connections afterwards.

    Raises:
        SettingsError: there is no token.
        TelegramRefused: the token cannot be one.
    """
    if settings.bot_token is None:
        raise SettingsError(NO_TOKEN)
    base = settings.telegram.api_base
    api = TelegramAPIServer.from_base(base) if base else PRODUCTION
    defaults = DefaultBotProperties(
        parse_mode=ParseMode.HTML, link_preview=LinkPreviewOptions(is_disabled=True)
    )
    session = AiohttpSession(api=api)
    session.middleware(KeptResponses())
    session.middleware(RetryMiddleware(sleep))
    if metrics is not None:
        session.middleware(MeasuredCalls(metrics))
    try:
        bot = Bot(settings.bot_token.get_secret_value(), session=session, default=defaults)
    except TokenValidationError:
        raise TelegramRefused(server_of(api)) from None
    try:
        yield bot
    finally:
        await session.close()


async def serve(
    settings: Settings,
    service: AnsweringService,
    *,
    worker: Worker | None = None,
    clock: Clock = lambda: datetime.now(UTC),
    stop: asyncio.Event | None = None,
    sleep: Sleep = asyncio.sleep,
    metrics: Metrics | None = None,
    health: Health | None = None,
    reloader: Reloader | None = None,
    reached: Reached = lambda _: None,
) -> None:
    """Run the bot until `stop` is set or the process is told to end.

    Raises:
        BotError: the token is refused, another instance runs, or the storage cannot be used.
    """
    stop = stop or stop_on_signals()
    worker = worker or Worker()
    reloader = reloader or Reloader(settings, service, clock)
    metrics, health = metrics or Metrics(), health or Health()
    gallery = Gallery(Worker())
    health.waits_for("telegram", "it has not accepted the token yet")
    try:
        async with open_storage(settings) as storage, open_bot(settings, sleep, metrics) as bot:
            members = {member.id: member.role for member in settings.staff}
            staff = StaffRoom(
                members, service, reloader, storage, clock(), inbox_on=settings.inbox.enabled
            )
            await staff.take_up()
            recorder = await worker.run(build_recorder, settings, service, worker, storage)
            dispatcher = build_dispatcher(
                service, worker, storage, clock, gallery, recorder, metrics, staff, settings.limits
            )
            intake = Intake(
                bot, dispatcher, storage.received, storage.choices, clock, sleep, reached
            )
            metrics.watch("updates_waiting", "Updates behind others.", lambda: intake.queues.length)
            allowed = dispatcher.resolve_used_update_types()
            jobs: list[Job] = [
                intake.watch,
                partial(follow_switches, staff),
                partial(show_staff_commands, bot, dispatcher["desk"], staff),
                *([reloader.run] if settings.reload else []),
            ]
            beside = partial(_beside, bot, dispatcher, storage, sleep, health, jobs)
            with watched(service, worker, storage, stop, health, metrics):
                if settings.telegram.mode == "webhook":
                    await run_webhook(
                        bot, intake, allowed, settings, stop,
                        sleep=sleep, metrics=metrics, beside=beside,
                    )  # fmt: skip
                else:
                    await run_polling(bot, intake, allowed, stop, sleep=sleep, beside=beside)
    finally:
        gallery.close()
        worker.close()


async def _beside(
    bot: Bot,
    dispatcher: Dispatcher,
    storage: Storage,
    sleep: Sleep,
    health: Health,
    jobs: Sequence[Job],
) -> None:
    health.has("telegram")
    desk: Desk = dispatcher["desk"]
    notices = ChangeNotices(bot, desk, storage.subscriptions, sleep)
    await run_beside(
        # Dozens of calls, and Telegram limits them harder than messages.
        with_each_version(desk.service, partial(update_profile, bot, desk)),
        notices.run(),
        drop_old(storage, desk),
        settle_questions(dispatcher["recorder"], desk),
        *(job() for job in jobs),
    )


def stop_on_signals() -> asyncio.Event:
    """Return an event that is set when the process is told to end."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    # Windows has no such handlers; there Ctrl-C ends the process at once.
    with suppress(NotImplementedError):
        for name in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(name, stop.set)
    return stop
