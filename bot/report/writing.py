"""A page written as HTML, which needs nothing beside it, and as Markdown with its charts."""

import re
from collections.abc import Iterator
from html import escape
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from bot.pictures.series import SERIES, bars_svg, in_page_colours
from bot.report.page import Page, Section, TableOf

TEMPLATE = "page.html.j2"
# The same hues, light enough on a dark ground.
DARK = ("#6fb1ec", "#e8ab4f", "#c795d8", "#a9b8c2", "#5cc9a3", "#b9b9b9")
MARKDOWN_SIGNS = re.compile(r"([\\`*_{}\[\]<>#|])")


def write_page(page: Page, folder: Path, name: str) -> list[Path]:
    """Write `name`.html, `name`.md and its charts into `folder`; return the files."""
    folder.mkdir(parents=True, exist_ok=True)
    charts = {s.chart.name: bars_svg(s.chart.bars) for s in page.sections if s.chart}
    texts = {f"{name}.html": html_of(page, charts), f"{name}.md": markdown_of(page, name)}
    texts |= {f"{name}-{chart}.svg": svg for chart, svg in charts.items()}
    for file, text in texts.items():
        (folder / file).write_text(text, encoding="utf-8")
    return [folder / file for file in texts]


def html_of(page: Page, charts: dict[str, str]) -> str:
    """Return the page as HTML; everything in it is escaped but the charts, which we drew."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
    )
    told = {s.chart.name: s.chart.told for s in page.sections if s.chart}
    drawn = {name: Markup(_described(svg, told[name])) for name, svg in charts.items()}
    return environment.get_template(TEMPLATE).render(
        page=page, charts=drawn, colours=SERIES, dark_colours=DARK
    )


def markdown_of(page: Page, name: str) -> str:
    """Return the page as Markdown; its charts lie beside it."""
    lines = [f"# {_plain(page.title)}", "", _plain(page.lead)]
    for note in page.notes:
        lines += ["", f"> {_plain(note)}"]
    if page.key_figures:
        lines += ["", *(f"- {_plain(key)}: **{_plain(value)}**" for key, value in page.key_figures)]
    for section in page.sections:
        lines += ["", *_markdown(section, name)]
    return "\n".join(lines) + "\n"


def _markdown(section: Section, name: str) -> Iterator[str]:
    yield f"## {_plain(section.title)}"
    yield ""
    yield _plain(section.text)
    if section.chart:
        yield ""
        yield f"![{_plain(section.chart.told)}]({name}-{section.chart.name}.svg)"
    if section.table:
        yield ""
        yield from _table(section.table)
    if section.items:
        yield ""
        yield from (f"- {_plain(item)}" for item in section.items)


def _table(table: TableOf) -> Iterator[str]:
    yield _row(table.head)
    rest = "---:" if table.numbers else "---"
    yield f"| --- | {' | '.join([rest] * (len(table.head) - 1))} |"
    yield from map(_row, table.rows)


def _row(cells: tuple[str, ...]) -> str:
    return f"| {' | '.join(map(_plain, cells))} |"


def _plain(text: str) -> str:
    return MARKDOWN_SIGNS.sub(r"\\\1", " ".join(text.split(" ")))


def _described(svg: str, told: str) -> str:
    """Name a chart for those who do not see it; the letters in it stand in the table, too."""
    named = f'<svg role="img" aria-label="{escape(told)}"'
    return in_page_colours(svg).replace("<svg", named, 1)
