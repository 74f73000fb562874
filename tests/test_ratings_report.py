"""`python -m bot ratings`."""

import asyncio
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot.ratings_report import print_ratings
from bot.settings import Settings
from bot.storage.ratings import Rating, Reason, Vote
from bot.storage.storage import open_storage

NO = Vote.NOT_HELPFUL


@pytest.fixture
def kept(settings: Settings, tmp_path: Path) -> Settings:
    """Settings of a data folder that ends with the test."""
    return settings.model_copy(update={"data": tmp_path, "bot_secret": None})


def rate(settings: Settings, *ratings: Rating, day: date) -> None:
    async def written() -> None:
        async with open_storage(settings) as storage:
            for message, rating in enumerate(ratings, 1):
                await storage.ratings.rate(1, message, rating, day)

    asyncio.run(written())


def printed(settings: Settings) -> list[list[str]]:
    lines: list[str] = []
    print_ratings(settings, lines.append)
    return [line.split() for line in lines]


def test_most_unhelpful_answers_come_first(kept: Settings) -> None:
    helped = Rating("budget", "sv", Vote.HELPFUL)
    wrong, silent = (Rating("vision", "fi", NO, why) for why in (Reason.WRONG, None))
    rate(kept, helped, wrong, silent, helped, day=datetime.now(UTC).date())

    assert printed(kept)[1:] == [
        ["vision", "fi", "0", "2", "1", "0", "0", "0"],
        ["budget", "sv", "2", "0", "0", "0", "0", "0"],
    ]


def test_what_is_too_old_is_not_printed(kept: Settings) -> None:
    rate(kept, Rating("vision", "sv", Vote.HELPFUL), day=date(2020, 1, 1))

    assert printed(kept) == [["no", "ratings", "yet"]]


def test_no_file_is_made_to_read_it(kept: Settings) -> None:
    assert printed(kept) == [["no", "ratings", "yet"]]
    assert list(kept.data.iterdir()) == []
