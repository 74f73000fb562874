"""One question a line in, one JSON object a line out: how quality is measured from outside."""

import json
import time
from datetime import UTC, datetime
from typing import IO, Annotated, BinaryIO

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    ConfigDict,
    NaiveDatetime,
    PlainValidator,
    ValidationError,
)

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService

# Beyond these years no calendar of holidays is kept, and a time zone may leave what dates can hold.
YEARS = range(1950, 2200)


def _as_text(value: object) -> str:
    """Take any text: pydantic's own check refuses unpaired surrogates."""
    if not isinstance(value, str):
        raise ValueError("must be text")  # noqa: TRY004 - what pydantic reports
    return value


def _in_reach(moment: datetime) -> datetime:
    if moment.year not in YEARS:
        raise ValueError(f"must lie between the years {YEARS[0]} and {YEARS[-1]}")
    return moment


class Line(BaseModel):
    """A line of input as JSON; a moment without a time zone is taken as UTC."""

    model_config = ConfigDict(extra="ignore", strict=False)

    text: Annotated[str, PlainValidator(_as_text)]
    language_code: str | None = None
    chat: str | None = None
    now: Annotated[AwareDatetime | NaiveDatetime, AfterValidator(_in_reach)] | None = None


def answer_lines(service: AnsweringService, source: BinaryIO, target: IO[str]) -> None:
    """Answer each line of `source`, in order, each written before the next is read."""
    for raw in source:
        began = time.perf_counter()
        line, error = _read(raw)
        now = line.now or datetime.now(UTC)
        moment = now if now.tzinfo else now.replace(tzinfo=UTC)
        question = Question(line.text, moment, line.chat, line.language_code)
        answer = service.answer(question)
        row = _row(line.text, answer, 1000 * (time.perf_counter() - began))
        if error:
            # What could not be read is given back as it came.
            row |= {"question": _text_of(raw), "outcome": Outcome.FALLBACK.value, "error": error}
        # ASCII keeps every reader safe: unpaired surrogates survive as escapes.
        target.write(json.dumps(row, ensure_ascii=True) + "\n")
        target.flush()


def _read(raw: bytes) -> tuple[Line, str]:
    """Return the line, and what is wrong with it ("" where nothing is)."""
    text = _text_of(raw)
    if not text.lstrip().startswith("{"):
        return Line(text=text), ""
    try:
        return Line.model_validate(json.loads(text)), ""
    except (ValueError, RecursionError) as problem:
        if isinstance(problem, ValidationError):
            detail = problem.errors()[0]
            where = ".".join(map(str, detail["loc"])) or "line"
            return Line(text=""), f"{where}: {detail['msg']}"
        return Line(text=""), f"not JSON: {problem}"


def _text_of(raw: bytes) -> str:
    return raw.decode("utf-8", "replace").rstrip("\r\n")


def _row(question: str, answer: Answer, milliseconds: float) -> dict[str, object]:
    return {
        "question": question,
        "language": answer.language,
        "outcome": answer.outcome.value,
        "topic": answer.topic,
        "score": round(answer.score, 4),
        "choices": list(answer.choices),
        "text": answer.text,
        "ms": round(milliseconds, 3),
    }
