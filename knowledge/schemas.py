"""JSON Schemas of the files that staff edit, made from their models: editors such as VS Code
complete keys with them and underline what does not fit.

Every file names its schema in its first line (https://github.com/redhat-developer/yaml-language-server).
"""

import json
import os
from pathlib import Path
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema

from knowledge.files import (
    INTERFACE,
    TRANSLATIONS,
    FactsFile,
    InterfaceFile,
    KnownFailuresFile,
    MunicipalityFile,
    NoticesFile,
    QuestionsFile,
    TextsFile,
    TopicsFile,
    TranslationsFile,
)
from knowledge.questions import FOLDER as QUESTIONS
from knowledge.reading import read_yaml, yaml_files
from knowledge.shared_files import MASKING, ContextsFile, CuesFile, MaskingFile, NamesFile

FOLDER = Path(__file__).parent / "schema"
DESCRIPTIONS = FOLDER / "descriptions.yaml"
DIALECT = "http://json-schema.org/draft-07/schema#"
FIRST_LINE = "# yaml-language-server: $schema="
SHAPES: dict[str, type[BaseModel]] = {
    "municipality": MunicipalityFile,
    "facts": FactsFile,
    "topics": TopicsFile,
    "notices": NoticesFile,
    "texts": TextsFile,
    INTERFACE: InterfaceFile,
    TRANSLATIONS: TranslationsFile,
    "questions": QuestionsFile,
    "known_failures": KnownFailuresFile,
    "cues": CuesFile,
    "names": NamesFile,
    "contexts": ContextsFile,
    MASKING: MaskingFile,
}
# What is read as text, whatever YAML would take it for: 2030, 08:00, true.
PLAIN = ["string", "number", "boolean"]


class _Schema(GenerateJsonSchema):
    """pydantic's schema without titles made up from names."""

    def field_title_should_be_set(self, schema: object) -> bool:  # noqa: ARG002
        return False


def schema_texts() -> dict[str, str]:
    """Return each schema's text by the name of its file."""
    told = read_yaml(DESCRIPTIONS).value
    assert isinstance(told, dict)
    return {
        f"{name}.json": json.dumps(_schema(shape, told), ensure_ascii=False, indent=2) + "\n"
        for name, shape in SHAPES.items()
    }


def write_schemas() -> int:
    """Write all schemas; returns how many."""
    texts = schema_texts()
    for name, text in texts.items():
        (FOLDER / name).write_text(text, encoding="utf-8")
    return len(texts)


def name_schemas(folder: Path) -> int:
    """Name its schema in the first line of each file in `folder`; returns how many changed."""
    changed = 0
    for file in yaml_files(folder):
        text = file.read_bytes().decode("utf-8", "surrogateescape")
        first, _, rest = text.partition("\n")
        rest = rest if first.startswith(FIRST_LINE) else text
        named = f"{first_line(file, folder)}\n{rest}"
        if named != text:
            file.write_bytes(named.encode("utf-8", "surrogateescape"))
            changed += 1
    return changed


def first_line(file: Path, folder: Path) -> str:
    """Return the comment that names a file's schema, by its way from the file."""
    where = Path(os.path.relpath(FOLDER.resolve(), file.parent.resolve()))
    return f"{FIRST_LINE}{(where / f'{_kind(file, folder)}.json').as_posix()}"


def _kind(file: Path, folder: Path) -> str:
    """Return which schema a file of a town, or of the shared folder, is written by."""
    parts = file.relative_to(folder).parts
    if parts[0] == QUESTIONS:
        return "questions" if len(parts) > 2 else "known_failures"
    if parts[0] == "contexts":
        return "contexts"
    return file.stem if file.stem in SHAPES else "texts"


def _schema(shape: type[BaseModel], told: dict[str, Any]) -> dict[str, Any]:
    schema = shape.model_json_schema(schema_generator=_Schema)
    for name, part in [(shape.__name__, schema), *schema.get("$defs", {}).items()]:
        part.pop("title", None)
        part.pop("description", None)
        _describe(part, told.get(name, {}))
    return {"$schema": DIALECT, **_as_read(schema)}


def _describe(part: dict[str, Any], told: dict[str, str]) -> None:
    """Put an editor's words beside a model and its fields."""
    if "_" in told:
        part["description"] = told["_"]
    for key, field in part.get("properties", {}).items():
        field["description"] = told[key]


def _as_read(value: Any) -> Any:
    """Let plain texts be written without quotes, as our own reader does."""
    if isinstance(value, list):
        return [_as_read(part) for part in value]
    if not isinstance(value, dict):
        return value
    part = {key: _as_read(inner) for key, inner in value.items()}
    if part.get("type") == "string" and not part.keys() & {"format", "enum", "pattern"}:
        part["type"] = PLAIN
    return part
