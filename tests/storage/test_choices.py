from bot.storage.keys import ChatKeys
from tests.storage.conftest import Dump, OpenStorage

CHAT = 987654321


async def test_choice_outlives_a_restart(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(CHAT)
        assert await kept.choices.get(key) is None
        await kept.choices.set(key, "fi")
        await kept.choices.set(key, "sv")
    async with open_kept() as kept:
        assert await kept.choices.get(kept.choices.key(CHAT)) == "sv"


async def test_forgotten_leaves_nothing(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(CHAT)
        await kept.choices.set(key, "fi")
        await kept.choices.forget(key)
        assert await kept.choices.get(key) is None
    assert key.encode() not in await dump()


async def test_no_chat_id_is_stored(open_kept: OpenStorage, dump: Dump) -> None:
    async with open_kept("another long secret") as kept:
        await kept.choices.set(kept.choices.key(CHAT), "fi")
    content = await dump()
    assert str(CHAT).encode() not in content
    assert ChatKeys(b"another long secret").key(str(CHAT)).encode() in content


async def test_choices_are_apart(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        first, second = kept.choices.key(1), kept.choices.key(2)
        await kept.choices.set(first, "fi")
        await kept.choices.set(second, "en")
        await kept.choices.forget(first)
        assert await kept.choices.get(second) == "en"


async def test_choices_follow_each_other_in_one_process(open_kept: OpenStorage) -> None:
    async with open_kept() as kept:
        key = kept.choices.key(CHAT)
        for language in ("fi", "en"):
            await kept.choices.set(key, language)
            assert await kept.choices.get(key) == language
        await kept.choices.forget(key)
        assert await kept.choices.get(key) is None
    async with open_kept() as kept:
        assert await kept.choices.get(kept.choices.key(CHAT)) is None
