"""A copy while the bot runs, put back while it does not: what was kept is there again."""

import stat
import subprocess
import sys
from contextlib import AbstractAsyncContextManager
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.settings import Settings, StoragePart
from bot.storage.backup import back_up, restore
from bot.storage.errors import StorageError
from bot.storage.storage import Storage, open_storage
from tests.conftest import ROOT
from tests.test_cli import run

NOW = datetime(2026, 3, 4, 9, tzinfo=UTC)


@pytest.fixture
def own(settings: Settings, tmp_path: Path) -> Settings:
    return settings.model_copy(
        update={"data": tmp_path / "data", "bot_secret": SecretStr("long enough for a test")}
    )


def opened(settings: Settings) -> AbstractAsyncContextManager[Storage]:
    return open_storage(settings)


async def chosen(settings: Settings) -> str | None:
    async with opened(settings) as storage:
        return await storage.choices.get("chat")


async def test_a_copy_made_while_it_is_used_brings_back_what_was_kept(
    own: Settings, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
        back_up(own, copy)
        await storage.choices.set("chat", "en")

    kept = restore(own, copy, NOW)

    assert await chosen(own) == "fi"
    assert kept == own.data / "choices.sqlite.20260304T090000"
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.glob("*copy*")] == ["copy.sqlite"]
    restore(own, kept, NOW.replace(hour=10))
    assert await chosen(own) == "en"


async def test_it_is_put_back_where_nothing_or_something_broken_lies(
    own: Settings, tmp_path: Path
) -> None:
    copy = tmp_path / "copy.sqlite"
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
    back_up(own, copy)

    (own.data / "choices.sqlite").write_bytes(b"broken" * 1000)
    restore(own, copy, NOW)
    assert await chosen(own) == "fi"

    moved = own.model_copy(update={"data": tmp_path / "another" / "place"})
    assert restore(moved, copy, NOW) is None
    assert await chosen(moved) == "fi"


async def test_the_database_itself_is_put_back_as_it_was(own: Settings) -> None:
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
    restore(own, own.data / "choices.sqlite", NOW)
    assert await chosen(own) == "fi"


async def test_a_place_that_cannot_be_written_is_told_and_not_the_database(
    own: Settings, tmp_path: Path
) -> None:
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
        with pytest.raises(StorageError, match="room in a folder that can be written") as caught:
            back_up(own, tmp_path / "nowhere" / "copy.sqlite")
    assert str(tmp_path / "nowhere" / "copy.sqlite") in str(caught.value)
    assert "move it away" not in str(caught.value)


async def test_nothing_is_put_back_under_a_bot_that_runs(own: Settings, tmp_path: Path) -> None:
    copy = tmp_path / "copy.sqlite"
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
        back_up(own, copy)
        with pytest.raises(StorageError, match="stop the bot first"):
            restore(own, copy, NOW)


HOLDING = """
import sys
from pathlib import Path
from bot.storage.lock import alone
with alone(Path(sys.argv[1])):
    print("held", flush=True)
    sys.stdin.read()
"""


async def test_no_bot_starts_while_a_copy_is_put_back(own: Settings) -> None:
    command = [sys.executable, "-c", HOLDING, str(own.data / "choices.sqlite")]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(StorageError, match="put back right now"):
            await chosen(own)
        other.communicate()
    assert await chosen(own) is None


@pytest.mark.parametrize("content", [b"", b"no database" * 200], ids=["empty", "something else"])
async def test_what_is_no_copy_is_refused_and_changes_nothing(
    own: Settings, tmp_path: Path, content: bytes
) -> None:
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
    (tmp_path / "copy").write_bytes(content)

    with pytest.raises(StorageError, match="name a file of `backup`"):
        restore(own, tmp_path / "copy", NOW)

    assert await chosen(own) == "fi"


def test_there_must_be_something_to_copy_and_no_file_is_lost(own: Settings, tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="nothing is stored yet"):
        back_up(own, tmp_path / "copy")
    own.data.mkdir()
    (own.data / "choices.sqlite").touch()
    (tmp_path / "copy").write_text("something dear", "utf-8")
    with pytest.raises(StorageError, match="exists already"):
        back_up(own, tmp_path / "copy")


def test_postgresql_has_tools_of_its_own(own: Settings, tmp_path: Path) -> None:
    url = SecretStr("postgresql://kommunsvar@db/kommunsvar")
    shared = own.model_copy(update={"storage": StoragePart(url=url)})

    with pytest.raises(StorageError, match="pg_dump"):
        back_up(shared, tmp_path / "copy")


async def test_the_commands(own: Settings, tmp_path: Path) -> None:
    async with opened(own) as storage:
        await storage.choices.set("chat", "fi")
    config = (ROOT / "config.yaml").read_text("utf-8").replace("data: data", f"data: {own.data}")
    (tmp_path / "config.yaml").write_text(config, "utf-8")

    copied = run("backup", "copy.sqlite", cwd=tmp_path)
    again = run("backup", "copy.sqlite", cwd=tmp_path)
    back = run("restore", "copy.sqlite", cwd=tmp_path)

    assert (copied.returncode, again.returncode, back.returncode) == (0, 2, 0)
    assert b"secret" in copied.stdout
    assert b"Traceback" not in again.stderr
    assert b"delete it when all is well" in back.stdout
    assert await chosen(own) == "fi"
