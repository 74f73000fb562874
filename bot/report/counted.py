"""The sections of what was counted: outcomes, topics and ratings."""

from bot.answering.answer import Outcome
from bot.pictures.series import Bar
from bot.report.figures import OTHER, QUESTION
from bot.report.material import Material
from bot.report.page import ChartOf, Section, TableOf
from bot.report.phrasing import Phrasing
from bot.storage.ratings import Vote

OUTCOMES = (
    Outcome.ANSWER,
    Outcome.CHOICES,
    Outcome.REDIRECT,
    Outcome.FALLBACK,
    Outcome.SMALLTALK,
)
MOST_BARS = 15


def outcomes_section(material: Material, say: Phrasing) -> Section:
    """Return what became of the questions, by language."""
    figures = material.figures
    languages = [c for c in figures.languages if figures.sum(language=c, door=QUESTION)]
    if not languages:
        return say.empty("outcomes")
    rows, bars = [], []
    for code in languages:
        counts = [
            figures.sum(language=code, door=QUESTION, outcome=outcome)
            for outcome in (*OUTCOMES, OTHER)
        ]
        name = say.language_name(code, material)
        total = sum(counts)
        rows.append((name, *map(say.cell, counts), say.number(total)))
        share = say.share(counts[0] / total) if counts[0] else ""
        bars.append(Bar(name, tuple(count / total for count in counts), share))
    legend = (*(say[outcome] for outcome in OUTCOMES), say["mixed"])
    head = (say["language"], *legend, say["all"])
    chart = ChartOf("outcomes", tuple(bars), say["outcomes_chart"], legend)
    return say.section("outcomes", chart, TableOf(head, tuple(rows)))


def topics_section(material: Material, say: Phrasing) -> Section:
    """Return how often each topic was answered with, by language."""
    figures = material.figures
    answered = {"outcome": Outcome.ANSWER.value}
    languages = [c for c in figures.languages if figures.sum(language=c, **answered)]
    topics = [*figures.topics, *([OTHER] if figures.sum(topic=OTHER, **answered) else [])]
    if not topics:
        return say.empty("topics")
    rows = [
        (
            say.topic_name(topic, material),
            *(say.cell(figures.sum(language=code, topic=topic, **answered)) for code in languages),
            say.number(figures.sum(topic=topic, **answered)),
        )
        for topic in topics
    ]
    names = tuple(say.language_name(code, material) for code in languages)
    head = (say["topic"], *names, say["all"])
    bars = tuple(
        Bar(row[0], (float(figures.sum(topic=topic, **answered)),), row[-1])
        for topic, row in list(zip(topics, rows, strict=True))[:MOST_BARS]
    )
    chart = ChartOf("topics", bars, say["topics_chart"])
    return say.section("topics", chart, TableOf(head, tuple(rows)))


def ratings_section(material: Material, say: Phrasing) -> Section:
    """Return how often each topic's answers helped."""
    opinions = material.opinions
    rows = [
        (
            say.topic_name(topic, material),
            say.cell(opinions.of_topic(topic, Vote.HELPFUL)),
            say.cell(opinions.of_topic(topic, Vote.NOT_HELPFUL)),
        )
        for topic in opinions.topics
    ]
    if not rows:
        return say.empty("ratings")
    head = (say["topic"], say["helped"], say["not_helped"])
    return say.section("ratings", None, TableOf(head, tuple(rows)))
