"""A document checked against the shape of its file, all problems at once and in plain words."""

from difflib import get_close_matches
from typing import TypeVar

from pydantic import BaseModel, ValidationError

from knowledge.problem import Problem
from knowledge.reading import Document

M = TypeVar("M", bound=BaseModel)

# pydantic's error types in words that an editor understands.
WORDS = {
    "missing": "is missing: add it",
    "string_too_short": "is empty: write something, or take the key away",
    "string_type": "must be one piece of text: put quotes around it",
    "list_type": "must be a list: lines that start with `- `",
    "dict_type": "must hold keys, indented by two spaces",
    "model_type": "must hold keys, indented by two spaces",
    "model_attributes_type": "must hold keys, indented by two spaces",
    "date_from_datetime_parsing": "must be a date such as 2027-06-30",
    "date_parsing": "must be a date such as 2027-06-30",
    "int_parsing": "must be a whole number",
}


def validated(document: Document, shape: type[M]) -> tuple[M | None, list[Problem]]:
    """Return the typed content, `None` where the document does not fit, and all problems."""
    problems = list(document.problems)
    try:
        return shape.model_validate(document.value), problems
    except ValidationError as error:
        for detail in error.errors():
            path = tuple(part for part in detail["loc"] if not _is_choice(part))
            problems.append(
                document.problem(path, _message(detail["type"], detail["msg"], path, shape))
            )
    return None, problems


def did_you_mean(word: str, known: list[str]) -> str:
    """Return ": did you mean ...?" where one of `known` is close to `word`."""
    close = get_close_matches(word, known, n=1)
    return f": did you mean `{close[0]}`?" if close else ""


def _message(kind: str, text: str, path: tuple[str | int, ...], shape: type[BaseModel]) -> str:
    if kind == "extra_forbidden":
        return f"unknown key{did_you_mean(str(path[-1]), _keys_of(shape))}"
    return WORDS.get(kind, text[0].lower() + text[1:]).removeprefix("value error, ")


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
