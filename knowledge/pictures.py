"""What a topic's picture shows, as an editor names it and as it is drawn."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

# More parts can neither be told apart by colour nor read on a telephone.
MOST_PARTS = 8


class Shows(StrEnum):
    """How figures are shown: as bars, or as shares of a hundred kronor."""

    BARS = "bars"
    HUNDRED = "hundred"


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture in topics.yaml.

    `facts` is a group with yearly figures; `labels` begins the phrases that name its keys.
    """

    shows: Shows
    facts: str
    labels: str

    @property
    def title(self) -> str:
        """The key of the phrase that stands above it."""
        return f"picture.{self.facts}.{self.shows}"


@dataclass(frozen=True, slots=True)
class Earlier:
    """What a figure was in the earlier year: how it reads, and its share of the later whole."""

    text: str
    share: Decimal


@dataclass(frozen=True, slots=True)
class Part:
    """One figure: what it is called, how it reads, and its share of the whole, 0 to 1."""

    label: str
    text: str
    share: Decimal
    earlier: Earlier | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """A picture ready to be drawn, in one language; equal charts make equal pictures.

    `parts` come largest first; `note` has the source and the period, since pictures travel alone.
    `years` are the later and the earlier year where two are drawn.
    """

    shows: Shows
    title: str
    parts: tuple[Part, ...]
    note: str
    years: tuple[str, ...] = ()

    def lines_missing_in(self, text: str) -> tuple[str, ...]:
        """Return the figures that `text` does not give, so that nobody needs to see the picture."""
        earlier = [part.earlier.text for part in self.parts if part.earlier]
        if all(figure in text for figure in (*(part.text for part in self.parts), *earlier)):
            return ()
        return tuple(self._line(part) for part in self.parts)

    def _line(self, part: Part) -> str:
        before = f" ({self.years[1]}: {part.earlier.text})" if part.earlier else ""
        return f"{part.label}: {part.text}{before}"
