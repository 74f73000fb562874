"""Tells when something in a folder was saved."""

import asyncio
from collections.abc import AsyncGenerator, Sequence
from contextlib import aclosing
from pathlib import Path

import structlog
from watchfiles import awatch

# Milliseconds: a save is over when nothing more came for so long, and at the latest after so long.
QUIET, LONGEST = 50, 400
# Seconds after which the folders are looked at in any case: the system tells nothing of folders
# on another machine, or of one that was moved away and put back.
LOOK = 5.0
Stamp = dict[Path, tuple[int, int, int]]
log = structlog.get_logger()


async def saves(folders: Sequence[Path]) -> AsyncGenerator[None, None]:
    """Yield at once, and again whenever a YAML file in `folders` has changed; never ends."""
    seen = await asyncio.to_thread(stamp_of, folders)
    yield
    while True:
        async with aclosing(_looks(folders)) as looks:
            async for now in looks:
                if now != seen:
                    seen = now
                    yield


async def _looks(folders: Sequence[Path]) -> AsyncGenerator[Stamp, None]:
    """Yield what the folders look like, when something happened in them and now and then."""
    try:
        async for _ in awatch(
            *folders,
            step=QUIET,
            debounce=LONGEST,
            rust_timeout=int(LOOK * 1000),
            yield_on_timeout=True,
        ):
            yield await asyncio.to_thread(stamp_of, folders)
    except OSError as error:  # a folder is gone for now, or the system watches no more
        log.warning("watching_interrupted", error=type(error).__name__)
        await asyncio.sleep(LOOK)
        yield await asyncio.to_thread(stamp_of, folders)


def stamp_of(folders: Sequence[Path]) -> Stamp:
    """Return size, time and place of each YAML file: a renamed file is another one."""
    found: Stamp = {}
    for folder in folders:
        for file in folder.rglob("*.yaml"):
            try:
                status = file.stat()
            except OSError:  # gone between listing and looking
                continue
            found[file] = (status.st_size, status.st_mtime_ns, status.st_ino)
    return found
