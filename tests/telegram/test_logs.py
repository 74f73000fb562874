"""Logs and figures quote nobody, whatever arrives and whatever fails."""

import io
import logging
import re
import subprocess
import sys
from collections.abc import Iterator

import pytest
import structlog

from bot.answering.answer import Answer
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.logs import OneLine, log_steps, mask_for
from bot.monitoring.metrics import CountEvents, Metrics
from bot.preview.server import BotApiServer
from tests.conftest import ROOT
from tests.telegram.conftest import NOW, TOKEN, OpenDoor, ScriptedService

LOST = """
import sys, threading
from bot.logs import configure_logs

class Cleaned:
    def __del__(self):
        raise KeyError(sys.argv[1])

def work():
    raise ValueError(sys.argv[1])

configure_logs()
thread = threading.Thread(target=work)
thread.start()
thread.join()
Cleaned()
raise RuntimeError(sys.argv[1])
"""
REAL = "123456789:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw-"
MARK, PERSON, GROUP = "zebra-marked", 987654321, -1009876543210


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def written(metrics: Metrics) -> Iterator[io.StringIO]:
    """What all loggers write, those of libraries down to debugging, as an operator sees it."""
    stream, mask = io.StringIO(), mask_for([TOKEN])
    handler = logging.StreamHandler(stream)
    handler.setFormatter(OneLine(mask))
    root = logging.getLogger()
    level = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    structlog.configure(
        processors=log_steps(mask, CountEvents(metrics)),
        wrapper_class=structlog.make_filtering_bound_logger(logging.DEBUG),
        logger_factory=structlog.PrintLoggerFactory(stream),
        cache_logger_on_first_use=False,
    )
    yield stream
    structlog.reset_defaults()
    root.removeHandler(handler)
    root.setLevel(level)


def fail(question: Question) -> Answer:
    raise RuntimeError(f"cannot answer {question.text!r} of {question.chat}")


async def test_no_word_name_or_number_of_anybody_is_logged_or_counted(
    server: BotApiServer,
    open_door: OpenDoor,
    lillby: AnsweringService,
    written: io.StringIO,
    metrics: Metrics,
) -> None:
    resident, member = server.user(PERSON, "sv"), server.member(PERSON, GROUP, "sv")
    async with open_door(ScriptedService(lillby, fail), metrics=metrics):
        for text in (MARK, f"/help {MARK}", f"/start {MARK}", f"/{MARK}", f"<b>{MARK}"):
            resident.send_text(text)
        member.send_text(f"@local_bot {MARK}")
        start = await server.wait_for("sendMessage", chat=PERSON)
        for data in (MARK, f"t:{MARK}:sv", f"l:{MARK}", f"v:{MARK}:sv:1"):
            resident.press_data(data, start.result)
        resident.ask_inline(MARK)
        server.updates.add_raw({"update_id": 900, "message": {"text": MARK, "id": PERSON}})
        server.updates.add_raw({"update_id": 901, MARK: {"text": MARK}})
        server.fail_next("sendMessage", status=400, description=f"Bad Request: {MARK} {PERSON}")
        server.fail_next("sendMessage", status=403, description=f"Forbidden: {MARK} {PERSON}")
        server.fail_next("sendMessage", cut="before", times=5)
        for _ in range(4):
            resident.send_text(MARK)
        for _ in range(5):
            await server.wait_for("sendMessage", status=0)
        # Not before: one of the faults could have been its answer's.
        server.user(2).send_text("/help")
        await server.wait_for("sendMessage", chat=2)
    told = written.getvalue() + metrics.page().decode()
    assert "handler_failed" in told
    assert "update_unreadable" in told
    assert 'event="call_retried"' in told
    for secret in (MARK, str(PERSON), str(GROUP), TOKEN, "Resident"):
        assert secret not in told


def test_tokens_are_masked_in_any_line() -> None:
    mask = mask_for(["another secret", "another"])
    line = f"Cannot connect: https://api.example.org/bot{REAL}/getMe, another secret; 12:30 stays"
    assert (
        mask(line)
        == "Cannot connect: https://api.example.org/bot[token]/getMe, [token]; 12:30 stays"
    )


def test_errors_of_libraries_lose_their_messages() -> None:
    with pytest.raises(RuntimeError) as caught:
        fail(Question(f"{MARK} bot{REAL}", NOW))
    error = (RuntimeError, caught.value, caught.tb)
    record = logging.LogRecord(
        "asyncio", logging.ERROR, "x.py", 1, "Task of bot%s\nexception=%s", (REAL, MARK), error
    )

    line = OneLine(mask_for()).format(record)

    told = r"ERROR asyncio Task of bot\[token\] error=RuntimeError place=test_logs.py:\d+"
    assert re.fullmatch(f"[-0-9:, ]+ {told}", line)


def test_errors_that_nobody_catches_are_printed_without_their_messages() -> None:
    command = [sys.executable, "-c", LOST, MARK]
    told = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stderr
    assert all(kind in told for kind in ("KeyError", "ValueError", "RuntimeError")), told
    assert MARK not in told
