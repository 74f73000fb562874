"""The tables, as queries name them. `migrations.py` makes them; a test holds the two together."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

METADATA = MetaData()

# `chat` is the chat's keyed hash.
LANGUAGE_CHOICE = Table(
    "language_choice",
    METADATA,
    Column("chat", Text, primary_key=True),
    Column("language", Text, nullable=False),
)
# `message` is a keyed hash of a chat and a message in it.
RATING = Table(
    "rating",
    METADATA,
    Column("message", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("vote", Text, nullable=False),
    Column("reason", Text),
    Column("day", Text, nullable=False),
)
# `key` is the chat's keyed hash, `chat` its id encrypted, `facts` a digest of what was told last.
SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    Column("key", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("language", Text, nullable=False),
    Column("chat", LargeBinary, nullable=False),
    Column("facts", Text, nullable=False),
)
# What staff took out from a chat: a topic or a family, since when, and by which role.
SWITCH = Table(
    "switch",
    METADATA,
    Column("topic", Text, primary_key=True),
    Column("since", Text, nullable=False),
    Column("role", Text, nullable=False),
)
# What was received: encrypted in `content`, under the chat's keyed hash, until it is answered.
# Then both are emptied, and number and day alone tell that it is not to be answered again.
# `worker` may answer it until `until`, in seconds since 1970.
RECEIVED = Table(
    "received",
    METADATA,
    Column("bot", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    Column("day", Text, nullable=False),
    Column("chat", Text),
    Column("content", LargeBinary),
    Column("tries", BigInteger, nullable=False),
    Column("worker", Text, nullable=False),
    Column("until", BigInteger, nullable=False),
)
# `asker` is a keyed hash of the chat's key and a salt that lives as long as its month.
INBOX = Table(
    "inbox",
    METADATA,
    Column("number", BigInteger, primary_key=True),
    Column("day", Text, nullable=False),
    Column("asker", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("outcome", Text, nullable=False),
    Column("topics", Text, nullable=False),
    Column("reason", Text, nullable=False),
)
INBOX_SALT = Table(
    "inbox_salt",
    METADATA,
    Column("month", Text, primary_key=True),
    Column("salt", LargeBinary, nullable=False),
)
# How often what was asked on a day; nothing about who asked.
TALLY = Table(
    "tally",
    METADATA,
    Column("day", Text, primary_key=True),
    Column("door", Text, primary_key=True),
    Column("language", Text, primary_key=True),
    Column("outcome", Text, primary_key=True),
    Column("topic", Text, primary_key=True),
    Column("times", BigInteger, nullable=False),
)
