"""What residents are told of how long something is kept is what is set."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.retention import differences, read_told, refuse_untold_inbox
from bot.settings import InboxPart, Settings, StoragePart
from knowledge.facts import RETENTION
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.references.lines import Lines
from knowledge.rendering import Renderer
from knowledge.rules.length import check_length
from tests.conftest import ROOT
from tests.knowledge.town import append, copy_of_lillby
from tests.test_cli import run

HAPARANDA = ROOT / "knowledge" / "haparanda"
GROUP = """
  retention:
    source: page
    values: {ratings_days: 365, inbox: false, inbox_days: 90}
"""
# What /forget does not reach stands in the answer only where the inbox is on.
SAID = {
    "sv": ("Inga frågor", "maskerade"),
    "fi": ("Kysymyksiä ja nimiä ei jää", "peitettyinä"),
    "en": ("No questions", "masked"),
}


@pytest.fixture(scope="module")
def knowledge() -> Knowledge:
    return load_knowledge(HAPARANDA)


def with_inbox(knowledge: Knowledge, inbox: str) -> Knowledge:
    """Return the town as it is with the inbox told to be on or off."""
    group = knowledge.facts[RETENTION]
    told = replace(group, values={**group.values, "inbox": inbox})
    return replace(knowledge, facts={**knowledge.facts, RETENTION: told})


def test_the_town_tells_what_the_repository_sets(settings: Settings) -> None:
    told = read_told(HAPARANDA)

    assert told is not None
    assert list(differences(settings, told)) == []


@pytest.mark.parametrize("language", SAID)
def test_the_privacy_answer_follows_the_inbox(knowledge: Knowledge, language: str) -> None:
    now = datetime(2026, 1, 15, 10, tzinfo=UTC)
    off, on = (
        Renderer(with_inbox(knowledge, inbox)).answer("privacy", language, now).body
        for inbox in ("false", "true")
    )
    without, kept = SAID[language]

    assert (without in off, kept in off) == (True, False)
    assert (without in on, kept in on, "90" in on) == (False, True, True)
    for text in (off, on):
        assert all(said in text for said in ("/forget", "/stop", "365", "Telegram"))


@pytest.mark.parametrize("inbox", ["false", "true"])
def test_the_privacy_answer_is_within_the_towns_own_limits(
    knowledge: Knowledge, inbox: str
) -> None:
    town = with_inbox(knowledge, inbox)

    found = list(check_length(town, Lines(town.folder)))

    assert [problem for problem in found if problem.path.startswith("privacy")] == []


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        pytest.param({"storage": StoragePart(ratings_days=30)}, "storage.ratings_days is 30",
                     id="ratings"),
        pytest.param({"inbox": InboxPart(enabled=True)}, "inbox.enabled is true", id="inbox"),
        pytest.param({"inbox": InboxPart(enabled=True, days=30)}, "inbox.days is 30", id="days"),
    ],
)  # fmt: skip
def test_each_difference_is_told(settings: Settings, changed: dict[str, object], told: str) -> None:
    facts = read_told(HAPARANDA)
    assert facts is not None

    found = list(differences(settings.model_copy(update=changed), facts))

    assert any(line.endswith(told) for line in found), found


def test_an_inbox_that_residents_are_not_told_of_is_refused(
    tiny_settings: Settings, tmp_path: Path
) -> None:
    town = copy_of_lillby(tmp_path)
    settings = tiny_settings.model_copy(update={"town": town, "inbox": InboxPart(enabled=True)})
    refuse_untold_inbox(settings)  # a town that words it itself
    append(town / "facts.yaml", GROUP)

    with pytest.raises(SettingsError, match="inbox: true"):
        refuse_untold_inbox(settings)
    refuse_untold_inbox(settings.model_copy(update={"inbox": InboxPart()}))


def test_the_bot_does_not_start_with_an_inbox_that_residents_are_not_told_of(
    tmp_path: Path,
) -> None:
    text = (ROOT / "config.yaml").read_text("utf-8")
    text = text.replace("knowledge/", f"{ROOT}/knowledge/").replace(
        "enabled: false", "enabled: true"
    )
    (tmp_path / "config.yaml").write_text(text, "utf-8")

    done = run("run", cwd=tmp_path, BOT_TOKEN="123456:local")

    assert done.returncode == 2
    assert b"`inbox: true` under `retention`" in done.stderr
    assert b"Traceback" not in done.stderr
