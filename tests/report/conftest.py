from datetime import date

from bot.report.changes import Change
from bot.report.figures import Figures, Opinions
from bot.report.material import Material, UnansweredGroup
from bot.report.quality import MeasuredEntry, Quality

MONTH = date(2026, 3, 1)
MEASURE = MeasuredEntry(
    language="sv", name="answered", share=0.978, count=848, bar=0.97, passed=True
)


def material_of(
    figures: Figures,
    opinions: Opinions,
    groups: tuple[UnansweredGroup, ...] = (),
    changes: tuple[Change, ...] = (),
) -> Material:
    return Material(
        figures=figures,
        opinions=opinions,
        groups=groups,
        changes=changes,
        changed_texts=None,
        quality=Quality((MEASURE,), date(2026, 3, 2)),
        titles={"vision": "Visionen", "budget": "Budgeten"},
        languages={"sv": "Svenska", "fi": "Suomi", "en": "English"},
    )
