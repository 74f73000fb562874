"""Numbers as a Markdown table."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Table:
    """A heading, columns with rows of finished cells, and what one must know to read them.

    The first column is text and stands left, all others are numbers and stand right.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""

    def markdown(self) -> str:
        """Return the table with its heading and note, cells padded to be read as plain text."""
        widths = [max(map(len, cells)) for cells in zip(self.columns, *self.rows, strict=True)]
        marks = [
            "-" * width if at == 0 else "-" * (width - 1) + ":" for at, width in enumerate(widths)
        ]
        lines = [_line(cells, widths) for cells in (self.columns, marks, *self.rows)]
        parts = [f"## {self.title}", "\n".join(lines)]
        return "\n\n".join([*parts, self.note] if self.note else parts)


def percent(share: float) -> str:
    """Return a share, 0 to 1, as `93.4 %`."""
    return f"{share:.1%}".replace("%", " %")


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    first, *others = zip(cells, widths, strict=True)
    padded = [first[0].ljust(first[1]), *(cell.rjust(width) for cell, width in others)]
    return "| " + " | ".join(padded) + " |"
