import stat
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import pytest

from bot.storage.errors import StorageError
from bot.storage.keys import ChatKeys, load_secret

LONG = "a secret that is long enough"


def test_key_is_stable_and_does_not_show_the_chat() -> None:
    key = ChatKeys(LONG.encode()).key("123456789")
    assert key == ChatKeys(LONG.encode()).key("123456789")
    assert "123456789" not in key
    assert key != ChatKeys(b"another secret, also long").key("123456789")


def test_secret_from_the_environment_wins(tmp_path: Path) -> None:
    assert load_secret(LONG, tmp_path / "secret") == LONG.encode()
    assert not (tmp_path / "secret").exists()


def test_secret_is_made_once_and_only_the_bot_reads_it(tmp_path: Path) -> None:
    file = tmp_path / "new" / "secret"
    first = load_secret(None, file)
    assert load_secret(None, file) == first
    assert len(first) == 32
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    for number in range(50):
        file = tmp_path / str(number) / "secret"
        with ThreadPoolExecutor(8) as starting:
            made = set(starting.map(partial(load_secret, None), [file] * 8))
        assert len(made) == 1
        assert [each.name for each in file.parent.iterdir()] == ["secret"]


def test_short_secret_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="BOT_SECRET is shorter"):
        load_secret("short", tmp_path / "secret")


@pytest.mark.parametrize("content", ["", "no hex at all", "00ff"], ids=["empty", "text", "short"])
def test_broken_secret_file_is_named(tmp_path: Path, content: str) -> None:
    file = tmp_path / "secret"
    file.write_text(content)
    with pytest.raises(StorageError, match=str(file)):
        load_secret(None, file)


def test_unwritable_place_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StorageError, match="secret"):
        load_secret(None, tmp_path / "file" / "secret")
