"""`python -m benchmarks.launch PROGRAM ARGUMENTS...`: run it, and print what it took as JSON.

A process of its own, and a small one: Linux counts the peak memory of whoever starts a program
towards the program's, so that a benchmark that holds a model would measure itself.
"""

import json
import os
import sys
import time
from collections.abc import Sequence

# Linux counts the peak in KiB, macOS in bytes (getrusage(2) of each).
PEAK_UNIT = 1 if sys.platform == "darwin" else 1024


def launch(command: Sequence[str]) -> dict[str, float]:
    """Run `command` with its output thrown away: `seconds`, peak `bytes` and exit `status`."""
    environment = dict(os.environ)
    silent = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_RDWR, 0) for stream in (0, 1, 2)]
    began = time.perf_counter()
    process = os.posix_spawn(command[0], list(command), environment, file_actions=silent)
    _, status, usage = os.wait4(process, 0)
    seconds = time.perf_counter() - began
    return {
        "seconds": seconds,
        "bytes": usage.ru_maxrss * PEAK_UNIT,
        "status": os.waitstatus_to_exitcode(status),
    }


if __name__ == "__main__":
    print(json.dumps(launch(sys.argv[1:])))
