"""The benchmarks compare everyone on the same questions; no time is asserted."""

import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.__main__ import main, parsed
from benchmarks.calibration import reliability_table
from benchmarks.parts import PARTS
from benchmarks.quality import Share, compare, forecasts, quality_table, small_rankers
from benchmarks.start import ROOT, start
from benchmarks.table import Table
from benchmarks.town import Town, load_town
from bot.settings import load_settings


@pytest.fixture(scope="module")
def lillby() -> Town:
    settings = load_settings(ROOT / "config.yaml")
    return load_town(settings.model_copy(update={"town": ROOT / "tests" / "towns" / "lillby"}))


@pytest.fixture(scope="module")
def shares(lillby: Town) -> list[Share]:
    return [
        share for name, ranker in small_rankers(lillby) for share in compare(name, ranker, lillby)
    ]


def test_everyone_is_asked_the_same_questions(lillby: Town, shares: list[Share]) -> None:
    assert len({share.ranker for share in shares}) == 6
    assert {(share.language, share.count) for share in shares} == {("sv", 6), ("all", 6)}
    assert all(question.topic for question in lillby.in_scope)


def test_our_understanding_finds_topics_better_than_chance(shares: list[Share]) -> None:
    whole = next(share for share in shares if share.ranker == "our understanding, whole")
    assert whole.right / whole.count > 0.5


def test_only_topics_are_chosen_among(lillby: Town) -> None:
    topics = {entry.topic for entry in lillby.examples}
    assert topics == {"vision", "contact.hours"}
    for name, ranker in small_rankers(lillby):
        assert set(ranker.best(lillby.questions)) <= topics | {""}, name


def test_a_table_has_a_row_for_each_ranker(shares: list[Share]) -> None:
    lines = quality_table(shares).markdown().splitlines()
    assert lines[2].split("|")[2:-1] == ["  sv (6) ", " all (6) "]  # as wide as 100.0 %
    assert sum(line.startswith("| ") for line in lines) == 2 + 6


def test_the_score_of_each_question_is_tested(lillby: Town) -> None:
    made = forecasts(lillby)
    assert len(made) == len(lillby.questions)
    assert sum(forecast.in_scope for forecast in made) == len(lillby.in_scope)
    assert not any(forecast.right for forecast in made if not forecast.in_scope)
    assert all(0 <= forecast.score <= 1 for forecast in made)
    table = reliability_table(made)
    assert sum(int(row[1]) for row in table.rows) == len(lillby.in_scope)
    assert f"over all {len(made)} test questions" in table.note


def test_a_table_is_padded_markdown() -> None:
    table = Table("Sizes", ("what", "n"), (("one", "1"), ("twelve", "12")), "Counted.")
    assert table.markdown().splitlines() == [
        "## Sizes",
        "",
        "| what   |  n |",
        "| ------ | -: |",
        "| one    |  1 |",
        "| twelve | 12 |",
        "",
        "Counted.",
    ]


def test_a_start_is_measured_apart_from_who_measures() -> None:
    held = bytearray(300 * 2**20)  # counted towards the child's peak if it were started from here
    run = start((sys.executable, "-S", "-c", "pass"))
    assert len(held) > run.mebibytes * 2**20 > 2**20
    assert run.seconds > 0


def test_a_start_that_fails_is_told() -> None:
    with pytest.raises(RuntimeError, match="exit status 3"):
        start((sys.executable, "-c", "raise SystemExit(3)"))


def test_no_part_named_means_all() -> None:
    assert parsed([]).parts == list(PARTS)
    assert parsed(["speed"]).parts == ["speed"]


def test_an_unknown_part_is_refused_with_the_known_ones(tmp_path: Path) -> None:
    written = tmp_path / "measured.md"
    command = [sys.executable, "-m", "benchmarks", "everything", "--write", str(written)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "quality" in done.stderr
    assert not written.exists()


def test_a_part_that_fails_is_told_and_keeps_no_other_from_running(tmp_path: Path) -> None:
    nowhere, written = tmp_path / "config.yaml", tmp_path / "new" / "measured.md"
    status = main(["speed", "throughput", "--config", str(nowhere), "--write", str(written)])
    assert status == 1
    told = written.read_text("utf-8")
    assert told.startswith("# Measured")
    assert "**speed failed**: SettingsError" in told
    assert "**throughput failed**: SettingsError" in told
