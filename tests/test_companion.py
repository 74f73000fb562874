"""The process beside the bot, and what becomes of it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from math import factorial

import pytest

from bot.companion import Companion
from bot.errors import CompanionFailed
from tests.conftest import ROOT

PATIENCE = 60
WAITING = """
import asyncio
from bot.companion import Companion

async def main():
    companion = Companion(0)
    await companion.run(exec, "import os, signal; print(os.getpid(), flush=True); signal.pause()")

if __name__ == "__main__":
    asyncio.run(main())
"""


async def test_calls_return_and_raise_what_they_did_there() -> None:
    companion = Companion(0)
    try:
        assert await companion.run(factorial, 5) == 120
        with pytest.raises(CompanionFailed, match="ValueError"):
            await companion.run(factorial, -1)
        assert await companion.run(factorial, 3) == 6
    finally:
        companion.close()


def test_a_bot_that_is_killed_takes_its_companion_along_without_a_word() -> None:
    command = [sys.executable, "-c", WAITING]
    with subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as bot:
        assert bot.stdout is not None
        assert bot.stderr is not None
        companion = int(bot.stdout.readline())
        assert companion != bot.pid
        bot.kill()
        try:
            # Both write to the same pipe: it ends when the last of them does.
            said, errors = bot.communicate(timeout=PATIENCE)
        finally:
            with suppress(ProcessLookupError):
                os.kill(companion, signal.SIGKILL)
    assert (said, errors) == ("", "")
