"""The first answer of a fresh process, beside merely importing what others serve models with."""

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from benchmarks.table import Table

ROOT = Path(__file__).parents[1]
QUESTION = "När öppnar kommunhuset?"
IMPORT = "import sentence_transformers"
RUNS = 5


@dataclass(frozen=True, slots=True)
class Run:
    """What one process took: wall seconds, and peak resident memory in MiB."""

    seconds: float
    mebibytes: float


def measure_start(config: Path, runs: int = RUNS) -> Table:
    """Start both in turn, so that other work on the machine meets both alike."""
    ask = (sys.executable, "-m", "bot", "ask", QUESTION, "--config", str(config.resolve()))
    other = (sys.executable, "-c", IMPORT)
    for command in (ask, other):  # the first fills the caches: the bot's own and the system's
        start(command)
    pairs = [(start(ask), start(other)) for _ in range(runs)]
    ours, theirs = zip(*pairs, strict=True)
    return Table(
        title="First answer of a fresh process",
        columns=("process", "best s", "median s", "best MiB", "median MiB"),
        rows=(
            _row("python -m bot ask", ours),
            _row(f'python -c "{IMPORT}"', theirs),
            _ratio(ours, theirs),
        ),
        note=f"Wall time and peak resident memory of {runs} runs each, in turn, caches warm.",
    )


def start(command: Sequence[str]) -> Run:
    """Run `command` in the repository's root; raises `RuntimeError` where it fails."""
    launcher = (sys.executable, "-S", "-m", "benchmarks.launch")
    done = subprocess.run([*launcher, *command], cwd=ROOT, capture_output=True, check=True)
    took = json.loads(done.stdout)
    if took["status"]:
        raise RuntimeError(f"{' '.join(command)}: exit status {took['status']:.0f}; run it by hand")
    return Run(took["seconds"], took["bytes"] / 2**20)


def _summary(runs: Sequence[Run]) -> tuple[float, float, float, float]:
    seconds, memory = [r.seconds for r in runs], [r.mebibytes for r in runs]
    return min(seconds), median(seconds), min(memory), median(memory)


def _row(name: str, runs: Sequence[Run]) -> tuple[str, ...]:
    best, middle, least, usual = _summary(runs)
    return name, f"{best:.2f}", f"{middle:.2f}", f"{least:.0f}", f"{usual:.0f}"


def _ratio(ours: Sequence[Run], theirs: Sequence[Run]) -> tuple[str, ...]:
    shares = zip(_summary(ours), _summary(theirs), strict=True)
    return "ratio, first to second", *(f"{one / other:.2f}" for one, other in shares)
