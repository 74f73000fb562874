"""Whether something uses a SQLite file: a lock that ends with the process, however it ends."""

import os
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path

from sqlalchemy import URL

from bot.storage.errors import StorageError

try:
    import fcntl
except ImportError:  # Windows, where an open file cannot be replaced anyway
    fcntl = None  # type: ignore[assignment]


def in_use(url: URL) -> AbstractContextManager[None]:
    """Note that the database at `url` is used; any number of processes may use it at once.

    Raises:
        StorageError: a backup is put back right now.
    """
    if url.get_backend_name() != "sqlite":
        return nullcontext()
    busy = "a backup is put back right now: try again"
    return _locked(Path(url.database or ""), "lock", busy, shared=True)


def answering(url: URL) -> AbstractContextManager[None]:
    """Keep every other bot from answering from the SQLite file at `url`; commands may read it.

    Raises:
        StorageError: one does already.
    """
    if url.get_backend_name() != "sqlite":
        return nullcontext()
    busy = "another bot answers from this file: stop it, or give each a `data` folder of its own"
    return _locked(Path(url.database or ""), "bot.lock", busy, shared=False)


def alone(database: Path) -> AbstractContextManager[None]:
    """Keep every other process from using `database`.

    Raises:
        StorageError: one uses it already.
    """
    return _locked(database, "lock", "is in use: stop the bot first", shared=False)


@contextmanager
def _locked(database: Path, ending: str, busy: str, *, shared: bool) -> Iterator[None]:
    file = database.with_name(f"{database.name}.{ending}")
    file.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(file, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        if fcntl is not None:
            kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
            try:
                fcntl.flock(descriptor, kind | fcntl.LOCK_NB)
            except BlockingIOError:
                raise StorageError(f"{database}: {busy}") from None
        yield
    finally:
        os.close(descriptor)
