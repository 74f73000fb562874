import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from bot.storage.database import open_database
from bot.storage.errors import StorageError
from bot.storage.schema import STEPS, VERSION
from tests.storage.conftest import OpenStorage

ADD = "INSERT INTO language_choice VALUES ('a', 'fi')"
COUNT = "SELECT COUNT(*) FROM language_choice"


def write_version_1(file: Path, key: str) -> None:
    """Write what the first released version left behind."""
    with closing(sqlite3.connect(file)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        for statement in STEPS[0]:
            old.execute(statement)
        old.execute("INSERT INTO language_choice VALUES (?, 'fi')", (key,))
        old.execute("PRAGMA user_version = 1")
        old.commit()


async def test_file_of_the_first_version_goes_on_working(
    open_kept: OpenStorage, tmp_path: Path
) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(1)
    for file in tmp_path.glob("choices.sqlite*"):
        file.unlink()
    write_version_1(tmp_path / "choices.sqlite", key)
    async with open_kept() as kept:
        assert await kept.choices.get(key) == "fi"
        assert await kept.ratings.counts() == []
        assert await kept.subscriptions.all() == []
    with closing(sqlite3.connect(tmp_path / "choices.sqlite")) as reached:
        assert reached.execute("PRAGMA user_version").fetchone() == (VERSION,)


async def test_file_of_a_newer_version_is_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "newer.sqlite"
    with closing(sqlite3.connect(file)) as newer:
        newer.execute(f"PRAGMA user_version = {VERSION + 1}")
        newer.commit()
    with pytest.raises(StorageError, match="newer version"):
        async with open_database(file):
            pass
    with closing(sqlite3.connect(file)) as kept:
        assert kept.execute("PRAGMA user_version").fetchone() == (VERSION + 1,)


async def test_half_a_step_is_no_step(tmp_path: Path) -> None:
    file = tmp_path / "half.sqlite"
    with closing(sqlite3.connect(file)) as half:
        half.execute("CREATE TABLE other (something TEXT)")
        half.execute("CREATE INDEX subscription ON other (something)")
        half.commit()
    with pytest.raises(StorageError, match="already an index"):
        async with open_database(file):
            pass
    with closing(sqlite3.connect(file)) as kept:
        tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("other",)]


async def test_going_back_and_forth_loses_nothing(open_kept: OpenStorage, tmp_path: Path) -> None:
    async with open_kept() as kept:
        await kept.subscriptions.follow(kept.choices.key(1), 1, "vision", "sv", "a")
    with closing(sqlite3.connect(tmp_path / "choices.sqlite")) as old:
        old.execute("PRAGMA user_version = 1")  # what 0.1.0 does
    async with open_kept() as kept:
        assert [found.topic for found in await kept.subscriptions.all()] == ["vision"]


async def test_opening_waits_for_another_process(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    # SQLite refuses to switch to WAL at once while this lasts, whatever its busy timeout is.
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.2, other.rollback)
    async with open_database(file) as database:
        assert await database.write(ADD) == 1
    other.close()


async def test_no_database_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    file.write_text("this is not a database, however long it may be, not even a small one. " * 20)
    with pytest.raises(StorageError, match=str(file)):
        async with open_database(file):
            pass


async def test_unusable_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="writable"):
        async with open_database(tmp_path / "file" / "choices.sqlite"):
            pass


async def test_file_that_breaks_while_running_is_told(tmp_path: Path) -> None:
    async with open_database(tmp_path / "choices.sqlite") as database:
        assert await database.read(COUNT) == [(0,)]
        await database.write("DROP TABLE language_choice")
        with pytest.raises(StorageError, match="nothing can be kept"):
            await database.read(COUNT)
