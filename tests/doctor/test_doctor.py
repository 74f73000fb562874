"""What the doctor finds in an installation, and what it says to do."""

import asyncio
import json
import shutil
import socket
import sqlite3
from collections.abc import AsyncIterator
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr

from bot.doctor.examining import CHECKS, as_lines, examine
from bot.doctor.finding import Check, Finding, Patient, State
from bot.doctor.learning import check_knowledge, check_model, check_retention
from bot.doctor.machine import check_packages, check_port, check_time_zones
from bot.doctor.storing import check_data_folder, check_env_file, check_secret, check_storage
from bot.doctor.telegram import check_telegram
from bot.preview.server import BotApiServer
from bot.settings import InboxPart, MonitoringPart, Settings, StoragePart, TelegramPart
from bot.storage.storage import open_storage
from tests.conftest import LILLBY, ROOT
from tests.knowledge.town import append
from tests.test_cli import run

TOKEN = "123456:local-secret-of-the-doctor"


@pytest.fixture
def patient(tiny_settings: Settings, tmp_path: Path) -> Patient:
    """The tiny town with a data folder of its own; nothing is switched on."""
    shutil.copytree(LILLBY, tmp_path / "town")
    settings = tiny_settings.model_copy(
        update={
            "town": tmp_path / "town",
            "data": tmp_path / "data",
            "bot_token": None,
            "bot_secret": None,
        }
    )
    return Patient(settings, tmp_path, datetime.now(UTC))


def with_settings(patient: Patient, **changed: object) -> Patient:
    settings = patient.settings.model_copy(update=changed)
    return Patient(settings, patient.home, patient.now)


def found(check: Check, patient: Patient) -> dict[str, Finding]:
    return {finding.about: finding for finding in check(patient)}


@pytest.fixture
async def server() -> AsyncIterator[BotApiServer]:
    async with BotApiServer(TOKEN).running() as running:
        yield running


async def asked(server: BotApiServer, patient: Patient, token: str = TOKEN) -> dict[str, Finding]:
    reached = with_settings(
        patient, bot_token=SecretStr(token), telegram=TelegramPart(api_base=server.url)
    )
    return await asyncio.to_thread(found, check_telegram, reached)


async def test_a_token_that_is_accepted_and_a_clock_that_agrees(
    server: BotApiServer, patient: Patient
) -> None:
    told = await asked(server, patient)

    assert told["token"].state is State.GOOD
    assert "@local_bot" in told["token"].said
    assert told["clock"] == Finding("clock", State.GOOD, "agrees with Telegram's")


async def test_a_refused_token_is_told_without_it(server: BotApiServer, patient: Patient) -> None:
    told = await asked(server, patient, "123456:wrong-one")

    assert told["token"].state is State.WRONG
    assert "@BotFather" in told["token"].to_do
    assert "wrong-one" not in str(told)


async def test_a_clock_that_is_away_is_told(server: BotApiServer, patient: Patient) -> None:
    late = Patient(patient.settings, patient.home, patient.now + timedelta(hours=1))

    told = await asked(server, late)

    assert told["clock"].state is State.WRONG
    assert "timedatectl" in told["clock"].to_do


async def test_without_a_network_the_token_is_left_open(patient: Patient) -> None:
    async with BotApiServer(TOKEN).running() as gone:
        url = gone.url
    nowhere = with_settings(
        patient, bot_token=SecretStr(TOKEN), telegram=TelegramPart(api_base=url)
    )

    told = await asyncio.to_thread(found, check_telegram, nowhere)

    assert told["token"].state is State.NOTE
    assert "cannot be reached" in told["token"].said
    assert TOKEN not in str(told)


def test_a_clock_before_the_texts_is_told(patient: Patient) -> None:
    early = Patient(patient.settings, patient.home, datetime(2001, 1, 1, tzinfo=UTC))

    assert found(check_telegram, early)["clock"].state is State.WRONG


def test_an_empty_data_folder_is_no_fault_and_stays_empty(patient: Patient) -> None:
    assert found(check_storage, patient)["storage"].state is State.NOTE
    assert found(check_secret, patient)["secret"].state is State.NOTE
    assert not patient.settings.data.exists()


async def test_a_database_in_use_is_good_and_its_secret_private(patient: Patient) -> None:
    async with open_storage(patient.settings):
        pass

    assert found(check_storage, patient)["storage"].state is State.GOOD
    assert found(check_secret, patient)["secret"].state is State.GOOD


def test_a_newer_database_is_told(patient: Patient) -> None:
    patient.settings.data.mkdir()
    with closing(sqlite3.connect(patient.settings.data / "choices.sqlite")) as database:
        database.execute("PRAGMA user_version = 99")

    told = found(check_storage, patient)["storage"]

    assert told.state is State.WRONG
    assert "newer version (step 99" in told.said


def test_a_broken_database_is_told_with_its_way_out(patient: Patient) -> None:
    patient.settings.data.mkdir()
    (patient.settings.data / "choices.sqlite").write_bytes(b"no database" * 500)

    told = found(check_storage, patient)["storage"]

    assert told.state is State.WRONG
    assert "restore" in told.to_do


@pytest.mark.parametrize(
    ("content", "mode", "said"),
    [
        ("ab" * 32, 0o644, "read by others"),
        ("xyz", 0o600, "cannot be read"),
        ("c0ffee", 0o600, "too short"),
    ],
    ids=["open", "no secret", "too short"],
)
def test_a_secret_that_is_none_is_told(
    patient: Patient, content: str, mode: int, said: str
) -> None:
    patient.settings.data.mkdir()
    file = patient.settings.data / "secret"
    file.write_text(content, "ascii")
    file.chmod(mode)

    told = found(check_secret, patient)["secret"]

    assert told.state is State.WRONG
    assert said in told.said
    assert content not in told.said.replace(str(file), "")


def test_workers_without_a_common_secret_are_told(patient: Patient) -> None:
    shared = StoragePart(url=SecretStr("postgresql://kommunsvar@localhost/kommunsvar"))

    assert found(check_secret, with_settings(patient, storage=shared))["secret"].state is (
        State.WRONG
    )


def test_a_database_server_that_is_not_there_is_told(patient: Patient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    address = f"postgresql://kommunsvar@127.0.0.1:{port}/kommunsvar"
    storage = StoragePart(url=SecretStr(address))
    password = SecretStr("password-of-the-database")

    told = found(
        check_storage, with_settings(patient, storage=storage, database_password=password)
    )["storage"]

    assert told.state is State.WRONG
    assert "DATABASE_PASSWORD" in told.to_do
    assert "password-of-the-database" not in str(told)


async def test_a_database_server_is_asked_for_its_version(
    patient: Patient, postgres_url: str
) -> None:
    storage = StoragePart(url=SecretStr(postgres_url))
    secret = SecretStr("a secret that is long enough")
    shared = with_settings(patient, storage=storage, bot_secret=secret)
    async with open_storage(shared.settings):
        pass

    told = (await asyncio.to_thread(found, check_storage, shared))["storage"]

    assert told.state is State.GOOD, told
    assert "step" in told.said


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://bot:hush-hush@localhost/x?no such=option",
        "hush-hush://nowhere",
        "postgresql:bot:hush-hush",
    ],
    ids=["option", "scheme", "no host"],
)
def test_an_address_that_is_none_is_told_without_its_password(
    patient: Patient, address: str
) -> None:
    storage = StoragePart(url=SecretStr(address))

    told = found(check_storage, with_settings(patient, storage=storage))["storage"]

    assert told.state is State.WRONG
    assert "hush-hush" not in str(told)


def test_an_env_file_for_everybody_is_told(patient: Patient) -> None:
    file = patient.home / ".env"
    assert found(check_env_file, patient) == {}
    file.write_text("BOT_TOKEN=\n", "utf-8")

    file.chmod(0o640)
    assert found(check_env_file, patient)[".env"].to_do == f"chmod 600 {file}"
    file.chmod(0o600)
    assert found(check_env_file, patient)[".env"].state is State.GOOD


def test_a_data_folder_for_everybody_is_told(patient: Patient) -> None:
    assert found(check_data_folder, patient) == {}
    patient.settings.data.mkdir()

    patient.settings.data.chmod(0o755)
    assert found(check_data_folder, patient)["data"].state is State.NOTE
    patient.settings.data.chmod(0o700)
    assert found(check_data_folder, patient)["data"].state is State.GOOD


def test_errors_in_the_texts_are_counted(patient: Patient) -> None:
    assert found(check_knowledge, patient)["knowledge"].state is State.GOOD
    (patient.settings.town / "facts.yaml").write_text("facts: [\n", "utf-8")

    told = found(check_knowledge, patient)["knowledge"]

    assert told.state is State.WRONG
    assert told.to_do == "python -m bot check"


def test_what_residents_are_told_is_compared_with_the_settings(patient: Patient) -> None:
    assert found(check_retention, patient)["privacy"].state is State.NOTE
    group = "  retention: {source: page, values: {ratings_days: 365, inbox: false}}"
    append(patient.settings.town / "facts.yaml", f"\n{group}\n")

    assert found(check_retention, patient)["privacy"].state is State.GOOD
    inbox = with_settings(patient, inbox=InboxPart(enabled=True))
    told = found(check_retention, inbox)["privacy"]
    assert told.state is State.WRONG
    assert "retention.inbox is false in facts.yaml, inbox.enabled is true" in told.said


def test_what_was_learnt_is_found(patient: Patient, lillby: object) -> None:
    assert lillby is not None  # learnt before
    told = found(check_model, patient)
    assert told["model"].state is State.GOOD
    assert told["cache"].state is State.GOOD

    elsewhere = with_settings(patient, cache=patient.home / "empty")
    assert found(check_model, elsewhere)["cache"].state is State.NOTE


def test_a_model_that_is_not_there_is_told(patient: Patient) -> None:
    embedding = patient.settings.embedding.model_copy(update={"model": "./no/model"})

    told = found(check_model, with_settings(patient, embedding=embedding))

    assert told["model"].state is State.WRONG


def test_an_unknown_time_zone_is_told(patient: Patient) -> None:
    file = patient.settings.town / "municipality.yaml"
    text = file.read_text("utf-8")
    file.write_text(text.replace("Europe/Stockholm", "Europe/Atlantis"), "utf-8")

    assert found(check_time_zones, patient)["time zones"].state is State.WRONG


def test_other_versions_than_those_tested_are_named(patient: Patient) -> None:
    (patient.home / "constraints.txt").write_text("numpy==0.0.1\nnot-installed==1\n", "utf-8")

    told = found(check_packages, patient)["packages"]

    assert told.state is State.NOTE
    assert "numpy" in told.said
    assert "not-installed" not in told.said


def test_a_port_that_something_else_uses_is_told(patient: Patient) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        taken.close()
        part = MonitoringPart(port=port)
        assert found(check_port, with_settings(patient, monitoring=part))["monitoring"].state is (
            State.GOOD
        )
    with socket.create_server(("127.0.0.1", 0)) as taken:
        taken.settimeout(0)
        part = MonitoringPart(port=taken.getsockname()[1])
        told = found(check_port, with_settings(patient, monitoring=part))["monitoring"]
    assert told.state is State.WRONG


def test_a_check_that_breaks_is_a_finding_and_the_others_go_on(tmp_path: Path) -> None:
    config = tmp_path / "config.yaml"
    text = (ROOT / "config.yaml").read_text("utf-8")
    text = text.replace("town: knowledge/haparanda", "town: nowhere")
    config.write_text(text, "utf-8")

    told = as_lines(examine(config, datetime.now(UTC)))

    assert "MEND  knowledge" in told
    assert "memory" in told


def test_settings_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    (told,) = examine(tmp_path / "config.yaml", datetime.now(UTC))

    assert (told.about, told.state) == ("settings", State.WRONG)


@pytest.mark.parametrize(
    ("change", "status"), [(None, 0), ("town: nowhere", 1)], ids=["sound", "ill"]
)
def test_the_command_says_all_and_ends_with_its_status(
    tmp_path: Path, tiny_settings: Settings, lillby: object, change: str | None, status: int
) -> None:
    assert lillby is not None
    text = (ROOT / "config.yaml").read_text("utf-8")
    for old, new in (
        ("town: knowledge/haparanda", change or f"town: {LILLBY}"),
        ("recognition: knowledge/common", f"recognition: {ROOT}/knowledge/common"),
        ("cache: .cache", f"cache: {tiny_settings.cache}"),
        ("model: embeddings/model", f"model: {ROOT}/embeddings/model"),
    ):
        text = text.replace(old, new)
    (tmp_path / "config.yaml").write_text(text, "utf-8")

    done = run("doctor", "--json", cwd=tmp_path)

    rows = json.loads(done.stdout)
    assert done.returncode == status, done.stdout.decode()
    assert {row["state"] for row in rows} <= {"good", "note", "wrong"}
    assert any(row["state"] == "wrong" for row in rows) == bool(status)
    assert len(rows) >= len(CHECKS)
