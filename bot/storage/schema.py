"""The tables, and how a file of an earlier version becomes one of this version.

The number of steps that a file has taken stands in its `user_version`. A step that was released
is never changed: what comes later is another step. Steps can be taken twice, since version 0.1.0
sets the number back to 1 whenever it opens a file.
"""

LANGUAGE_CHOICE = """
CREATE TABLE IF NOT EXISTS language_choice (
    chat TEXT PRIMARY KEY,
    language TEXT NOT NULL
) WITHOUT ROWID, STRICT
"""
# `message` is a keyed hash of a chat and a message in it.
RATING = """
CREATE TABLE IF NOT EXISTS rating (
    message TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    vote TEXT NOT NULL,
    reason TEXT,
    day TEXT NOT NULL,
    PRIMARY KEY (message, topic)
) WITHOUT ROWID, STRICT
"""
# `key` is the chat's keyed hash, `chat` its id encrypted, `facts` a digest of what was told last.
SUBSCRIPTION = """
CREATE TABLE IF NOT EXISTS subscription (
    key TEXT NOT NULL,
    topic TEXT NOT NULL,
    language TEXT NOT NULL,
    chat BLOB NOT NULL,
    facts TEXT NOT NULL,
    PRIMARY KEY (key, topic)
) WITHOUT ROWID, STRICT
"""
STEPS: tuple[tuple[str, ...], ...] = (
    (LANGUAGE_CHOICE,),
    (RATING, "CREATE INDEX IF NOT EXISTS rating_day ON rating (day)", SUBSCRIPTION),
)
VERSION = len(STEPS)
