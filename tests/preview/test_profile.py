from typing import Any

import pytest

from tests.preview.conftest import Api

COMMANDS = [{"command": "help", "description": "Hjälp"}]


async def test_text_falls_back_to_the_one_for_all_languages(api: Api) -> None:
    assert (await api("getMyName"))[1]["result"] == {"name": "Bot"}
    await api("setMyName", name="Kommunsvar")
    await api("setMyName", name="Kuntavastaus", language_code="fi")
    assert (await api("getMyName", language_code="sv"))[1]["result"] == {"name": "Kommunsvar"}
    assert (await api("getMyName", language_code="fi"))[1]["result"] == {"name": "Kuntavastaus"}


async def test_commands_are_kept_per_scope_and_language(api: Api) -> None:
    scope = {"type": "all_group_chats"}
    await api("setMyCommands", commands=COMMANDS, language_code="sv")
    assert (await api("getMyCommands", language_code="sv"))[1]["result"] == COMMANDS
    assert (await api("getMyCommands"))[1]["result"] == []
    assert (await api("getMyCommands", scope=scope, language_code="sv"))[1]["result"] == []
    await api("deleteMyCommands", language_code="sv")
    assert (await api("getMyCommands", language_code="sv"))[1]["result"] == []


@pytest.mark.parametrize(
    ("method", "parameters"),
    [
        ("setMyName", {"name": "x" * 65}),
        ("setMyDescription", {"description": "x" * 513}),
        ("setMyShortDescription", {"short_description": "x" * 121}),
        ("setMyName", {"name": "x", "language_code": "sv-SE"}),
        ("setMyCommands", {"commands": [{"command": "Help", "description": "x"}]}),
        ("setMyCommands", {"commands": [{"command": "help", "description": ""}]}),
        ("setMyCommands", {"commands": COMMANDS * 101}),
        ("setMyCommands", {"commands": COMMANDS, "scope": {"type": "planet"}}),
        ("setMyCommands", {}),
    ],
)
async def test_what_is_refused(api: Api, method: str, parameters: dict[str, Any]) -> None:
    assert (await api(method, **parameters))[0] == 400
