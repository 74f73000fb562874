"""What a page is made from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.report.changes import Change
from bot.report.figures import Figures, Opinions
from bot.report.quality import Quality


@dataclass(frozen=True, slots=True)
class UnansweredGroup:
    """A wording that tells nobody apart, and how many asked so."""

    wording: str
    askers: int


@dataclass(frozen=True, slots=True)
class Material:
    """What a page is made from. `groups` and `changes` are `None` where nothing is kept of them.

    `titles` and `languages` are the names of topics and languages on the page.
    """

    figures: Figures
    opinions: Opinions
    groups: Sequence[UnansweredGroup] | None
    changes: Sequence[Change] | None
    changed_texts: Sequence[str] | None
    quality: Quality | None
    titles: Mapping[str, str]
    languages: Mapping[str, str]
