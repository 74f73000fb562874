from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.preview.server import BotApiServer
from bot.settings import Settings
from bot.telegram.app import open_bot
from bot.telegram.desk import Desk
from bot.telegram.profile import update_profile
from tests.telegram.conftest import NOW, Door, OpenDoor, no_sleep

TOPICS = ["contact", "vision", "budget", "goals", "about", "privacy"]


def sets(server: BotApiServer) -> int:
    return sum(call.method.startswith("set") for call in server.calls.all)


async def update(settings: Settings, service: AnsweringService) -> None:
    worker = Worker()
    try:
        async with open_bot(settings, no_sleep) as bot:
            await update_profile(bot, Desk(service, worker, lambda: NOW))
    finally:
        worker.close()


async def test_every_language_has_its_menu_and_descriptions(
    server: BotApiServer, door_settings: Settings, haparanda: AnsweringService
) -> None:
    await update(door_settings, haparanda)
    for code, language in [("", "sv"), *((code, code) for code in ("sv", "fi", "en"))]:
        commands = server.profile.commands["default", code]
        names = [c["command"] for c in commands]
        assert names == ["start", "help", *TOPICS, "language", "stop", "forget"]
        assert commands[1]["description"] == haparanda.plain_phrase("command.help", language, NOW)
        for kind, key in {
            "Name": "bot.name",
            "Description": "bot.description",
            "ShortDescription": "bot.short_description",
        }.items():
            wanted = haparanda.plain_phrase(key, language, NOW)
            assert server.profile.texts.get((kind, code), wanted) == wanted
            shown = server.profile.texts.get((kind, code)) or server.profile.texts[kind, ""]
            assert shown == wanted


async def test_second_start_changes_nothing(
    server: BotApiServer, door_settings: Settings, lillby: AnsweringService
) -> None:
    await update(door_settings, lillby)
    first = sets(server)
    await update(door_settings, lillby)
    assert 0 < first == sets(server)


async def test_button_beside_the_text_field_opens_the_commands(
    server: BotApiServer, door_settings: Settings, lillby: AnsweringService
) -> None:
    await update(door_settings, lillby)
    assert server.profile.menu_button == {"type": "commands"}


async def test_failing_profile_does_not_stop_the_bot(
    server: BotApiServer, open_door: OpenDoor, lillby: AnsweringService
) -> None:
    server.fail_next("setMyCommands", retry_after=80_000, times=9)
    server.fail_next("setMyName", status=400, description="Bad Request: no", times=9)
    server.fail_next("getMyDescription", status=500, times=99)
    async with open_door(lillby) as door:
        server.user(1).send_text("/help")
        assert (await server.wait_for("sendMessage")).text == door.phrase("help")
        await server.wait_for("setMyShortDescription")


async def test_bot_sets_it_by_itself(tiny: Door) -> None:
    call = await tiny.server.wait_for("setMyCommands")
    assert call.status == 200
