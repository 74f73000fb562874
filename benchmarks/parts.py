"""The parts of the benchmarks by name; what each needs is imported when its turn comes."""

from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from benchmarks.sizes import Sizes
from benchmarks.start import ROOT, measure_start
from benchmarks.table import Table
from bot.settings import Settings, load_settings

Part = Callable[[Path, Sizes], Iterable[Table]]


def _start(config: Path, sizes: Sizes) -> Iterable[Table]:
    yield measure_start(config, sizes.starts)


def _speed(config: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.speed import measure_speed

    return measure_speed(_understanding(config, sizes), sizes.texts)


def _quality(config: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.quality import measure_quality

    return measure_quality(_understanding(config, sizes))


def _throughput(config: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.reliability.throughput import measure_throughput

    return measure_throughput(load_settings(config).town, sizes)


def _reload(config: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.reliability.bots import TINY
    from benchmarks.reliability.report import measure_reload

    yield measure_reload((TINY, load_settings(config).town), sizes)


def _fairness(_: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.reliability.report import measure_fairness

    yield measure_fairness(sizes)


def _reliability(_: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.reliability.report import measure_kills, measure_troubles

    yield measure_kills(sizes)
    yield measure_troubles(sizes)


def _endurance(_: Path, sizes: Sizes) -> Iterable[Table]:
    from benchmarks.reliability.report import measure_endurance

    yield measure_endurance(sizes)


PARTS: Mapping[str, Part] = {
    "start": _start,
    "speed": _speed,
    "quality": _quality,
    "throughput": _throughput,
    "reload": _reload,
    "fairness": _fairness,
    "reliability": _reliability,
    "endurance": _endurance,
}


def _understanding(config: Path, sizes: Sizes) -> Settings:
    """Return the settings, where all is only tried with those of the tiny town."""
    settings = load_settings(config)
    if not sizes.tiny:
        return settings
    town, cache = ROOT / "tests" / "towns" / "lillby", ROOT / ".cache" / "tiny"
    return settings.model_copy(update={"town": town, "cache": cache})
