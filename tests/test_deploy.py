"""What an installation is made from: hardened, without secrets, and with settings that exist."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from pydantic import BaseModel

from bot.settings import Settings
from tests.conftest import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
UNIT = ROOT / "deploy" / "kommunsvar.service"
UNITS = sorted((ROOT / "deploy").glob("*.service"))
FILES = [
    ROOT / "Dockerfile",
    ROOT / "compose.yaml",
    UNIT,
    ROOT / ".env.example",
    ROOT / "docs" / "deployment.md",
]
COMPOSE = yaml.safe_load((ROOT / "compose.yaml").read_text("utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]


def is_setting(name: str) -> bool:
    """Whether `KOMMUNSVAR_STORAGE__RATINGS_DAYS` names a key of config.yaml."""
    shape: type[BaseModel] = Settings
    parts = name.removeprefix("KOMMUNSVAR_").lower().split("__")
    for part in parts:
        field = shape.model_fields.get(part)
        if field is None:
            return False
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            shape = field.annotation
    return True


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_every_setting_that_is_named_exists(file: Path) -> None:
    named = set(re.findall(r"KOMMUNSVAR_[A-Z_]+[A-Z]", file.read_text("utf-8")))

    assert [name for name in sorted(named) if not is_setting(name)] == []


@pytest.mark.parametrize("service", sorted(SERVICES))
def test_no_container_has_rights_that_it_does_not_need(service: str) -> None:
    about = SERVICES[service]

    assert about["read_only"] is True
    assert about["cap_drop"] == ["ALL"]
    assert about["security_opt"] == ["no-new-privileges:true"]
    assert set(about.get("cap_add", [])) <= {"NET_BIND_SERVICE"}
    assert "privileged" not in about


@pytest.mark.parametrize("service", ["bot", "worker"])
def test_the_texts_cannot_be_changed_from_within(service: str) -> None:
    texts = [volume for volume in SERVICES[service]["volumes"] if volume.startswith("./")]

    assert texts
    assert all(volume.endswith(":ro") for volume in texts)


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, about in SERVICES.items() if "ports" in about] == ["proxy"]
    assert SERVICES["database"]["networks"] == ["inside"]
    assert COMPOSE["networks"]["inside"]["internal"] is True


def test_the_proxy_passes_on_what_the_workers_take() -> None:
    proxy = (ROOT / "deploy" / "Caddyfile").read_text("utf-8")
    worker = SERVICES["worker"]["environment"]

    assert f"path {Settings.model_fields['webhook'].default.path}\n" in proxy
    assert worker["KOMMUNSVAR_WEBHOOK__URL"].endswith(Settings.model_fields["webhook"].default.path)
    assert f"port {worker['KOMMUNSVAR_WEBHOOK__PORT']}\n" in proxy


def test_the_image_runs_as_nobody_special_and_tells_its_health() -> None:
    users = re.findall(r"^USER (\S+)", DOCKERFILE, re.M)

    assert users == ["10001:10001"]
    assert "/healthz" in DOCKERFILE
    assert not re.search(r"^(ADD|.*\b(curl|wget)\b)", DOCKERFILE, re.M)
    assert not re.search(r"^(ARG|ENV).*(TOKEN|SECRET|PASSWORD)", DOCKERFILE, re.M)


def test_what_is_copied_into_the_image_is_there_and_let_through() -> None:
    ignored = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.M)

    for name in (name for line in copied for name in line.split()):
        assert (ROOT / name).exists(), name
        assert f"!{name}" in ignored, name


def test_the_image_takes_the_version_of_torch_that_was_tested() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    (wanted,) = re.findall(r"torch==[\d.]+", DOCKERFILE)

    assert f'"{wanted}"' in project


def test_every_test_that_the_threat_model_names_exists() -> None:
    text = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = set(re.findall(r"`(tests/[\w/.]+)`", text))

    assert len(named) > 15
    assert [name for name in sorted(named) if not (ROOT / name).exists()] == []


def analyzed(*arguments: str) -> subprocess.CompletedProcess[str]:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is not installed: the unit is not looked at")
    return subprocess.run(
        ["systemd-analyze", *arguments], capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_understands_the_unit(tmp_path: Path, unit: Path) -> None:
    program = "/opt/kommunsvar/.venv/bin/python"
    assert program in unit.read_text("utf-8")
    runnable = tmp_path / unit.name
    runnable.write_text(unit.read_text("utf-8").replace(program, "/bin/true"), "utf-8")

    done = analyzed("verify", str(runnable))

    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_the_unit_is_well_confined(unit: Path) -> None:
    done = analyzed("security", "--offline=yes", "--no-pager", "--threshold=20", str(unit))

    assert done.returncode == 0, done.stdout + done.stderr


START = ROOT / "deploy" / "start.sh"


def test_the_start_fills_the_cache_and_keeps_what_lies_there(tmp_path: Path) -> None:
    learnt, cache = tmp_path / "learnt", tmp_path / "cache"
    (learnt / "abc").mkdir(parents=True)
    (learnt / "abc" / "fitted.json").write_text("new", "utf-8")
    (cache / "abc").mkdir(parents=True)
    (cache / "abc" / "fitted.json").write_text("kept", "utf-8")
    (learnt / "def").mkdir()
    script = tmp_path / "start.sh"
    text = START.read_text("utf-8").replace("/app/learnt", str(learnt))
    script.write_text(text.replace("exec python -m bot", "exec echo"), "utf-8")

    done = subprocess.run(
        ["/bin/sh", str(script), "run"],
        env={"KOMMUNSVAR_CACHE": str(cache), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        check=True,
    )

    assert done.stdout == "run\n"
    assert (cache / "def").is_dir()
    assert (cache / "abc" / "fitted.json").read_text("utf-8") == "kept"
