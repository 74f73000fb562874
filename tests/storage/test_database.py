import asyncio
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import URL, delete, func, insert, select, text

from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.location import locate
from bot.storage.schema import LANGUAGE_CHOICE

COUNT = select(func.count()).select_from(LANGUAGE_CHOICE)
ADD = insert(LANGUAGE_CHOICE).values(chat="a", language="fi")


@pytest.fixture
def url(storage_settings: Settings) -> URL:
    return locate(storage_settings)


def file_url(file: Path) -> URL:
    return URL.create("sqlite+aiosqlite", database=str(file))


async def count(database: Database) -> int:
    return int((await database.read(COUNT))[0][0])


async def add_and_fail(database: Database) -> None:
    async with database.transaction() as connection:
        await connection.execute(ADD)
        raise ZeroDivisionError


async def test_a_new_file_and_its_log_are_for_their_owner_alone(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    async with open_database(file_url(file)) as database:
        await database.write(ADD)
        modes = {found.name: found.stat().st_mode & 0o077 for found in tmp_path.iterdir()}

    assert {file.name, f"{file.name}-wal", f"{file.name}-shm"} <= modes.keys()
    assert set(modes.values()) == {0}


async def test_writes_say_how_many_rows_it_was(url: URL) -> None:
    async with open_database(url) as database:
        assert await database.write(ADD) == 1
        assert await database.write(delete(LANGUAGE_CHOICE)) == 1
        assert await database.write(delete(LANGUAGE_CHOICE)) == 0


async def test_a_transaction_is_kept_whole_or_not_at_all(url: URL) -> None:
    async with open_database(url) as database:
        with pytest.raises(ZeroDivisionError):
            await add_and_fail(database)
        assert await count(database) == 0
        async with database.transaction() as connection:
            await connection.execute(ADD)
        assert await count(database) == 1


async def test_a_cancelled_transaction_leaves_nothing_open(url: URL) -> None:
    async with open_database(url) as database:
        inside, never = asyncio.Event(), asyncio.Event()

        async def write() -> None:
            async with database.transaction() as connection:
                await connection.execute(ADD)
                inside.set()
                await never.wait()

        task = asyncio.create_task(write())
        await inside.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert await count(database) == 0
        assert await database.write(ADD) == 1


async def test_a_missing_table_is_told_without_what_was_written(url: URL) -> None:
    async with open_database(url) as database:
        async with database.transaction() as connection:
            await connection.execute(text("DROP TABLE language_choice"))
        with pytest.raises(StorageError, match=r"no such table|does not exist") as caught:
            await database.write(insert(LANGUAGE_CHOICE).values(chat="secretive", language="fi"))
        assert "secretive" not in str(caught.value)


async def test_opening_waits_for_another_process(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    other = sqlite3.connect(file, isolation_level=None)
    # SQLite refuses to switch to WAL at once while this lasts, whatever its busy timeout is.
    other.execute("BEGIN IMMEDIATE")
    asyncio.get_running_loop().call_later(0.2, other.rollback)
    async with open_database(file_url(file)) as database:
        assert await database.write(ADD) == 1
    other.close()


async def test_no_database_is_told_with_its_place(tmp_path: Path) -> None:
    file = tmp_path / "choices.sqlite"
    file.write_text("this is not a database, however long it may be, not even a small one. " * 20)
    with pytest.raises(StorageError, match=str(file)):
        async with open_database(file_url(file)):
            pass


async def test_unusable_folder_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="writable"):
        async with open_database(file_url(tmp_path / "file" / "choices.sqlite")):
            pass


async def test_file_that_breaks_while_running_is_told(tmp_path: Path) -> None:
    async with open_database(file_url(tmp_path / "choices.sqlite")) as database:
        async with database.transaction() as connection:
            await connection.execute(text("DROP TABLE language_choice"))
        with pytest.raises(StorageError, match="nothing can be kept"):
            await database.read(COUNT)


async def test_unreachable_server_is_told_without_its_password() -> None:
    url = URL.create(
        "postgresql+asyncpg", "kommunsvar", "very secret", "127.0.0.1", 1, "kommunsvar"
    )
    with pytest.raises(StorageError, match=r"kommunsvar:\*\*\*@127\.0\.0\.1:1") as caught:
        async with open_database(url):
            pass
    assert "very secret" not in str(caught.value)


async def test_missing_database_on_a_server_is_told(postgres_url: str) -> None:
    url = URL.create("postgresql+asyncpg", "postgres", database="nobody_made_it")
    port = int(postgres_url.rpartition("/")[0].rpartition(":")[2])
    with pytest.raises(StorageError, match="does not exist"):
        async with open_database(url.set(host="127.0.0.1", port=port)):
            pass
