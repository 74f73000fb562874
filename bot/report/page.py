"""The page as values: sections with their tables and charts, whatever they are written as."""

from dataclasses import dataclass

from bot.pictures.series import Bar


@dataclass(frozen=True, slots=True)
class TableOf:
    """A table; the first cell of each row is its heading, numbers stand to the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: bool = True


@dataclass(frozen=True, slots=True)
class ChartOf:
    """Bars with what their colours mean; `told` is for those who do not see it."""

    name: str
    bars: tuple[Bar, ...]
    told: str
    legend: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the page."""

    title: str
    text: str
    chart: ChartOf | None = None
    table: TableOf | None = None
    items: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The whole page in `language`."""

    language: str
    title: str
    lead: str
    notes: tuple[str, ...]
    key_figures: tuple[tuple[str, str], ...]
    sections: tuple[Section, ...]
