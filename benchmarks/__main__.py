"""`python -m benchmarks [start] [speed] …`: print Markdown tables, all unless some are named."""

import argparse
import os
import platform
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks.start import ROOT, measure_start
from benchmarks.table import Table

PARTS = ("start", "speed", "quality", "throughput", "reliability", "endurance")


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is wanted, print each table as it comes, and write all where told to."""
    options = parsed(arguments)
    texts = [f"# Measured\n\n{_machine()}"]
    print(texts[0], flush=True)
    for table in _tables(options.parts, options.config):
        texts.append(table.markdown())
        print("\n" + texts[-1], flush=True)
    if options.write is not None:
        options.write.write_text("\n\n".join(texts) + "\n", encoding="utf-8")
    return 0


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; no part named means all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables there too")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yaml", help="settings file")
    options = parser.parse_args(arguments)
    # argparse's own `choices` would refuse an empty list in Python 3.11.
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"{unknown[0]}: no such part, choose from {', '.join(PARTS)}")
    options.parts = options.parts or PARTS
    return options


def _tables(parts: Sequence[str], config: Path) -> Iterator[Table]:
    if "start" in parts:
        yield measure_start(config)
    if "speed" in parts:
        from benchmarks.speed import measure_speed
        from bot.settings import load_settings

        yield from measure_speed(load_settings(config))
    if "quality" in parts:
        from benchmarks.quality import measure_quality
        from bot.settings import load_settings

        yield from measure_quality(load_settings(config))
    yield from _under_load(parts, config)


def _under_load(parts: Sequence[str], config: Path) -> Iterator[Table]:
    if "throughput" in parts:
        from benchmarks.reliability.throughput import measure_throughput
        from bot.settings import load_settings

        yield measure_throughput(load_settings(config).town)
    if "reliability" in parts:
        from benchmarks.reliability.report import measure_kills, measure_troubles

        yield measure_kills()
        yield measure_troubles()
    if "endurance" in parts:
        from benchmarks.reliability.report import measure_endurance

        yield measure_endurance()


def _machine() -> str:
    load = os.getloadavg()[0]
    return (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; load average before it began {load:.1f}. Timings vary with "
        "what else the machine does; ratios and shares hardly do."
    )


if __name__ == "__main__":
    sys.exit(main())
