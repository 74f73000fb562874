"""A month's report from what is stored, the town's folder and its history."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from bot.inbox.workbench import grouped
from bot.report.changes import changed_texts, changes_in_git
from bot.report.figures import Figures, Opinions
from bot.report.material import Material, UnansweredGroup
from bot.report.page_writer import PageWriter
from bot.report.quality import load_quality
from bot.report.wording import publishable, vocabulary_of
from bot.report.words import load_words, report_languages
from bot.report.writing import write_page
from bot.settings import Settings
from bot.storage.inbox import KeptQuestion
from bot.storage.ratings import RatingCount
from bot.storage.storage import open_storage
from bot.storage.tally import AskedCount
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.rendering import Renderer

KEPT = "reports"


@dataclass(frozen=True, slots=True)
class Stored:
    """What was stored in the month."""

    counts: list[AskedCount]
    ratings: list[RatingCount]
    questions: list[KeptQuestion]


def make_report(
    settings: Settings, month: date, language: str | None, out: Path, today: date
) -> list[Path]:
    """Write the report of the month that begins on `month`; return its files.

    Raises `SettingsError` for a language without words, and what the lower rooms raise.
    """
    knowledge = load_knowledge(settings.town)
    language = language or _own_language(knowledge)
    last = last_day(month)
    stored = asyncio.run(_read(settings, month, last))
    material = _material(settings, knowledge, stored, month, language)
    town = knowledge.municipality
    known = town.languages.get(language)
    writer = PageWriter(load_words(language), language, known.locale if known else language)
    notes = [] if last < today else [writer.told("draft_month", day=writer.day(today))]
    notes += [] if town.official else [writer.told("demonstration")]
    name = town.names.get(language) or next(iter(town.names.values()))
    page = writer.page(material, name, month, notes)
    return write_page(page, out, f"{month:%Y-%m}-{language}")


def last_day(month: date) -> date:
    """Return the last day of the month that `month` is in."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def _own_language(knowledge: Knowledge) -> str:
    default = knowledge.municipality.default_language
    return default if default in report_languages() else report_languages()[0]


async def _read(settings: Settings, first: date, last: date) -> Stored:
    async with open_storage(settings) as storage:
        questions = [kept for kept in await storage.inbox.all() if first <= kept.day <= last]
        return Stored(
            await storage.tally.counts(first, last),
            await storage.ratings.counts(first, last),
            questions,
        )


def _material(
    settings: Settings, knowledge: Knowledge, stored: Stored, month: date, language: str
) -> Material:
    renderer = Renderer(knowledge)
    changes = changes_in_git(settings.town, month, last_day(month))
    kept = settings.data / KEPT
    return Material(
        figures=Figures.of(stored.counts),
        opinions=Opinions.of(stored.ratings),
        groups=_groups(settings, knowledge, stored.questions),
        changes=changes,
        changed_texts=changed_texts(knowledge, kept, f"{month:%Y-%m}"),
        quality=load_quality(settings.data),
        titles={topic: renderer.title(topic, language) for topic in knowledge.topics},
        languages={code: known.name for code, known in knowledge.municipality.languages.items()},
    )


def _groups(
    settings: Settings, knowledge: Knowledge, questions: Sequence[KeptQuestion]
) -> list[UnansweredGroup] | None:
    if not questions and not settings.inbox.enabled:
        return None
    return publishable(grouped(settings, knowledge, questions), vocabulary_of(knowledge))
