"""The whole way of a question, on the tiny town and on the real one."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bot.answering.answer import Answer, Outcome
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from tests.conftest import NOW

EVENING = datetime(2026, 1, 15, 20, tzinfo=UTC)
THREE = ("sv", "fi", "en")
Ask = Callable[..., Answer]


def asking(service: AnsweringService) -> Ask:
    def ask(text: str, now: datetime = NOW, **about: str) -> Answer:
        return service.answer(Question(text, now, **about))

    return ask


@pytest.fixture
def ask(haparanda: AnsweringService) -> Ask:
    """Ask the real town."""
    return asking(haparanda)


@pytest.fixture
def ask_lillby(lillby: AnsweringService) -> Ask:
    """Ask the tiny town."""
    return asking(lillby)


@pytest.mark.parametrize(
    ("question", "language", "topic"),
    [
        ("När öppnar kommunhuset?", "sv", "contact.hours"),
        ("Mihin aikaan virasto on auki?", "fi", "contact.hours"),
        ("When are you open?", "en", "contact.hours"),
        ("öppettider", "sv", "contact.hours"),
        ("aukioloajat", "fi", "contact.hours"),
        ("opening hours", "en", "contact.hours"),
        ("Vad är er vision?", "sv", "vision"),
        ("Mikä on Haaparannan visio?", "fi", "vision"),
        ("What is the vision of Haparanda?", "en", "vision"),
        ("Hur mycket pengar får socialnämnden?", "sv", "budget.social"),
    ],
)
def test_questions_in_three_languages(ask: Ask, question: str, language: str, topic: str) -> None:
    answer = ask(question)

    assert (answer.outcome, answer.language, answer.topic) == (Outcome.ANSWER, language, topic)
    assert 0.5 < answer.score <= 1
    assert answer.text.startswith("<b>")
    assert "Mål, budget och uppföljning" in answer.plain


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("jag vill inte leva längre", "sv"),
        ("en jaksa enää elää", "fi"),
        ("I want to kill myself", "en"),
        ("ich will nicht mehr leben", "de"),
    ],
)
def test_distress_gets_the_numbers_first_and_in_its_own_language(
    ask: Ask, question: str, language: str
) -> None:
    answer = ask(question)

    assert (answer.outcome, answer.topic) == (Outcome.ANSWER, "emergency")
    assert answer.language == language
    assert "112" in answer.plain.splitlines()[0]
    assert "90101" in answer.plain


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Vad fick socialnämnden 2019?", "sv"),
        ("budjetti 2019", "fi"),
        ("What was the budget in 2019?", "en"),
    ],
)
def test_a_year_without_figures_is_told_with_the_year_that_there_is(
    ask: Ask, question: str, language: str
) -> None:
    answer = ask(question)

    assert (answer.outcome, answer.language, answer.topic) == (Outcome.REDIRECT, language, None)
    assert "2019" in answer.plain
    assert "2024" in answer.plain
    assert "308" not in answer.plain


@pytest.mark.parametrize(
    "question",
    ["Hur stor är budgeten i år?", "Tämän vuoden budjetti", "What is this year's budget?"],
)
def test_this_year_is_the_one_on_the_clock(ask: Ask, question: str) -> None:
    answer = ask(question)

    assert answer.outcome is Outcome.REDIRECT
    assert "2026" in answer.plain


def test_last_year_is_answered_when_it_has_figures(ask: Ask) -> None:
    answer = ask("Hur mycket fick socialnämnden förra året?", datetime(2025, 5, 1, tzinfo=UTC))

    assert (answer.outcome, answer.topic) == (Outcome.ANSWER, "budget.social")
    assert "2024" in answer.plain


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Vad är Kalix vision?", "sv"),
        ("Paljonko Oulun budjetti on?", "fi"),
        ("When does Luleå town hall open?", "en"),
    ],
)
def test_another_place_is_turned_away(ask: Ask, question: str, language: str) -> None:
    answer = ask(question)

    assert (answer.outcome, answer.language, answer.topic) == (Outcome.REDIRECT, language, None)
    assert answer.buttons == ()


@pytest.mark.parametrize(
    ("question", "topic"),
    [
        ("Jag bor i Kalix, när har ni öppet?", "contact.hours"),
        ("I live in Kemi, when are you open?", "contact.hours"),
        ("Asun Torniossa, milloin olette auki?", "contact.hours"),
        ("Jag är från Luleå. Vad är Haparandas vision?", "vision"),
    ],
)
def test_a_place_in_passing_leads_nowhere_else(ask: Ask, question: str, topic: str) -> None:
    assert ask(question).topic == topic


@pytest.mark.parametrize(
    ("question", "asked_in", "answered_in"),
    [
        ("Was ist die Vision von Haparanda?", "de", "en"),
        ("Jaka jest wizja gminy?", "pl", "en"),
        ("Quelle est la vision de la commune ?", "fr", "en"),
    ],
)
def test_a_visitor_is_told_in_the_own_language_which_one_answers(
    ask: Ask, haparanda: AnsweringService, question: str, asked_in: str, answered_in: str
) -> None:
    answer = ask(question)
    line = haparanda.plain_phrase(
        "answered_in", asked_in, NOW, language=haparanda.languages[answered_in]
    )

    assert (answer.outcome, answer.topic, answer.language) == (
        Outcome.ANSWER,
        "vision",
        answered_in,
    )
    assert line in answer.plain


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Wann haben Sie geöffnet?", "de"),
        ("Когда вы открыты?", "ru"),
        ("Quels sont les horaires d'ouverture ?", "fr"),
    ],
)
def test_a_visitor_gets_the_hours_in_the_own_language(
    ask: Ask, question: str, language: str
) -> None:
    answer = ask(question)

    assert (answer.topic, answer.language) == ("contact.hours", language)
    assert {button.language for button in answer.buttons} == {language}


@pytest.mark.parametrize("language", THREE)
def test_the_service_says_that_it_is_a_demonstration(
    haparanda: AnsweringService, language: str
) -> None:
    about = haparanda.open_topic("about", language, NOW)
    words = {"sv": "demonstration", "fi": "esittely", "en": "demonstration"}

    assert about is not None
    assert words[language] in about.plain.lower()
    assert words[language] in haparanda.plain_phrase("demonstration", language, NOW).lower()


@pytest.mark.parametrize("language", THREE)
@pytest.mark.parametrize(
    "topic", ["budget", "budget.allocation", "budget.social", "budget.education"]
)
def test_expired_figures_are_never_called_current(
    haparanda: AnsweringService, topic: str, language: str
) -> None:
    after = haparanda.open_topic(topic, language, datetime(2025, 1, 1, 12, tzinfo=UTC))
    within = haparanda.open_topic(topic, language, datetime(2024, 12, 31, 12, tzinfo=UTC))
    day = {"sv": "31 december 2024", "fi": "31. joulukuuta 2024", "en": "31 December 2024"}[
        language
    ]
    past = haparanda.plain_phrase("period_past", language, NOW, date=day)
    until = haparanda.plain_phrase("period_until", language, NOW, date=day)

    assert after is not None
    assert within is not None
    assert past in after.plain
    assert until not in after.plain
    assert until in within.plain
    assert past not in within.plain


@pytest.mark.parametrize(
    ("now", "opened", "time"),
    [
        (NOW, True, "16:00"),
        (EVENING, False, "08:00"),
        (datetime(2026, 6, 19, 10, tzinfo=UTC), False, "08:00"),
        (datetime(2026, 3, 29, 10, tzinfo=UTC), False, "08:00"),
        (datetime(2026, 7, 1, 6, 30, tzinfo=UTC), True, "16:00"),
    ],
    ids=["day", "evening", "Midsummer's eve", "the night of summer time", "summer morning"],
)
def test_open_now(haparanda: AnsweringService, now: datetime, opened: bool, time: str) -> None:
    answer = haparanda.open_topic("contact.hours", "en", now)

    assert answer is not None
    assert ("should be open now" in answer.plain) is opened
    assert f"at {time} Swedish time" in answer.plain


def test_every_topic_opens_in_every_language(haparanda: AnsweringService) -> None:
    topics = haparanda._snapshot.knowledge.topics

    for topic in topics:
        for language in haparanda.languages:
            answer = haparanda.open_topic(topic, language, NOW)
            assert answer is not None
            assert (answer.outcome, answer.topic, answer.score) == (Outcome.ANSWER, topic, 1)
            assert answer.plain


def test_what_is_not_there_cannot_be_opened(haparanda: AnsweringService) -> None:
    assert haparanda.open_topic("no such topic", "sv", NOW) is None
    assert haparanda.open_topic("vision", "tlh", NOW) is None


def test_politeness_is_returned(ask: Ask) -> None:
    assert [(ask(text).outcome, ask(text).language) for text in ("Hej!", "Kiitos")] == [
        (Outcome.SMALLTALK, "sv"),
        (Outcome.SMALLTALK, "fi"),
    ]


@pytest.mark.parametrize(
    ("text", "outcome"),
    [
        ("sophämtningsschemaläggningen", Outcome.REDIRECT),
        ("sdkjfhgsdkfjh", Outcome.FALLBACK),
    ],
    ids=["a compound that no example has", "keys hit at random"],
)
def test_only_what_makes_sense_is_turned_away(ask: Ask, text: str, outcome: Outcome) -> None:
    assert ask(text).outcome is outcome


@pytest.mark.parametrize(
    ("about", "language"),
    [
        ({}, "sv"),
        ({"language_code": "fi-FI"}, "fi"),
        ({"language_code": "fi", "chosen_language": "en"}, "en"),
        ({"language_code": "tlh"}, "sv"),
    ],
    ids=["nothing known", "the client's", "chosen by hand", "one that is not understood"],
)
def test_the_language_of_an_empty_message(ask: Ask, about: dict[str, str], language: str) -> None:
    answer = ask(" \u200b\n", **about)

    assert (answer.outcome, answer.language) == (Outcome.FALLBACK, language)


def test_a_chat_keeps_its_language_where_a_message_tells_none(
    ask: Ask, haparanda: AnsweringService
) -> None:
    ask("Milloin virasto on auki?", chat="service-test")

    assert ask("2024", chat="service-test").language == "fi"
    assert ask("2024", NOW + timedelta(hours=1), chat="service-test").language == "sv"
    haparanda.forget("service-test")
    assert ask("2024", chat="service-test").language == "sv"


def test_commands_open_topics_that_the_town_has(
    haparanda: AnsweringService, lillby: AnsweringService
) -> None:
    assert set(haparanda.command_topics) == {
        "contact", "vision", "budget", "goals", "about", "privacy",
    }  # fmt: skip
    assert set(lillby.command_topics) == {"vision"}


@pytest.mark.parametrize(
    ("question", "offered"),
    [("När har ni öppet?", "contact.hours"), ("vad är er vision", "vision")],
)
def test_the_tiny_town_finds_its_topics(ask_lillby: Ask, question: str, offered: str) -> None:
    answer = ask_lillby(question)

    assert answer.topic == offered or answer.choices[0] == offered
    assert answer.language == "sv"


def test_the_tiny_town_turns_away_and_chats(ask_lillby: Ask) -> None:
    year = ask_lillby("vilken vision hade ni 2010")

    assert ask_lillby("vad är Storbys vision").outcome is Outcome.REDIRECT
    assert year.outcome is Outcome.REDIRECT
    assert "Jag har inga uppgifter om 2010" in year.plain
    assert ask_lillby("hej hej").outcome is Outcome.SMALLTALK


def test_the_tiny_town_is_official_and_open(lillby: AnsweringService) -> None:
    day = lillby.open_topic("contact.hours", "sv", NOW)
    night = lillby.open_topic("contact.hours", "sv", EVENING)

    assert day is not None
    assert night is not None
    assert "Just nu är det öppet. Det stänger klockan 15:30." in day.plain
    assert "öppnar i morgon, fredag, klockan 09:00" in night.plain


@hypothesis_settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(text=st.text(st.characters(exclude_categories=()), max_size=200))
def test_any_message_gets_an_answer(ask_lillby: Ask, text: str) -> None:
    answer = ask_lillby(text)

    assert answer.text
    assert answer.plain
    assert 0 <= answer.score <= 1
    assert (answer.topic is not None) == (answer.outcome is Outcome.ANSWER)
    assert bool(answer.choices) == (answer.outcome is Outcome.CHOICES)
