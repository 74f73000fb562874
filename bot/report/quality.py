"""The quality that was measured last: what `python -m bot eval --json` printed."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from bot.errors import SettingsError

FILE = "quality.json"


class MeasuredEntry(BaseModel):
    """One measure of the file."""

    language: str
    name: str
    share: float
    count: int
    bar: float
    passed: bool


class QualityFile(BaseModel):
    """The file; what else stands in it is not read."""

    measures: list[MeasuredEntry]


@dataclass(frozen=True, slots=True)
class Quality:
    """The measures and the day on which they were taken."""

    measures: tuple[MeasuredEntry, ...]
    day: date


def load_quality(folder: Path) -> Quality | None:
    """Return what was measured last, `None` where nothing is kept.

    Raises:
        SettingsError: the file is not what `eval --json` prints.
    """
    file = folder / FILE
    if not file.exists():
        return None
    try:
        content = QualityFile.model_validate_json(file.read_bytes())
    except (OSError, ValidationError) as error:
        raise SettingsError(
            f"{file}: is not what was measured: run python -m bot eval --json > {file}"
        ) from error
    day = datetime.fromtimestamp(file.stat().st_mtime, UTC).date()
    return Quality(tuple(content.measures), day)
