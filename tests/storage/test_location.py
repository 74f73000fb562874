from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.errors import SettingsError
from bot.settings import Settings, StoragePart, load_settings
from bot.storage.errors import StorageError
from bot.storage.location import locate
from bot.storage.storage import open_storage

SERVER = "postgresql://kommunsvar@db.example/kommunsvar"


def placed(settings: Settings, url: str, **more: object) -> Settings:
    return settings.model_copy(update={"storage": StoragePart(url=SecretStr(url)), **more})


def test_nothing_said_is_a_file_in_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    url = locate(placed(settings, "", data=tmp_path))
    assert (url.drivername, url.database) == ("sqlite+aiosqlite", str(tmp_path / "choices.sqlite"))


def test_relative_file_lies_in_the_data_folder(settings: Settings, tmp_path: Path) -> None:
    url = locate(placed(settings, "sqlite:///other.sqlite", data=tmp_path))
    assert url.database == str(tmp_path / "other.sqlite")


def test_password_comes_from_the_environment(settings: Settings) -> None:
    url = locate(placed(settings, SERVER, database_password=SecretStr("very secret")))
    assert (url.drivername, url.password) == ("postgresql+asyncpg", "very secret")


@pytest.mark.parametrize(
    "url",
    ["mysql://user:very-secret@host/db", "very-secret", "postgresql://host", "sqlite://"],
    ids=["unknown", "no address", "no database", "no file"],
)
def test_unusable_address_is_one_sentence(settings: Settings, url: str) -> None:
    with pytest.raises(SettingsError, match=r"storage\.url") as caught:
        locate(placed(settings, url))
    assert "very-secret" not in str(caught.value)


def test_password_in_the_file_is_refused(tmp_path: Path) -> None:
    lines = (
        Path("config.yaml")
        .read_text("utf-8")
        .replace('url: ""', "url: postgresql://user:very-secret@host/db")
    )
    file = tmp_path / "config.yaml"
    file.write_text(lines, "utf-8")
    with pytest.raises(SettingsError, match="DATABASE_PASSWORD") as caught:
        load_settings(file)
    assert "very-secret" not in str(caught.value)


async def test_workers_need_a_given_secret(settings: Settings, tmp_path: Path) -> None:
    without = placed(settings, SERVER, data=tmp_path, bot_secret=None)
    with pytest.raises(StorageError, match="BOT_SECRET is missing"):
        async with open_storage(without):
            pass
