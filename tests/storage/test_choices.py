import asyncio
import sqlite3
from pathlib import Path

import pytest

from bot.storage.choices import open_choices
from bot.storage.errors import StorageError
from bot.storage.keys import ChatKeys

KEYS = ChatKeys(b"a secret that is long enough")
CHAT = 987654321


async def test_choice_outlives_a_restart(tmp_path: Path) -> None:
    file = tmp_path / "new" / "choices.sqlite"
    async with open_choices(file, KEYS) as choices:
        assert await choices.get(choices.key(CHAT)) is None
        await choices.set(choices.key(CHAT), "fi")
        await choices.set(choices.key(CHAT), "sv")
    async with open_choices(file, KEYS) as choices:
        assert await choices.get(choices.key(CHAT)) == "sv"


async def test_forgotten_leaves_nothing_in_the_file(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    async with open_choices(file, KEYS) as choices:
        key = choices.key(CHAT)
        await choices.set(key, "fi")
        await choices.forget(key)
        assert await choices.get(key) is None
    assert key.encode() not in file.read_bytes()


async def test_file_holds_no_chat_id(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    async with open_choices(file, KEYS) as choices:
        await choices.set(choices.key(CHAT), "fi")
    content = file.read_bytes()
    assert str(CHAT).encode() not in content
    assert KEYS.key(str(CHAT)).encode() in content


async def test_choices_are_apart(tmp_path: Path) -> None:
    async with open_choices(tmp_path / "choices.sqlite", KEYS) as choices:
        await choices.set(choices.key(1), "fi")
        await choices.set(choices.key(2), "en")
        await choices.forget(choices.key(1))
        assert await choices.get(choices.key(2)) == "en"


async def test_opening_waits_for_another_process(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    # SQLite refuses to switch to WAL at once while this lasts, whatever its busy timeout is.
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.2, other.rollback)
    async with open_choices(file, KEYS) as choices:
        await choices.set(choices.key(CHAT), "fi")
    other.close()


async def test_no_database_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    file.write_text("this is not a database, however long it may be, not even a small one. " * 20)
    with pytest.raises(StorageError, match=str(file)):
        async with open_choices(file, KEYS):
            pass


async def test_unusable_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="writable"):
        async with open_choices(tmp_path / "file" / "choices.sqlite", KEYS):
            pass


async def test_file_that_breaks_while_running_is_told(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    async with open_choices(file, KEYS) as choices:
        await choices.set(choices.key(1), "fi")
        await choices._connection.execute("DROP TABLE language_choice")
        with pytest.raises(StorageError, match="choices cannot be kept"):
            await choices.get(choices.key(1))
