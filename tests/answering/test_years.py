"""Three years of budgets: the newest, the one that is asked for, and two compared."""

from datetime import UTC, datetime

import pytest

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from tests.knowledge.town import plain

MAY_2025 = datetime(2025, 5, 5, 10, tzinfo=UTC)


def ask(service: AnsweringService, text: str, chat: str | None = None) -> Answer:
    return service.answer(Question(text, MAY_2025, chat))


@pytest.mark.parametrize(
    ("question", "topic", "language", "told", "not_told"),
    [
        pytest.param("Hur mycket får skolan?", "budget.schools", "sv",
                     "215,5 miljoner kronor i budgeten för 2025. Det är 5,5 miljoner kronor "
                     "(2,6 %) mer än 2024", "2023", id="newest"),
        pytest.param("budget 2023", "budget", "sv", "budgeten för 2023", "2024", id="year asked"),
        pytest.param("Vad fick omsorgen 2024?", "budget.care", "sv",
                     "147,0 miljoner kronor i budgeten för 2024", "151,4", id="between"),
        pytest.param("Vad fick skolan förra året?", "budget.schools", "sv", "för 2024", "215,5",
                     id="last year"),
        pytest.param("årets budget", "budget", "sv", "för 2025", "2023", id="this year"),
        pytest.param("jag flyttade hit 2023, hur mycket får skolan", "budget.schools", "sv",
                     "215,5", "200,0", id="year in passing"),
        pytest.param("Hur har budgeten ändrats?", "budget.change", "sv",
                     "14,9 miljoner kronor (4,0 %) mer än 2024", "än 2023", id="change"),
        pytest.param("Hur har budgeten ändrats sedan 2023?", "budget.change", "sv",
                     "21,9 miljoner kronor (5,9 %) mer än 2023", "än 2024", id="since"),
        pytest.param("budget 2024 jämfört med 2023", "budget.change", "sv",
                     "7,0 miljoner kronor (1,9 %) mer än 2023", "från 147,0", id="two years"),
        pytest.param("koulun budjetti 2023", "budget.schools", "fi", "200,0", "215,5",
                     id="Finnish, year asked"),
        pytest.param("miten budjetti on muuttunut vuodesta 2023", "budget.change", "fi",
                     "21,9 miljoonaa kruunua (5,9 %) enemmän kuin vuonna 2023", "kuin vuonna 2024",
                     id="Finnish, since"),
        pytest.param("ero vuoteen 2023", "budget.change", "fi", "kuin vuonna 2023",
                     "kuin vuonna 2024", id="Finnish, difference"),
        pytest.param("mihin sata kruunua menee 2024", "budget.hundred", "fi", "55,7 kr", "2025:",
                     id="hundred kronor"),
    ],
)  # fmt: skip
def test_the_year_that_is_meant_is_answered(
    trevik: AnsweringService, question: str, topic: str, language: str, told: str, not_told: str
) -> None:
    answer = ask(trevik, question)

    assert (answer.outcome, answer.topic, answer.language) == (Outcome.ANSWER, topic, language)
    assert told in plain(answer.plain)
    assert not_told not in answer.plain


@pytest.mark.parametrize(
    ("question", "year", "listed"),
    [
        ("budget 2019", "2019", "2023, 2024 och 2025"),
        ("nästa års budget", "2026", "2023, 2024 och 2025"),
        ("budjetti 2018", "2018", "2023, 2024 ja 2025"),
    ],
    ids=["older", "next", "Finnish"],
)
def test_a_year_that_is_missing_is_told_with_those_that_there_are(
    trevik: AnsweringService, question: str, year: str, listed: str
) -> None:
    answer = ask(trevik, question)

    assert answer.outcome is Outcome.REDIRECT
    assert year in answer.plain
    assert listed in answer.plain


def test_a_follow_up_keeps_the_year(trevik: AnsweringService) -> None:
    ask(trevik, "Vad fick omsorgen 2023?", chat="a")
    follow_up = ask(trevik, "och skolan?", chat="a")
    assert "200,0 miljoner kronor i budgeten för 2023" in plain(follow_up.plain)


def test_pictures_follow_the_year(trevik: AnsweringService) -> None:
    charts = [
        ask(trevik, text).picture
        for text in ("budget 2023", "budget 2024", "budgeten", "budget 2024 jämfört med 2023")
    ]
    assert [chart and chart.years for chart in charts] == [
        (),
        ("2024", "2023"),
        ("2025", "2024"),
        ("2024", "2023"),
    ]
