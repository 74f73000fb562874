"""How a database of an earlier version becomes one of this version, the same on both engines.

All missing steps are taken in one transaction under a lock, so that processes that start together
wait for each other, and half a step is no step. The number of steps taken stands in SQLite's
`user_version` and in PostgreSQL's table `schema_version`. A step that was released is never
changed: what comes later is another step. Steps can be taken twice, since version 0.1.0 sets the
number back to 1 whenever it opens a file.

Not Alembic: files in use already carry their number in `user_version`, and these few statements
would need its configuration, environment and version table around them, and a lock all the same.
"""

from string import Template

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.storage.errors import StorageError

# What the two engines call the same thing differently.
WORDS = {
    "sqlite": {
        "bytes": "BLOB",
        "integer": "INTEGER",
        "strict": "WITHOUT ROWID, STRICT",
        "number": "INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL",
    },
    "postgresql": {
        "bytes": "BYTEA",
        "integer": "BIGINT",
        "strict": "",
        "number": "BIGSERIAL PRIMARY KEY",
    },
}
LANGUAGE_CHOICE = """
CREATE TABLE IF NOT EXISTS language_choice (
    chat TEXT PRIMARY KEY,
    language TEXT NOT NULL
) $strict
"""
RATING = """
CREATE TABLE IF NOT EXISTS rating (
    message TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    vote TEXT NOT NULL,
    reason TEXT,
    day TEXT NOT NULL,
    PRIMARY KEY (message, topic)
) $strict
"""
SUBSCRIPTION = """
CREATE TABLE IF NOT EXISTS subscription (
    key TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    chat $bytes NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (key, topic)
) $strict
"""
RECEIVED = """
CREATE TABLE IF NOT EXISTS received (
    bot $integer NOT NULL,
    number $integer NOT NULL,
    day TEXT NOT NULL,
    chat TEXT,
    content $bytes,
    tries $integer NOT NULL,
    worker TEXT NOT NULL,
    until $integer NOT NULL,
    PRIMARY KEY (bot, number)
) $strict
"""
# Few of the rows are unanswered, and only these are ever looked for by anything but their number.
UNANSWERED = """
CREATE INDEX IF NOT EXISTS received_unanswered ON received (bot, number) WHERE content IS NOT NULL
"""
# Numbers are not used twice: an editor may still hold one that was deleted.
INBOX = """
CREATE TABLE IF NOT EXISTS inbox (
    number $number,
    day TEXT NOT NULL,
    asker TEXT NOT NULL,
    text TEXT NOT NULL,
    language TEXT NOT NULL,
    outcome TEXT NOT NULL,
    topics TEXT NOT NULL,
    reason TEXT NOT NULL,
    UNIQUE (asker, text)
)
"""
INBOX_SALT = """
CREATE TABLE IF NOT EXISTS inbox_salt (
    month TEXT PRIMARY KEY,
    salt $bytes NOT NULL
) $strict
"""
TALLY = """
CREATE TABLE IF NOT EXISTS tally (
    day TEXT NOT NULL,
    door TEXT NOT NULL,
    language TEXT NOT NULL,
    outcome TEXT NOT NULL,
    topic TEXT NOT NULL,
    times $integer NOT NULL,
    PRIMARY KEY (day, door, language, outcome, topic)
) $strict
"""
SWITCH = """
CREATE TABLE IF NOT EXISTS switch (
    topic TEXT NOT NULL PRIMARY KEY,
    since TEXT NOT NULL,
    role TEXT NOT NULL
) $strict
"""
STEPS: tuple[tuple[str, ...], ...] = (
    (LANGUAGE_CHOICE,),
    (RATING, "CREATE INDEX IF NOT EXISTS rating_day ON rating (day)", SUBSCRIPTION),
    (RECEIVED, UNANSWERED),
    (INBOX, INBOX_SALT, TALLY),
    (SWITCH,),
)
VERSION = len(STEPS)
# Any number, the same in every process of this program.
LOCK = 7_203_114_908


async def migrate(connection: AsyncConnection, where: str) -> None:
    """Take the missing steps, inside the transaction of `connection`.

    Raises:
        StorageError: the database at `where` is a newer version's.
    """
    engine = connection.dialect.name
    reached = await (_sqlite_step if engine == "sqlite" else _postgresql_step)(connection)
    if reached > VERSION:
        raise StorageError(
            f"{where}: was written by a newer version of this program (step {reached} of "
            f"{VERSION}). Use that version, or give this one a database of its own."
        )
    for statement in (statement for step in STEPS[reached:] for statement in step):
        await connection.exec_driver_sql(Template(statement).substitute(WORDS[engine]))
    # Always written: a database that can only be read would otherwise be noticed first by a
    # resident.
    note = "PRAGMA user_version =" if engine == "sqlite" else "UPDATE schema_version SET step ="
    await connection.exec_driver_sql(f"{note} {VERSION}")


async def _sqlite_step(connection: AsyncConnection) -> int:
    result = await connection.exec_driver_sql("PRAGMA user_version")
    return int(result.scalar_one())


async def _postgresql_step(connection: AsyncConnection) -> int:
    await connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({LOCK})")
    await connection.exec_driver_sql(
        "CREATE TABLE IF NOT EXISTS schema_version (step BIGINT NOT NULL)"
    )
    await connection.exec_driver_sql(
        "INSERT INTO schema_version SELECT 0 WHERE NOT EXISTS (SELECT 1 FROM schema_version)"
    )
    result = await connection.exec_driver_sql("SELECT step FROM schema_version")
    return int(result.scalar_one())
