"""A document checked against the shape of its file, all problems at once and in plain words."""

from difflib import get_close_matches
from typing import Literal, TypeVar

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from knowledge.message import Message, message
from knowledge.problem import Problem
from knowledge.reading import Document

M = TypeVar("M", bound=BaseModel)

# pydantic's error types, and those of `files`, as messages that an editor understands.
CODES = {
    "missing": "missing",
    "string_too_short": "empty",
    "string_type": "one_text",
    "list_type": "list",
    "dict_type": "keys",
    "model_type": "keys",
    "model_attributes_type": "keys",
    "date": "date",
    "date_from_datetime_parsing": "date",
    "date_parsing": "date",
    "int_parsing": "whole_number",
    "truth": "truth",
    "address": "address",
}


def validated(document: Document, shape: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the typed content, `None` where the document does not fit, and all problems."""
    problems = list(document.problems)
    try:
        return shape.model_validate(document.value), problems
    except ValidationError as error:
        for detail in error.errors():
            path = tuple(part for part in detail["loc"] if not _is_choice(part))
            problems.append(document.problem(path, _told(detail, path, shape)))
    return None, problems


def did_you_mean(word: str, known: list[str]) -> Message | Literal[""]:
    """Return ": did you mean ...?" where one of `known` is close to `word`."""
    close = get_close_matches(word, known, n=1)
    return message("did_you_mean", word=close[0]) if close else ""


def _told(detail: ErrorDetails, path: tuple[str | int, ...], shape: type[BaseModel]) -> Message:
    kind = detail["type"]
    if kind == "extra_forbidden":
        return message("unknown_key", hint=did_you_mean(str(path[-1]), _keys_of(shape)))
    if kind == "enum":
        return message("one_of", choices=detail["ctx"]["expected"].replace(" or ", ", "))
    if kind in CODES:
        return message(CODES[kind])
    return message("invalid", detail=detail["msg"][0].lower() + detail["msg"][1:])


def _keys_of(shape: type[BaseModel]) -> list[str]:
    """Return the keys of `shape` and of every shape inside it."""
    keys: list[str] = []
    for name, field in shape.model_fields.items():
        keys.append(name)
        for inner in (field.annotation, *getattr(field.annotation, "__args__", ())):
            if isinstance(inner, type) and issubclass(inner, BaseModel):
                keys.extend(_keys_of(inner))
    return keys


def _is_choice(part: str | int) -> bool:
    """Whether `part` is pydantic's name for one side of a union rather than a key."""
    return isinstance(part, str) and (part in ("str", "list", "dict") or "[" in part)
