"""The tables, as queries name them. `migrations.py` makes them; a test holds the two together."""

from sqlalchemy import BigInteger, Column, LargeBinary, MetaData, Table, Text

METADATA = MetaData()


def _key(name: str) -> Column[str]:
    return Column(name, Text, primary_key=True)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _bytes(name: str) -> Column[bytes]:
    return Column(name, LargeBinary, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, BigInteger, nullable=False)


# `chat` is the chat's keyed hash.
LANGUAGE_CHOICE = Table(
    "language_choice",
    METADATA,
    _key("chat"),
    _text("language"),
)
# `message` is a keyed hash of a chat and a message in it.
RATING = Table(
    "rating",
    METADATA,
    _key("message"),
    _key("topic"),
    _text("language"),
    _text("vote"),
    Column("reason", Text),
    _text("day"),
)
# `key` is the chat's keyed hash, `chat` its id encrypted, `facts` a digest of what was told last.
SUBSCRIPTION = Table(
    "subscription",
    METADATA,
    _key("key"),
    _key("topic"),
    _text("language"),
    _bytes("chat"),
    _text("facts"),
)
# What staff took out from a chat: a topic or a family, since when, and by which role.
SWITCH = Table(
    "switch",
    METADATA,
    _key("topic"),
    _text("since"),
    _text("role"),
)
# What was received: encrypted in `content`, under the chat's keyed hash, until it is answered.
# Then both are emptied, and number and day alone tell that it is not to be answered again.
# `worker` may answer it until `until`, in seconds since 1970.
RECEIVED = Table(
    "received",
    METADATA,
    Column("bot", BigInteger, primary_key=True),
    Column("number", BigInteger, primary_key=True),
    _text("day"),
    Column("chat", Text),
    Column("content", LargeBinary),
    _number("tries"),
    _text("worker"),
    _number("until"),
)
# `asker` is a keyed hash of the chat's key and a salt that lives as long as its month.
INBOX = Table(
    "inbox",
    METADATA,
    Column("number", BigInteger, primary_key=True),
    _text("day"),
    _text("asker"),
    _text("text"),
    _text("language"),
    _text("outcome"),
    _text("topics"),
    _text("reason"),
)
INBOX_SALT = Table(
    "inbox_salt",
    METADATA,
    _key("month"),
    _bytes("salt"),
)
# How often what was asked on a day; nothing about who asked.
TALLY = Table(
    "tally",
    METADATA,
    _key("day"),
    _key("door"),
    _key("language"),
    _key("outcome"),
    _key("topic"),
    _number("times"),
)
