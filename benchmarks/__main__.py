"""`python -m benchmarks [start] [speed] …`: print Markdown tables, all unless some are named.

What is being measured stands on standard error. All of it takes about 40 minutes, `--quick` a few.
"""

import argparse
import os
import platform
import signal
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from benchmarks.parts import PARTS
from benchmarks.progress import tell
from benchmarks.sizes import FULL, QUICK
from benchmarks.start import ROOT

ONLY_TRIED = "Tried with small numbers (`--quick`): that it runs is shown, the figures say nothing."


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is wanted, print each table as it comes, and write all where told to.

    A part that fails is told and the others go on; the status then is 1.
    """
    options = parsed(arguments)
    texts, failed = [_heading(options)], False
    print(texts[0], flush=True)
    for name in options.parts:
        tell(name)
        try:
            for table in _tables(name, options):
                _put(table, texts, options.write)
        except Exception as error:  # what was measured before, and what comes after, is kept
            failed = True
            _put(f"**{name} failed**: {type(error).__name__}: {error}", texts, options.write)
    tell("done")
    return int(failed)


def parsed(arguments: Sequence[str] | None) -> argparse.Namespace:
    """Read the command line; no part named means all."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="part", help=", ".join(PARTS))
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the tables there too")
    parser.add_argument("--config", type=Path, default=ROOT / "config.yaml", help="settings file")
    parser.add_argument("--quick", action="store_true", help="small numbers, to see that it runs")
    options = parser.parse_args(arguments)
    # argparse's own `choices` would refuse an empty list in Python 3.11.
    if unknown := [part for part in options.parts if part not in PARTS]:
        parser.error(f"{unknown[0]}: no such part, choose from {', '.join(PARTS)}")
    options.parts = options.parts or list(PARTS)
    return options


def _tables(name: str, options: argparse.Namespace) -> Iterable[str]:
    sizes = QUICK if options.quick else FULL
    return (table.markdown() for table in PARTS[name](options.config, sizes))


def _put(text: str, texts: list[str], file: Path | None) -> None:
    """Print what came, and write all that there is by now."""
    texts.append(text)
    print("\n" + text, flush=True)
    if file is not None:
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n\n".join(texts) + "\n", encoding="utf-8")


def _heading(options: argparse.Namespace) -> str:
    load = os.getloadavg()[0]
    machine = (
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores, Python "
        f"{platform.python_version()}; load average before it began {load:.1f}. Timings vary with "
        "what else the machine does; ratios and shares hardly do."
    )
    return "\n\n".join(["# Measured", machine, *([ONLY_TRIED] if options.quick else [])])


if __name__ == "__main__":
    # Otherwise the bots that run for us would outlive us.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))
    sys.exit(main())
