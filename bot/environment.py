"""The variables that override `config.yaml`: from the environment, and from `.env` beside it."""

import os
from collections.abc import Mapping, Set
from pathlib import Path

from dotenv import dotenv_values

from bot.errors import SettingsError
from knowledge.validating import did_you_mean

PREFIX, BETWEEN = "KOMMUNSVAR_", "__"


def read_variables(env_file: Path) -> Mapping[str, str]:
    """Return where each variable of this program stands, by its name in capital letters."""
    files = {name.upper(): str(env_file) for name in dotenv_values(env_file)}
    outside = {name.upper(): "the environment" for name in os.environ}
    return {name: at for name, at in {**files, **outside}.items() if name.startswith(PREFIX)}


def refuse_unknown(variables: Mapping[str, str], keys: Set[str], secrets: Set[str]) -> None:
    """Raise `SettingsError` where a variable sets nothing, as nobody would notice."""
    known = [f"{PREFIX}{key.upper()}" for key in keys if key not in secrets]
    for name, at in variables.items():
        if name.partition(BETWEEN)[0] not in known:
            bare = name.removeprefix(PREFIX)
            hint = f": write {bare}" if bare.lower() in secrets else did_you_mean(name, known)
            raise SettingsError(f"{at}: {name} sets nothing{hint}")


def place_of(path: tuple[int | str, ...], variables: Mapping[str, str]) -> str | None:
    """Return the variable that sets the value at `path`, and where it stands; `None` for none."""
    name = PREFIX + BETWEEN.join(map(str, path)).upper()
    return f"{name} in {variables[name]}" if name in variables else None
