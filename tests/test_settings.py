"""`config.yaml` with the environment above it; every mistake is told with its place."""

import os
import re
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings
from tests.conftest import ROOT

CONFIG = (ROOT / "config.yaml").read_text("utf-8")


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A config.yaml away from the repository, its .env and its environment."""
    for name in list(os.environ):
        if name.startswith(("BOT_", "KOMMUNSVAR_")):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "config.yaml"
    file.write_text(CONFIG, encoding="utf-8")
    return file


def problem_of(file: Path) -> str:
    with pytest.raises(SettingsError) as caught:
        load_settings(file)
    return str(caught.value)


def test_paths_are_taken_from_the_files_folder(config: Path) -> None:
    settings = load_settings(config)

    assert settings.town == config.parent / "knowledge" / "haparanda"
    assert settings.cache == config.parent / ".cache"
    assert settings.bot_token is None


def test_an_embedded_model_is_found_from_anywhere() -> None:
    settings = load_settings(ROOT / "config.yaml")

    assert settings.embedding.model == str(ROOT / "embeddings" / "model")


def test_a_hub_id_is_left_as_it_is(config: Path) -> None:
    config.write_text(CONFIG.replace("embeddings/model", "some/e5"), "utf-8")

    assert load_settings(config).embedding.model == "some/e5"


def test_the_environment_stands_above_the_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMMUNSVAR_TOWN", "/another/town")
    monkeypatch.setenv("KOMMUNSVAR_EMBEDDING__QUERY_PROMPT", "query: ")
    monkeypatch.setenv("KOMMUNSVAR_DECISION__WRONG_ANSWER", "99")

    settings = load_settings(config)

    assert settings.town == Path("/another/town")
    assert settings.embedding.query_prompt == "query: "
    assert settings.decision.wrong_answer == 99


def test_secrets_come_from_dotenv_and_are_not_shown(config: Path) -> None:
    (config.parent / ".env").write_text("BOT_TOKEN=123:secret\nOTHER=1\n", "utf-8")

    settings = load_settings(config)

    assert settings.bot_token is not None
    assert settings.bot_token.get_secret_value() == "123:secret"
    assert "secret" not in repr(settings.bot_token)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("town:", "towm:", r"config\.yaml:\d+: towm: unknown key"),
        ("data: data", "data: data\nbot_token: 1:a", r"bot_token: unknown key.*\.env"),
        ("cache: .cache", "", r"cache: Field required"),
        ("wrong_answer: ", "wrong_answer: -", r"config\.yaml:\d+: decision\.wrong_answer: "),
        ("wrong_answer:", "wrong_anser:", r"decision\.wrong_anser: "),
        ("embedding:", "embedding: [", r"config\.yaml:\d+: "),
        (CONFIG, "- a\n- b\n", r"config\.yaml:1: must hold keys"),
        (CONFIG, "", r"town: Field required"),
    ],
    ids=[
        "unknown key",
        "a secret in the file",
        "missing key",
        "negative cost",
        "unknown key below",
        "broken YAML",
        "a list",
        "empty",
    ],
)
def test_mistakes_are_told_with_their_place(config: Path, old: str, new: str, told: str) -> None:
    assert old in CONFIG
    config.write_text(CONFIG.replace(old, new, 1), "utf-8")

    assert re.search(told, problem_of(config))


def test_all_mistakes_are_told_at_once(config: Path) -> None:
    config.write_text("town: a\n", "utf-8")

    told = problem_of(config).splitlines()

    assert len(told) == 5
    assert all("Field required" in line for line in told)


def test_no_file_is_told(tmp_path: Path) -> None:
    assert "the file is missing" in problem_of(tmp_path / "config.yaml")


def test_a_variable_that_cannot_be_read_is_told(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMMUNSVAR_EMBEDDING", "e5")

    assert "KOMMUNSVAR_EMBEDDING__MODEL" in problem_of(config)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (CONFIG.replace("town: ", "town: &town "), "anchors and aliases"),
        (CONFIG + "\ndeep: " + "[" * 60 + "]" * 60, "levels deep"),
        (CONFIG + "\nlong: " + "x" * 2_000_000, "larger than"),
        (CONFIG + "\nrun: !!python/object/apply:os.system [ls]\n", "tags"),
    ],
    ids=["anchor", "deep", "long", "tag"],
)
def test_what_no_reader_should_follow_is_refused_here_too(
    config: Path, text: str, told: str
) -> None:
    config.write_text(text, "utf-8")

    assert told in problem_of(config)


def test_a_wrong_variable_is_told_by_its_own_name(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KOMMUNSVAR_MONITORING__PORT", "99999")
    (config.parent / ".env").write_text("KOMMUNSVAR_TELEGRAM__API_BASE=localhost:8081\n", "utf-8")

    told = problem_of(config)

    assert "KOMMUNSVAR_MONITORING__PORT in the environment: " in told
    assert f"KOMMUNSVAR_TELEGRAM__API_BASE in {config.parent / '.env'}: must begin with" in told
    assert str(config) not in told


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("KOMMUNSVAR_TOWM", "KOMMUNSVAR_TOWM sets nothing: did you mean `KOMMUNSVAR_TOWN`?"),
        ("KOMMUNSVAR_BOT_TOKEN", "KOMMUNSVAR_BOT_TOKEN sets nothing: write BOT_TOKEN"),
        ("KOMMUNSVAR_MONITORING__PROT", "KOMMUNSVAR_MONITORING__PROT in the environment: Extra"),
    ],
    ids=["misspelt", "secret", "below"],
)
def test_a_variable_that_sets_nothing_is_told(
    config: Path, monkeypatch: pytest.MonkeyPatch, name: str, told: str
) -> None:
    monkeypatch.setenv(name, "1")

    assert told in problem_of(config)


def test_dotenv_is_read_beside_the_settings_file(
    config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (config.parent / ".env").write_text("KOMMUNSVAR_MONITORING__PORT=9464\n", "utf-8")
    elsewhere = config.parent / "elsewhere"
    elsewhere.mkdir()
    monkeypatch.chdir(elsewhere)

    assert load_settings(config).monitoring.port == 9464
