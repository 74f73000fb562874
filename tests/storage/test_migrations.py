import asyncio
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import URL, Connection, inspect, text

from bot.settings import Settings
from bot.storage.database import Database, open_database
from bot.storage.errors import StorageError
from bot.storage.location import locate
from bot.storage.migrations import STEPS, VERSION
from bot.storage.schema import METADATA
from tests.storage.conftest import OpenStorage

# What 0.1.0 and the version after it wrote, as it stood then: never changed with the code.
FIRST = (
    "CREATE TABLE language_choice (chat TEXT PRIMARY KEY, language TEXT NOT NULL) "
    "WITHOUT ROWID, STRICT",
)
SECOND = (
    "CREATE TABLE rating (message TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, "
    "vote TEXT NOT NULL, reason TEXT, day TEXT NOT NULL, PRIMARY KEY (message, topic)) "
    "WITHOUT ROWID, STRICT",
    "CREATE INDEX rating_day ON rating (day)",
    "CREATE TABLE subscription (key TEXT NOT NULL, topic TEXT NOT NULL, language TEXT NOT NULL, "
    "chat BLOB NOT NULL, facts TEXT NOT NULL, PRIMARY KEY (key, topic)) WITHOUT ROWID, STRICT",
)


@pytest.fixture
def url(storage_settings: Settings) -> URL:
    return locate(storage_settings)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "choices.sqlite"


def write_old(file: Path, key: str, steps: Iterable[str], version: int) -> None:
    for each in file.parent.glob(f"{file.name}*"):
        each.unlink()
    with closing(sqlite3.connect(file)) as old:
        old.execute("PRAGMA journal_mode = WAL")
        for statement in steps:
            old.execute(statement)
        old.execute("INSERT INTO language_choice VALUES (?, 'fi')", (key,))
        if version > 1:
            old.execute(
                "INSERT INTO rating VALUES ('m', 'vision', 'sv', 'yes', NULL, '2026-01-15')"
            )
            old.execute("INSERT INTO subscription VALUES (?, 'goals', 'fi', x'00', 'f')", (key,))
        old.execute(f"PRAGMA user_version = {version}")
        old.commit()


async def set_version(database: Database, step: int) -> None:
    note = "UPDATE schema_version SET step =" if database.shared else "PRAGMA user_version ="
    async with database.transaction() as connection:
        await connection.execute(text(f"{note} {step}"))


async def test_steps_lead_to_the_tables_that_queries_name(url: URL) -> None:
    def reached(connection: Connection) -> dict[str, object]:
        seen = inspect(connection)
        return {
            name: (
                [(c["name"], c["nullable"]) for c in seen.get_columns(name)],
                seen.get_pk_constraint(name)["constrained_columns"],
            )
            for name in seen.get_table_names()
            if name != "schema_version"
        }

    async with open_database(url) as database, database.transaction() as connection:
        tables = await connection.run_sync(reached)
    assert tables == {
        table.name: (
            [(column.name, bool(column.nullable)) for column in table.columns],
            [column.name for column in table.primary_key],
        )
        for table in METADATA.sorted_tables
    }


@pytest.mark.parametrize(
    ("steps", "version"), [(FIRST, 1), (FIRST + SECOND, 2)], ids=["first", "second"]
)
async def test_files_of_earlier_versions_go_on_working(
    settings: Settings, file: Path, steps: tuple[str, ...], version: int
) -> None:
    write_old(file, "somebody", steps, version)
    async with open_database(locate(settings.model_copy(update={"data": file.parent}))):
        pass
    with closing(sqlite3.connect(file)) as now:
        assert now.execute("PRAGMA user_version").fetchone() == (VERSION,)
        assert now.execute("SELECT * FROM language_choice").fetchall() == [("somebody", "fi")]
        ratings = now.execute("SELECT COUNT(*) FROM rating").fetchone()
        followed = now.execute("SELECT COUNT(*) FROM subscription").fetchone()
    assert ratings == followed == ((1,) if version > 1 else (0,))


async def test_a_newer_version_is_left_alone(url: URL) -> None:
    async with open_database(url) as database:
        await set_version(database, VERSION + 1)
    for _ in range(2):
        with pytest.raises(StorageError, match="newer version"):
            async with open_database(url):
                pass


async def test_going_back_and_forth_loses_nothing(open_kept: OpenStorage, url: URL) -> None:
    async with open_kept() as kept:
        await kept.subscriptions.follow(kept.choices.key(1), 1, "vision", "sv", "a")
    async with open_database(url) as database:
        await set_version(database, 1)  # what 0.1.0 does
    async with open_kept() as kept:
        assert [found.topic for found in await kept.subscriptions.all()] == ["vision"]


async def test_half_a_step_is_no_step(file: Path, settings: Settings) -> None:
    with closing(sqlite3.connect(file)) as half:
        half.execute("CREATE TABLE other (something TEXT)")
        half.execute("CREATE INDEX subscription ON other (something)")
        half.commit()
    with pytest.raises(StorageError, match="already an index"):
        async with open_database(locate(settings.model_copy(update={"data": file.parent}))):
            pass
    with closing(sqlite3.connect(file)) as kept:
        tables = kept.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    assert tables == [("other",)]


async def test_processes_that_start_together_do_not_meet(url: URL) -> None:
    async def opened() -> None:
        async with open_database(url):
            pass

    await asyncio.gather(*(opened() for _ in range(8)))


def test_every_step_can_be_taken_twice() -> None:
    assert all("IF NOT EXISTS" in statement for step in STEPS for statement in step)
