"""The door for a terminal: one answer, a chat, or three samples."""

import os
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.app import build_service
from bot.learning import Report
from bot.settings import load_settings

# One a language; they are questions, not answers, so they may stand here.
SAMPLES = ("När öppnar kommunhuset?", "Paljonko rahaa koulut saavat?", "What is the vision?")
TERMINAL = "terminal"


def service_from(config: Path) -> AnsweringService:
    """Build the service, telling on the error stream what takes long."""
    return build_service(load_settings(config), progress())


def progress() -> Report:
    """Return what tells on the error stream which step of learning is under way."""
    began = time.monotonic()

    def report(step: str) -> None:
        print(
            f"[{time.monotonic() - began:5.1f} s] learning from the examples: {step}",
            file=sys.stderr,
        )

    return report


def print_answer(service: AnsweringService, text: str) -> None:
    """Print the answer to one question as a resident reads it."""
    answer = service.answer(Question(text, datetime.now(UTC)))
    _print(_shown(answer))


def chat(service: AnsweringService) -> None:
    """Answer line by line until the end of the input; a number picks from what was offered."""
    now = datetime.now(UTC)
    language = service.language_for(os.environ.get("LANG", "").split("_")[0], None)
    _print(service.plain_phrase("chat_welcome", language, now))
    offered: Answer | None = None
    while True:
        try:
            line = input("\n> ").strip()
        except (EOFError, KeyboardInterrupt):
            break
        answer = _picked(service, offered, line) or service.answer(
            Question(line, datetime.now(UTC), chat=TERMINAL)
        )
        language = answer.language
        offered = answer if answer.outcome is Outcome.CHOICES else None
        _print("\n" + _shown(answer))
        if offered is not None:
            _print(service.plain_phrase("choices_terminal", language, datetime.now(UTC)))
    _print("\n" + service.plain_phrase("chat_goodbye", language, datetime.now(UTC)))


def show_samples(service: AnsweringService) -> None:
    """Answer a question in each of three languages."""
    for sample in SAMPLES:
        _print(f"> {sample}\n")
        print_answer(service, sample)
        _print("")


def explain_token() -> None:
    """Say how the bot gets onto Telegram."""
    print(
        "No BOT_TOKEN, so no Telegram: get a token from @BotFather and put BOT_TOKEN=... "
        "in .env (README, “On Telegram”). The bot is here meanwhile.",
        file=sys.stderr,
    )


def _picked(service: AnsweringService, offered: Answer | None, line: str) -> Answer | None:
    if offered is None or not line.isdigit() or not 1 <= int(line) <= len(offered.buttons):
        return None
    button = offered.buttons[int(line) - 1]
    return service.open_topic(button.topic, button.language, datetime.now(UTC))


def _shown(answer: Answer) -> str:
    if answer.outcome is not Outcome.CHOICES:
        return answer.plain
    labels = "\n".join(f"{at}. {button.label}" for at, button in enumerate(answer.buttons, 1))
    introduction = answer.plain.split("\n- ")[0]
    return f"{introduction}\n{labels}"


def _print(text: str) -> None:
    encoding = sys.stdout.encoding or "utf-8"
    print(text.encode(encoding, "replace").decode(encoding), flush=True)
