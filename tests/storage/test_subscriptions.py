from bot.storage.ciphers import ChatCipher
from tests.storage.conftest import Dump, OpenStorage

CHAT = 987654321


async def test_subscription_outlives_a_restart(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(CHAT)
        await kept.subscriptions.follow(key, CHAT, "vision", "sv", "a")
        await kept.subscriptions.follow(key, CHAT, "vision", "fi", "b")
    async with open_kept() as kept:
        [found] = await kept.subscriptions.all()
        assert (found.topic, found.language, found.facts) == ("vision", "fi", "b")
        assert kept.subscriptions.chat_of(found) == CHAT


async def test_no_chat_id_is_stored(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept() as kept:
        await kept.subscriptions.follow(kept.choices.key(CHAT), CHAT, "vision", "sv", "a")
    assert str(CHAT).encode() not in await dump()


async def test_another_secret_reads_nothing(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.subscriptions.follow(kept.choices.key(CHAT), CHAT, "vision", "sv", "a")
    async with open_kept("quite another secret") as kept:
        [found] = await kept.subscriptions.all()
        assert kept.subscriptions.chat_of(found) is None


async def test_ends(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        subscriptions, mine, other = kept.subscriptions, *map(kept.choices.key, (1, 2))
        for topic in ("vision", "goals", "budget"):
            await subscriptions.follow(mine, 1, topic, "sv", "a")
        await subscriptions.follow(other, 2, "vision", "sv", "a")
        await subscriptions.end(mine, "goals")
        assert await subscriptions.end_all(mine) == 2
        assert await subscriptions.end_all(mine) == 0
        assert [found.key for found in await subscriptions.all()] == [other]


async def test_what_was_told_is_remembered(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        await kept.subscriptions.follow(kept.choices.key(1), 1, "vision", "sv", "a")
        [found] = await kept.subscriptions.all()
        await kept.subscriptions.told(found, "b")
        [found] = await kept.subscriptions.all()
        assert found.facts == "b"


def test_a_sealed_chat_belongs_to_its_key() -> None:
    cipher = ChatCipher(b"a secret that is long enough")
    sealed = cipher.seal(-100123, "key")
    assert cipher.open(sealed, "key") == -100123
    assert cipher.open(sealed, "another") is None
    assert cipher.open(b"", "key") is None
    assert cipher.seal(-100123, "key") != sealed
