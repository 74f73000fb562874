"""A copy of the SQLite file while the bot runs, and back again while it does not.

SQLite's own online backup is used: a copy of the file alone would miss its write-ahead log. The
secret is no part of a copy, so that whoever finds one cannot tell whose it is.
"""

import os
import sqlite3
import tempfile
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from sqlalchemy import URL

from bot.settings import Settings
from bot.storage.engines import shown, translated
from bot.storage.errors import StorageError
from bot.storage.location import is_empty, locate
from bot.storage.lock import alone
from bot.storage.migrations import VERSION

APART = (
    "{where}: is copied by PostgreSQL's own tools: pg_dump --format=custom --file=FILE '{where}', "
    "and pg_restore --clean --if-exists --dbname='{where}' FILE while no worker runs"
)


def back_up(settings: Settings, target: Path) -> Path:
    """Write a copy of the database into the new file `target`, readable by its owner alone.

    Raises:
        StorageError: there is nothing to copy, or `target` exists or cannot be written.
    """
    url = locate(settings)
    source = _file_of(url)
    if is_empty(settings):
        raise StorageError(f"{source}: nothing is stored yet, so there is nothing to copy")
    if target.exists():
        raise StorageError(f"{target}: exists already: name another file")
    try:
        _copied(source, target).replace(target)
    except (OSError, sqlite3.Error) as error:
        raise StorageError(
            f"{source}: could not be copied to {target} ({error}): see that there is room in a "
            "folder that can be written, and ask `python -m bot doctor` if the database is sound"
        ) from error
    return target


def restore(settings: Settings, copy: Path, now: datetime) -> Path | None:
    """Put `copy` in the database's place; return where the one before lies now, if there was one.

    Raises:
        StorageError: the bot runs, `copy` is no sound database of this program, or is newer.
    """
    url = locate(settings)
    target = _file_of(url)
    if not copy.is_file():
        raise StorageError(f"{copy}: there is no such file")
    _refuse_unfit(copy)
    with translated(url), alone(target):
        # Whole before anything is moved: what goes wrong here leaves all as it was.
        made = _copied(copy, target)
        kept = _set_aside(target, now)
        made.replace(target)
    return kept


def _file_of(url: URL) -> Path:
    if url.get_backend_name() != "sqlite":
        raise StorageError(APART.format(where=shown(url)))
    return Path(url.database or "")


def _opened(file: Path) -> sqlite3.Connection:
    return sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)


def _copied(source: Path, target: Path) -> Path:
    """Return a whole copy of `source` beside `target`: one file, without a log beside it."""
    descriptor, name = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
    os.close(descriptor)
    made = Path(name)
    try:
        with closing(_opened(source)) as database, closing(sqlite3.connect(made)) as copy:
            database.backup(copy)
            copy.execute("PRAGMA journal_mode = DELETE")
    except BaseException:
        made.unlink(missing_ok=True)
        raise
    return made


def _refuse_unfit(copy: Path) -> None:
    try:
        with closing(_opened(copy)) as database:
            (found,) = database.execute("PRAGMA quick_check(1)").fetchone()
            (step,) = database.execute("PRAGMA user_version").fetchone()
            query = "SELECT COUNT(*) FROM sqlite_master WHERE name = 'language_choice'"
            (ours,) = database.execute(query).fetchone()
    except sqlite3.Error as error:
        raise StorageError(f"{copy}: is no database ({error}): name a file of `backup`") from error
    if found != "ok" or not ours:
        raise StorageError(f"{copy}: is damaged or another program's: name a file of `backup`")
    if step > VERSION:
        raise StorageError(
            f"{copy}: was written by a newer version of this program (step {step} of {VERSION}): "
            "use that version"
        )


def _set_aside(target: Path, now: datetime) -> Path | None:
    """Move the present database away, with what its log still holds brought into it."""
    if not target.exists():
        return None
    kept = target.with_name(f"{target.name}.{now:%Y%m%dT%H%M%S}")
    # It may be damaged: that may be why a copy is put back.
    with suppress(sqlite3.DatabaseError), closing(sqlite3.connect(target)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    target.replace(kept)
    for ending in ("-wal", "-shm"):
        target.with_name(target.name + ending).unlink(missing_ok=True)
    return kept
