"""Whether a name or a year is asked about or mentioned in passing, and how a question is read."""

from collections.abc import Callable

import pytest

from bot.answering.context import ASKED, PASSING, ContextModel, context_of, fit_context_model
from bot.answering.examples import AWAY
from bot.answering.mentions import Mention, Names, Years
from bot.answering.reading import Reader, lesson_of
from bot.settings import Settings
from knowledge.loading import load_knowledge
from knowledge.recognition import load_recognition

PHRASES = [
    ("Kalix budget", ASKED),
    ("vad är Kalix vision", ASKED),
    ("öppettider i Kalix", ASKED),
    ("vad har Kalix för mål", ASKED),
    ("jag bor i Kalix och undrar när ni har öppet", PASSING),
    ("jag kommer från Kalix, vad är er vision", PASSING),
    ("hälsningar från Kalix", PASSING),
    ("jag jobbar i Kalix, när stänger ni", PASSING),
] * 5


def kalix_in(text: str) -> Mention:
    return Mention("places", text.index("Kalix"), text.index("Kalix") + 5)


@pytest.fixture(scope="module")
def model() -> ContextModel:
    contexts = [context_of(text, kalix_in(text)) for text, _ in PHRASES]
    fitted = fit_context_model(contexts, [label for _, label in PHRASES])
    assert fitted is not None
    return fitted


@pytest.fixture(scope="module")
def make_reader(settings: Settings, tiny_settings: Settings) -> Callable[[], Reader]:
    recognition = load_recognition(settings.recognition)
    knowledge = load_knowledge(tiny_settings.town)

    def made() -> Reader:
        return Reader(knowledge, Names(recognition, own=["Lillby"]), Years(recognition))

    return made


def test_the_name_itself_is_not_in_its_context() -> None:
    text = "vad är Kalix vision"

    context = context_of(text, kalix_in(text))

    assert "kalix" not in context.split()
    assert {"b1_ar", "b2_vad", "a1_vision"} <= set(context.split())


def test_the_towns_own_name_is_always_the_same_word() -> None:
    text = "jag bor i Kalix men frågar om Lillbys vision"

    context = context_of(text, kalix_in(text), own=["lillby"])

    assert "has_own_name" in context.split()
    assert not any("lillby" in word for word in context.split())


def test_a_name_alone_is_told_apart() -> None:
    assert "alone_name" in context_of("Kalix", Mention("places", 0, 5)).split()
    assert "alone_year" in context_of("2024", Mention("year", 0, 4, 2024)).split()


def test_the_words_around_tell(model: ContextModel) -> None:
    asked, passing = "Kalix mål", "jag bor i Kalix, när öppnar ni"

    assert model.asked(context_of(asked, kalix_in(asked))) > 0.5
    assert model.asked(context_of(passing, kalix_in(passing))) < 0.5


def test_one_side_alone_teaches_nothing() -> None:
    assert fit_context_model(["b1_i", "b1_fran"], [PASSING, PASSING]) is None


def test_without_a_model_every_name_is_asked_about(make_reader: Callable[[], Reader]) -> None:
    reading = make_reader().read("jag bor i Kalix, när har ni öppet", 2026)

    assert [(name, asked) for _, name, asked in reading.asked_names] == [("Kalix", 1.0)]


def test_names_and_foreign_years_are_set_apart(
    make_reader: Callable[[], Reader], model: ContextModel
) -> None:
    reader = make_reader()
    reader.context = model

    reading = reader.read("jag bor i Kalix, vad gällde 2001 och 2030", 2026)

    assert reading.text.split() == ["jag", "bor", "i", ",", "vad", "gällde", "och", "2030"]
    assert [year for year, _ in reading.asked_years] == [2001, 2030]
    assert all(0 <= asked <= 1 for _, asked in reading.asked_years)


@pytest.mark.parametrize(
    ("topic", "year", "known"),
    [
        ("vision", 2021, True),
        ("vision", 2025, True),
        ("vision", 2031, False),
        ("contact.hours", 2026, True),
        ("contact.hours", 2019, False),
        ("no such topic", 1900, True),
    ],
    ids=["first", "between", "after", "this year", "another year", "unknown topic"],
)
def test_years_that_a_topic_knows(
    make_reader: Callable[[], Reader], topic: str, year: int, known: bool
) -> None:
    assert make_reader().knows_year(topic, year, this_year=2026) is known


def test_what_only_a_name_turns_away_teaches_the_context_alone(
    make_reader: Callable[[], Reader], tiny_settings: Settings
) -> None:
    knowledge = load_knowledge(tiny_settings.town)
    places = knowledge.snippets["sv", "elsewhere.places"]
    vision = knowledge.snippets["sv", "vision"]
    reader = make_reader()

    away = lesson_of(reader, places, "visionen för Kalix", 2026, AWAY)
    ours = lesson_of(reader, vision, "jag bor i Kalix, vad är er vision", 2026, AWAY)

    assert away.text is None
    assert [label for _, label in away.contexts] == [ASKED]
    assert ours.text is not None
    assert "Kalix" not in ours.text
    assert [label for _, label in ours.contexts] == [PASSING]
