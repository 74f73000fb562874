"""Two witnesses of a question's language, weighed by what held-out examples showed."""

import numpy as np
import pytest

from bot.answering.language import Identifier, LanguageBelief, LanguageModel, fit_language_model

CODES = ("sv", "fi", "en", "nb")


@pytest.fixture(scope="module")
def identifier() -> Identifier:
    return Identifier(CODES)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Jag skulle vilja veta hur budgeten fördelas mellan nämnderna", "sv"),
        ("Haluaisin tietää, miten talousarvio jaetaan lautakuntien kesken", "fi"),
        ("I would like to know how the budget is divided", "en"),
    ],
    ids=["Swedish", "Finnish", "English"],
)
def test_whole_sentences_are_identified(identifier: Identifier, text: str, language: str) -> None:
    found = identifier.probabilities(text)

    assert CODES[int(found.argmax())] == language
    assert found.sum() == pytest.approx(1, abs=1e-3)


def test_a_language_that_it_does_not_know_has_no_vote() -> None:
    found = Identifier(["sv", "tlh"]).probabilities("var ligger kommunhuset")

    assert found.tolist() == pytest.approx([1, 0])


def test_the_second_witness_can_outweigh_the_first() -> None:
    model = LanguageModel(("sv", "fi"), general=0.1, special=4.0)

    belief = model.belief(np.array([0.9, 0.1]), np.array([-1.0, 1.0], dtype=np.float32))

    assert belief.best == "fi"
    assert belief.confident
    assert sum(share for _, share in belief.ranked) == pytest.approx(1)


def test_an_even_chance_is_no_confidence() -> None:
    assert not LanguageBelief((("sv", 0.5), ("fi", 0.5))).confident


def test_the_witness_that_was_right_gets_the_weight() -> None:
    truth = np.array([0, 1] * 20)
    right = np.where(truth[:, None] == np.arange(2), 1.0, -1.0).astype(np.float32)
    even = np.full((40, 2), 0.5)

    model = fit_language_model(("sv", "fi"), even, right, truth)

    assert model.special == 6
    belief = model.belief(np.array([0.5, 0.5]), np.array([-1.0, 1.0], dtype=np.float32))
    assert belief.best == "fi"
