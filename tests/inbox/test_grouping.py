"""Groups by meaning, on the embedded model."""

from datetime import date

import pytest

from bot.inbox.grouping import FARTHEST, Group, common_part, find_group, group_questions
from bot.settings import Settings
from bot.storage.inbox import KeptQuestion, Vain, VainQuestion
from embeddings.encoder import Encoder, Vectors, load_encoder

SHARED = [
    "när öppnar kommunhuset",
    "hur mycket pengar får skolan",
    "vad är visionen",
    "mikä on kunnan budjetti",
    "what are the environmental goals",
    "vem beslutar om budgeten",
]


@pytest.fixture(scope="module")
def encoder(settings: Settings) -> Encoder:
    return load_encoder(settings.embedding.model)


@pytest.fixture(scope="module")
def common(encoder: Encoder) -> Vectors:
    return common_part(SHARED, encoder)


def kept(
    number: int, text: str, language: str = "sv", asker: str = "", month: int = 3
) -> KeptQuestion:
    question = VainQuestion(text, language, Vain.FALLBACK)
    return KeptQuestion(number, date(2026, month, 1), asker or str(number), question)


PLOUGHING = [
    kept(3, "när plogas snön på gatorna"),
    kept(5, "när plogas vägarna från snö"),
    kept(7, "koska lumi aurataan kaduilta", "fi"),
]
LIBRARY = [kept(4, "kan jag låna böcker på biblioteket"), kept(6, "låna bok på biblioteket")]


def numbers(groups: list[Group]) -> list[list[int]]:
    return [sorted(q.number for q in group.questions) for group in groups]


def test_same_meaning_is_one_group_across_languages(encoder: Encoder, common: Vectors) -> None:
    groups = group_questions([*LIBRARY, *PLOUGHING], encoder, common)
    assert numbers(groups) == [[3, 5, 7], [4, 6]]
    assert [group.number for group in groups] == [3, 4]
    assert groups[0].languages == {"sv": 2, "fi": 1}


def test_any_question_of_a_group_names_it(encoder: Encoder, common: Vectors) -> None:
    groups = group_questions([*LIBRARY, *PLOUGHING], encoder, common)
    assert find_group(groups, 7) is find_group(groups, 3) is groups[0]
    assert find_group(groups, 99) is None


def test_numbers_stay_when_others_come_and_go(encoder: Encoder, common: Vectors) -> None:
    before = group_questions([*LIBRARY, *PLOUGHING], encoder, common)
    later = group_questions([*PLOUGHING, kept(9, "var finns simhallen")], encoder, common)
    assert find_group(later, before[0].number) == before[0]


def test_askers_are_counted_within_a_month() -> None:
    questions = [kept(1, "x", asker="a"), kept(2, "y", asker="a"), kept(3, "z", asker="b")]
    assert Group(tuple(questions)).askers == 2
    assert Group((*questions, kept(4, "x", asker="c", month=4))).askers == 2


def test_unknown_signs_are_grouped_by_wording(encoder: Encoder, common: Vectors) -> None:
    groups = group_questions([kept(1, "[phone]"), kept(2, "[phone]"), kept(3, "")], encoder, common)
    assert sorted(numbers(groups)) == [[1, 2], [3]]


def test_typical_is_of_the_commonest_language(encoder: Encoder, common: Vectors) -> None:
    (group,) = group_questions(PLOUGHING, encoder, common)
    assert group.typical().question.language == "sv"
    assert group.typical("fi").number == 7
    with pytest.raises(LookupError):
        group.typical("de")


def test_nothing_is_no_group(encoder: Encoder, common: Vectors) -> None:
    assert group_questions([], encoder, common) == []
    assert 0 < FARTHEST < 1
