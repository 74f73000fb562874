"""Names and years are found in any inflected form, and stand where they are said to stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.mentions import Mention, Names, Years, tokens_of, without
from bot.settings import Settings
from embeddings.lexical import fold
from knowledge.loading import load_knowledge
from knowledge.recognition import Phrases, Recognition, load_recognition


def recognition_of(years: dict[int, tuple[str, ...]]) -> Recognition:
    none = Phrases((), ())
    return Recognition({}, (), (), (), (), years, none, none)


EMPTY = recognition_of({})
EMPTY_WITH_YEARS = recognition_of({0: ("i år",), -1: ("förra året",)})


@pytest.fixture(scope="module")
def recognition(settings: Settings) -> Recognition:
    return load_recognition(settings.recognition)


@pytest.fixture(scope="module")
def names(recognition: Recognition, settings: Settings) -> Names:
    """The names as the real town sees them: its own are no one else's."""
    town = load_knowledge(settings.town).municipality
    return Names(recognition, [*town.names.values(), *town.also_called])


@pytest.fixture(scope="module")
def years(recognition: Recognition) -> Years:
    return Years(recognition)


def found_in(names: Names, text: str) -> list[str]:
    return [text[mention.start : mention.end] for mention in names.find(text)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Vad är Kalix vision?", ["Kalix"]),
        ("luleås budget", ["luleås"]),
        ("LULEA budget", ["LULEA"]),
        ("Mikä on Rovaniemen budjetti?", ["Rovaniemen"]),
        ("Asun Kemissä, milloin olette auki?", ["Kemissä"]),
        ("öppettider i Region Norrbotten", ["Region Norrbotten"]),
        ("Лулео", ["Лулео"]),
        ("Kalix och Luleå", ["Kalix", "Luleå"]),
        ("H&M's vision", ["H&M's"]),
    ],
    ids=[
        "a genitive without an ending",
        "an ending",
        "without accents",
        "a Finnish case",
        "another Finnish case",
        "two words",
        "another script",
        "two places",
        "a short name in the genitive",
    ],
)
def test_names_of_others(names: Names, text: str, found: list[str]) -> None:
    assert found_in(names, text) == found


@pytest.mark.parametrize(
    "text",
    [
        "Vad är Haparandas vision?",
        "Haparanda stad öppettider",
        "Haaparannalla",
        "kalixlax till middag",
        "när har ni öppet",
        "",
    ],
)
def test_what_is_no_name_of_others(names: Names, text: str) -> None:
    assert found_in(names, text) == []


@pytest.mark.parametrize("text", ["Haparandas", "Haaparannalla"])
def test_one_towns_name_is_foreign_to_another(recognition: Recognition, text: str) -> None:
    assert found_in(Names(recognition, ["Lillby"]), text) == [text]


def test_everyday_words_are_names_beside_the_word_for_a_municipality(names: Names) -> None:
    assert found_in(names, "ett berg i sikte") == []
    assert found_in(names, "budgeten i Berg kommun") == ["Berg"]


def test_an_unknown_name_counts_beside_the_word_for_a_municipality(names: Names) -> None:
    assert found_in(names, "hur ser det ut i Påhittby kommun") == ["Påhittby"]


@pytest.mark.parametrize(
    "text",
    ["Onko kunnan tavoitteissa mitään?", "Minulla on kampaamo. Onko kunnalla tavoitteita?"],
    ids=["a message's beginning", "a sentence's beginning"],
)
def test_a_capital_that_opens_a_sentence_makes_no_name(names: Names, text: str) -> None:
    assert found_in(names, text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("budget 2023", [2023]),
        ("från 2020 till 2035", [2020, 2035]),
        ("budgeten i år", [2026]),
        ("budgeten förra året", [2025]),
        ("viime vuoden budjetti", [2025]),
        ("What about next year?", [2027]),
        ("budjetti -23", [2023]),
        ("reports from ’98 and '21", [1998, 2021]),
        ("öppet 8 -16, 08–16 eller -16.30", []),
        ("ring 0922-260 00 eller 12024", []),
        ("öppet 08:00–16:00", []),
    ],
    ids=[
        "figures",
        "two",
        "this",
        "last",
        "Finnish",
        "next",
        "without the century",
        "of either century",
        "spans",
        "figures that are no years",
        "hours",
    ],
)
def test_years(years: Years, text: str, found: list[int]) -> None:
    assert [mention.year for mention in years.find(text, 2026)] == found


@given(st.text(max_size=80))
def test_mentions_stand_inside_the_text(text: str) -> None:
    years = Years(EMPTY_WITH_YEARS)
    for mention in years.find(text, 2026):
        assert 0 <= mention.start < mention.end <= len(text)
    for token in tokens_of(text):
        assert token.folded == fold(text[token.start : token.end])


@given(st.text(alphabet="ıİßﬁåǺ ", max_size=10), st.text(alphabet="ıİßﬁåǺ ", max_size=10))
def test_letters_that_fold_to_several_do_not_move_a_mention(before: str, after: str) -> None:
    text = f"{before}. i år .{after}"

    years = [text[m.start : m.end] for m in Years(EMPTY_WITH_YEARS).find(text, 2026)]

    assert years == ["i år"]


def test_mentions_are_taken_out_from_anywhere() -> None:
    text = "Kalix budget 2023"

    assert without(text, [Mention("places", 0, 5), Mention("year", 13, 17, 2023)]) == "  budget  "
    assert without(text, []) == text


def test_a_name_list_may_be_empty() -> None:
    assert found_in(Names(EMPTY_WITH_YEARS, ()), "Kalix budget") == []
    assert list(Years(EMPTY).find("i år", 2026)) == []
