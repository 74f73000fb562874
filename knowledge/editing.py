"""Files of a town changed by a program, with the comments and the order that editors gave them."""

import io
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import LiteralScalarString


def read_for_editing(file: Path) -> CommentedMap:
    """Return a file's keys; an empty map where there is no such file."""
    if not file.exists():
        return CommentedMap()
    content = _yaml().load(file.read_text(encoding="utf-8"))
    return content if isinstance(content, CommentedMap) else CommentedMap()


def text_of(content: CommentedMap) -> str:
    """Return the file's text: two spaces a step, lists indented, no line folded."""
    stream = io.StringIO()
    _yaml().dump(content, stream)
    return stream.getvalue()


def block(text: str) -> str:
    """Return `text` so that it is written below its key: `answer: |`."""
    written: str = LiteralScalarString(text.rstrip("\n") + "\n")
    return written


def drop_blank_lines_after(listed: CommentedSeq) -> None:
    """Let what is written next follow a list at once; a comment there stays."""
    last = len(listed) - 1
    tokens = [token for token in listed.ca.items.get(last, ()) if token is not None]
    if tokens and not any(token.value.strip() for token in tokens):
        del listed.ca.items[last]


def append_text(listed: CommentedSeq, text: str) -> None:
    """Add a text at the end of a list, before the blank lines that part it from what follows."""
    last = len(listed) - 1
    tokens = [token for token in listed.ca.items.get(last, ()) if token is not None]
    if any(token.value.strip() for token in tokens):
        # A comment belongs to the last text: both stay where they are.
        listed.insert(last, text)
        return
    listed.append(text)
    if tokens:
        listed.ca.items[last + 1] = listed.ca.items.pop(last)


def _yaml() -> YAML:
    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 100_000
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
