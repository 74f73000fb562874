"""All checks, one after the other; one that breaks is a finding, too."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from pathlib import Path

from bot.doctor.finding import Check, Finding, Patient, State, good, wrong
from bot.doctor.learning import check_knowledge, check_model, check_retention
from bot.doctor.machine import (
    check_disk,
    check_memory,
    check_packages,
    check_port,
    check_python,
    check_time_zones,
)
from bot.doctor.storing import (
    check_data_folder,
    check_env_file,
    check_secret,
    check_storage,
)
from bot.doctor.telegram import check_telegram
from bot.doctor.webhook import check_webhook
from bot.errors import SettingsError
from bot.settings import load_settings

CHECKS: tuple[Check, ...] = (
    check_python,
    check_packages,
    check_env_file,
    check_telegram,
    check_webhook,
    check_storage,
    check_secret,
    check_data_folder,
    check_knowledge,
    check_retention,
    check_model,
    check_time_zones,
    check_disk,
    check_memory,
    check_port,
)
SIGNS = {State.GOOD: "ok  ", State.NOTE: "note", State.WRONG: "MEND"}


def examine(config: Path, now: datetime) -> list[Finding]:
    """Look at the installation that `config` sets, at `now` (aware)."""
    try:
        patient = Patient(load_settings(config), config.resolve().parent, now)
    except SettingsError as error:
        return [wrong("settings", str(error), f"mend {config} or the environment, then ask again")]
    found = [good("settings", str(config))]
    for check in CHECKS:
        found += _tried(check, patient)
    return found


def as_lines(found: Sequence[Finding]) -> str:
    """Return a line for each finding, what to do below it, and a line that counts."""
    lines = []
    for finding in found:
        lines.append(f"{SIGNS[finding.state]}  {finding.about}: {finding.said}")
        if finding.to_do:
            lines.append(f"      -> {finding.to_do}")
    count = sum(finding.state is State.WRONG for finding in found)
    return "\n".join([*lines, f"{count} to mend"])


def as_json(found: Sequence[Finding]) -> str:
    """Return a list of objects with `about`, `state`, `said` and `to_do`."""
    return json.dumps([asdict(finding) for finding in found], ensure_ascii=False, indent=2)


def _tried(check: Check, patient: Patient) -> list[Finding]:
    try:
        return check(patient)
    except Exception as error:  # the rest must be told all the same
        about = check.__name__.removeprefix("check_").replace("_", " ")
        if isinstance(error, PermissionError) and error.filename is not None:
            to_do = "let the user that runs the bot read it (chmod -R a+rX for the texts)"
            return [wrong(about, f"{error.filename}: permission denied", to_do)]
        said = f"could not be looked at ({type(error).__name__})"
        return [wrong(about, said, "tell those who maintain the program")]
