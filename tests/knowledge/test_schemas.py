"""The schemas that editors complete by: current, complete, and at peace with the files."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from ruamel.yaml import YAML

from knowledge.schemas import FIRST_LINE, FOLDER, SHAPES, first_line, name_schemas, schema_texts
from tests.knowledge.town import LILLBY, append, copy_of_lillby

HAPARANDA = Path(__file__).parents[2] / "knowledge" / "haparanda"
COMMON = HAPARANDA.parent / "common"
TOWNS = (HAPARANDA, LILLBY)


def as_vs_code_reads(file: Path) -> Any:
    """Return YAML 1.2 as JSON has it: dates as texts, keys as texts."""
    return plain(YAML(typ="safe", pure=True).load(file.read_text("utf-8")))


def plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): plain(part) for key, part in value.items()}
    if isinstance(value, list):
        return [plain(part) for part in value]
    return value.isoformat() if isinstance(value, date) else value


def schema_of(file: Path, folder: Path) -> Draft7Validator:
    name = first_line(file, folder).rpartition("/")[2]
    schema = json.loads((FOLDER / name).read_text("utf-8"))
    return Draft7Validator(schema, format_checker=Draft7Validator.FORMAT_CHECKER)


def files() -> Iterator[tuple[Path, Path]]:
    for folder in (*TOWNS, COMMON):
        yield from ((folder, file) for file in sorted(folder.rglob("*.yaml")))


def test_the_schemas_are_current() -> None:
    written = {file.name: file.read_text("utf-8") for file in FOLDER.glob("*.json")}
    assert written == schema_texts(), "run `python -m bot schema`"


@pytest.mark.parametrize("name", SHAPES, ids=str)
def test_every_key_is_described(name: str) -> None:
    schema = json.loads(schema_texts()[f"{name}.json"])
    Draft7Validator.check_schema(schema)
    assert schema["description"]
    for part in [schema, *schema.get("$defs", {}).values()]:
        assert part.get("description")
        assert all(key.get("description") for key in part.get("properties", {}).values())


def test_no_schema_underlines_what_is_right() -> None:
    underlined = [
        f"{file}: {error.json_path}: {error.message}"
        for folder, file in files()
        for error in schema_of(file, folder).iter_errors(as_vs_code_reads(file))
    ]
    assert underlined == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("facts.yaml", "  fax: {source: page, valuse: {number: 1}}\n"),
        ("facts.yaml", "  fax: {source: page, valid_until: soon, values: {number: 1}}\n"),
        ("municipality.yaml", "  en: {name: English, locale: en_GB, status: finished}\n"),
        ("topics.yaml", "  about: {file: about, owner: Kommunchef}\n"),
        ("sv/vision.yaml", "about: {titel: Om oss}\n"),
        ("sv/vision.yaml", "about: {questions: vad är detta}\n"),
        ("questions/sv/topics.yaml", "about: vad är detta\n"),
    ],
    ids=["key", "date", "status", "missing key", "title", "list", "questions"],
)
def test_what_is_wrong_is_underlined(tmp_path: Path, name: str, text: str) -> None:
    town = copy_of_lillby(tmp_path)
    append(town / name, text)
    found = list(schema_of(town / name, town).iter_errors(as_vs_code_reads(town / name)))
    assert found


@pytest.mark.parametrize("town", TOWNS, ids=["haparanda", "lillby"])
def test_each_file_that_editors_write_names_its_schema(town: Path) -> None:
    for file in sorted(town.rglob("*.yaml")):
        first = file.read_text("utf-8").partition("\n")[0]
        if "questions" not in file.parts or first.startswith(FIRST_LINE):
            assert first == first_line(file, town), f"{file}: run `python -m bot schema`"


def test_a_schema_is_named_once_and_corrected(tmp_path: Path) -> None:
    town = copy_of_lillby(tmp_path)
    file = town / "sv" / "vision.yaml"
    text = file.read_text("utf-8").partition("\n")[2]
    file.write_text(f"{FIRST_LINE}wrong.json\n{text}", "utf-8")
    (town / "topics.yaml").write_bytes(b"# no schema\r\ntopics: {}\r\n")

    name_schemas(town)

    assert file.read_text("utf-8") == f"{first_line(file, town)}\n{text}"
    assert (town / "topics.yaml").read_bytes().endswith(b"\n# no schema\r\ntopics: {}\r\n")
    assert name_schemas(town) == 0
