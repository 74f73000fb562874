"""What was changed in the town's texts in a month."""

import json
import subprocess
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge.model import Knowledge
from knowledge.translations import texts_in

MOST_SHOWN = 30
PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Change:
    """A change on a day, as its author described it; `day` is empty where it is not known."""

    day: date | None
    text: str


def changes_in_git(folder: Path, first: date, last: date) -> list[Change] | None:
    """Return the month's commits to a town's folder, newest first; `None` without git there.

    Who made them is left out.
    """
    command = ["git", "-C", str(folder), "log", "--no-merges", "--format=%cs%x09%s"]
    period = [f"--since={first}T00:00:00", f"--until={last}T23:59:59", "--", "."]
    try:
        done = subprocess.run(
            [*command, *period], capture_output=True, text=True, check=True, timeout=PATIENCE
        )
    except (OSError, subprocess.SubprocessError):
        return None
    rows = (line.partition("\t") for line in done.stdout.splitlines())
    return [Change(date.fromisoformat(day), text) for day, _, text in rows][:MOST_SHOWN]


def changed_texts(knowledge: Knowledge, kept: Path, month: str) -> list[str] | None:
    """Return the ids of texts that differ from the last report of an earlier month.

    Keeps the texts' digests in the folder `kept` for the next month. `None` without an earlier one.
    """
    default = knowledge.municipality.default_language
    now = {name: text.fingerprint for name, text in texts_in(knowledge, default).items()}
    earlier = sorted(file for file in kept.glob("????-??.json") if file.stem < month)
    kept.mkdir(parents=True, exist_ok=True)
    (kept / f"{month}.json").write_text(json.dumps(now, indent=0), encoding="utf-8")
    if not earlier:
        return None
    before = json.loads(earlier[-1].read_text(encoding="utf-8"))
    return sorted(name for name in {*now, *before} if now.get(name) != before.get(name))
