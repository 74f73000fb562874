"""The commands as an operator runs them, each in a process of its own."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from bot.answering.service import AnsweringService
from bot.settings import Settings
from tests.conftest import LILLBY, ROOT

KEYS = {"question", "language", "outcome", "topic", "score", "choices", "text", "ms"}
OUTCOMES = {"answer", "choices", "redirect", "smalltalk", "fallback"}


@pytest.fixture
def place(tmp_path: Path, tiny_settings: Settings, lillby: AnsweringService) -> Path:
    """A folder with the settings of a tiny town that a test may break."""
    assert lillby.default_language == "sv"
    shutil.copytree(LILLBY, tmp_path / "town")
    text = (ROOT / "config.yaml").read_text("utf-8")
    for old, new in (
        ("town: knowledge/haparanda", "town: town"),
        ("recognition: knowledge/common", f"recognition: {ROOT}/knowledge/common"),
        ("cache: .cache", f"cache: {tiny_settings.cache}"),
        ("model: embeddings/model", f"model: {ROOT}/embeddings/model"),
    ):
        assert old in text
        text = text.replace(old, new)
    (tmp_path / "config.yaml").write_text(text, "utf-8")
    return tmp_path


def run(
    *arguments: str, cwd: Path, stdin: bytes = b"", **environment: str
) -> subprocess.CompletedProcess[bytes]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("KOMMUNSVAR_", "BOT_"))
    }
    return subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=cwd,
        input=stdin,
        env=kept | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"} | environment,
        capture_output=True,
        check=False,
    )


def rows_of(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, Any]]:
    assert done.returncode == 0, done.stderr.decode()
    rows = [json.loads(line) for line in done.stdout.decode("ascii").splitlines()]
    for row in rows:
        assert set(row) - {"error"} == KEYS
        assert row["outcome"] in OUTCOMES
        assert (row["topic"] is None) == (row["outcome"] != "answer")
        assert bool(row["choices"]) == (row["outcome"] == "choices")
        assert 0 <= row["score"] <= 1
        assert row["ms"] >= 0
        assert row["text"]
    return rows


def test_ask_prints_the_answer(place: Path) -> None:
    done = run("ask", "hej hej", cwd=place)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.decode().startswith("Hej! Fråga mig om Lillbys vision")


@pytest.mark.parametrize("question", ["", "👩\u200d🚒", "ord " * 5_000])
def test_ask_answers_whatever_it_is_asked(place: Path, question: str) -> None:
    done = run("ask", question, cwd=place)

    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout.strip()


def test_ask_survives_bytes_that_are_no_text(place: Path) -> None:
    done = run("ask", os.fsdecode(b"\xff\xfe vision"), cwd=place)

    assert done.returncode == 0
    assert done.stdout.strip()


def test_ask_without_a_question_says_how(place: Path) -> None:
    done = run("ask", cwd=place)

    assert done.returncode == 2
    assert b"python -m bot ask" in done.stderr


LINES: list[tuple[bytes, str | None]] = [
    (b"", ""),
    (b"   ", "   "),
    ("Öppettider".encode(), "Öppettider"),
    ('{"text": "vad är er vision"}'.encode(), "vad är er vision"),
    (b'{"text": "hej", "now": "2026-01-15T10:00:00+01:00", "chat": "a"}', "hej"),
    (b'{"text": "hej", "now": "2026-01-15T10:00:00", "language_code": "fi-FI"}', "hej"),
    (b'{"text": "hej", "something": "else"}', "hej"),
    (b'{"text": "hej\\u0000\\u202e du"}', "hej\0\u202e du"),
    (b"hej\x00\x07\x1b[31m du", "hej\0\7\x1b[31m du"),
    (b'{"text": "\\ud800 hej \\udfff"}', "\ud800 hej \udfff"),
    (b'{"text": "\\ud83d\\ude00"}', "😀"),
    ("👩\u200d🚒🏳️\u200d🌈".encode(), "👩\u200d🚒🏳️\u200d🌈"),
    (b"a" * 10_000, "a" * 10_000),
    (b'{"text": "' + b"a b " * 2_500 + b'"}', "a b " * 2_500),
    (b"\xff\xfe\xc3", "\ufffd\ufffd\ufffd"),
    (b"[1, 2]", "[1, 2]"),
    (b"null", "null"),
    (b"hej\r", "hej"),
    (b"{broken", None),
    (b"{}", None),
    (b'{"text": 5}', None),
    (b'{"text": null}', None),
    (b'{"text": "hej", "chat": 5}', None),
    (b'{"text": "hej", "language_code": {"a": 1}}', None),
    (b'{"text": "hej", "now": "yesterday"}', None),
    (b'{"text": "hej", "now": "9999-12-31T23:59:59Z"}', None),
    (b'{"text": "hej", "now": "0001-01-01T00:00:00"}', None),
    (b'{"text": "hej", "now": NaN}', None),
    (b'{"text": ' + b"9" * 5_000 + b"}", None),
    (b'{"text": ' + b"[" * 9_000, None),
]


def test_jsonl_writes_one_line_for_each_line(place: Path) -> None:
    done = run("ask", "--jsonl", cwd=place, stdin=b"\n".join(line for line, _ in LINES))

    rows = rows_of(done)
    assert len(rows) == len(LINES)
    for row, (line, question) in zip(rows, LINES, strict=True):
        if question is None:
            assert row["error"], line
            assert row["outcome"] == "fallback"
        else:
            assert "error" not in row, line
            assert row["question"] == question
    assert b"Traceback" not in done.stderr


def test_jsonl_of_nothing_is_nothing(place: Path) -> None:
    assert rows_of(run("ask", "--jsonl", cwd=place)) == []


def test_jsonl_knows_the_moment_and_the_chat(haparanda: AnsweringService) -> None:
    assert haparanda.default_language == "sv"  # fitted before the process starts
    asked = [
        {"text": "When are you open?", "now": "2026-01-15T11:00:00+01:00"},
        {"text": "When are you open?", "now": "2026-01-15T22:00:00+01:00"},
        {"text": "Paljonko Oulun budjetti on?"},
        {"text": "", "language_code": "fi"},
    ]
    lines = "\n".join(json.dumps(line) for line in asked)

    day, night, place, empty = rows_of(run("ask", "--jsonl", cwd=ROOT, stdin=lines.encode()))

    assert day["topic"] == night["topic"] == "contact.hours"
    assert "should be open now" in day["text"]
    assert "should be closed now" in night["text"]
    assert (place["outcome"], place["language"]) == ("redirect", "fi")
    assert (empty["outcome"], empty["language"]) == ("fallback", "fi")


def test_run_without_a_terminal_answers_three_samples(haparanda: AnsweringService) -> None:
    assert haparanda.default_language == "sv"  # fitted before the process starts
    done = run("run", cwd=ROOT, BOT_TOKEN="")

    shown = done.stdout.decode()
    assert done.returncode == 0
    assert shown.count("\n> ") + shown.startswith("> ") == 3
    for line in ("08:00–16:00", "252,9 miljoonaa kruunua", "A future without borders"):
        assert line in shown
    assert len(done.stderr.decode().strip().splitlines()) == 1
    assert "@BotFather" in done.stderr.decode()


def test_chat_answers_until_the_input_ends(place: Path) -> None:
    done = run("chat", cwd=place, stdin="är det öppet\n1\nhej hej\n".encode(), LANG="sv_SE.UTF-8")

    shown = done.stdout.decode()
    assert done.returncode == 0
    assert shown.startswith("Välkommen.")
    assert "Hej! Fråga mig om" in shown
    assert shown.rstrip().endswith("Hej då!")


def test_check_of_a_sound_town(place: Path) -> None:
    done = run("check", "--on", "2026-03-04", cwd=place)

    assert done.returncode == 0
    assert done.stdout == b"0 errors, 0 warnings\n"


def test_check_tells_all_problems_with_their_places(place: Path) -> None:
    for name in ("vision.yaml", "contact.yaml"):
        file = place / "town" / "sv" / name
        file.write_text(file.read_text("utf-8") + "  nonsense: 1\n", "utf-8")

    done = run("check", cwd=place)

    lines = done.stdout.decode().splitlines()
    assert done.returncode == 1
    for name in ("vision.yaml", "contact.yaml"):
        assert any(f"{name}:" in line and "nonsense" in line for line in lines)
    assert lines[-1].endswith("warnings")


def no_config(place: Path) -> None:
    (place / "config.yaml").unlink()


def broken_config(place: Path) -> None:
    (place / "config.yaml").write_text("town: [\n", "utf-8")


def no_model(place: Path) -> None:
    file = place / "config.yaml"
    text = file.read_text("utf-8").replace(f"{ROOT}/embeddings/model", "./no/model")
    file.write_text(text, "utf-8")


def empty_model(place: Path) -> None:
    (place / "model").mkdir()
    file = place / "config.yaml"
    text = file.read_text("utf-8").replace(f"{ROOT}/embeddings/model", "./model")
    file.write_text(text, "utf-8")
    (place / "model" / "modules.json").write_text("[", "utf-8")


def no_town(place: Path) -> None:
    shutil.rmtree(place / "town")


def broken_knowledge(place: Path) -> None:
    (place / "town" / "facts.yaml").write_text("facts: [\n", "utf-8")


def cache_in_a_file(place: Path) -> None:
    (place / "a file").write_text("", "utf-8")
    file = place / "config.yaml"
    lines = file.read_text("utf-8").splitlines()
    changed = ["cache: a file" if line.startswith("cache:") else line for line in lines]
    file.write_text("\n".join(changed), "utf-8")


@pytest.mark.parametrize(
    ("broken", "where"),
    [
        (no_config, "config.yaml:1:"),
        (broken_config, "config.yaml:"),
        (no_model, "model folder not found"),
        (empty_model, "modules.json: not valid JSON"),
        (no_town, "see `town` in config.yaml"),
        (broken_knowledge, "facts.yaml:"),
        (cache_in_a_file, "set `cache` in config.yaml"),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_what_an_operator_can_mend_is_told_in_a_sentence(
    place: Path, broken: Any, where: str
) -> None:
    broken(place)

    done = run("ask", "hej", cwd=place)

    told = done.stderr.decode()
    assert done.returncode == 2, told
    assert done.stdout == b""
    assert where in told
    assert "Traceback" not in told


def test_a_variable_that_cannot_be_read_is_told(place: Path) -> None:
    done = run("ask", "hej", cwd=place, KOMMUNSVAR_DECISION="much")

    assert done.returncode == 2
    assert b"Traceback" not in done.stderr
    assert b"decision" in done.stderr


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_texts_that_this_user_may_not_read_are_told_in_one_sentence(place: Path) -> None:
    (place / "town" / "facts.yaml").chmod(0)

    done = run("check", cwd=place)

    assert done.returncode == 2
    assert b"facts.yaml: permission denied: let the user" in done.stderr
    assert b"Traceback" not in done.stderr
