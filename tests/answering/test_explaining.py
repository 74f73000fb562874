from datetime import UTC, datetime, timedelta

import pytest

from bot.answering.answer import Outcome
from bot.answering.answer_language import LanguageReason
from bot.answering.explaining import SHOWN
from bot.answering.question import Question
from bot.answering.service import AnsweringService
from bot.explained import explained_lines
from knowledge.message import message_languages, sentences

NOW = datetime(2026, 1, 15, 10, tzinfo=UTC)


def test_the_explanation_is_of_the_answer_that_was_given(lillby: AnsweringService) -> None:
    question = Question("när har ni öppet", NOW)
    explanation = lillby.explain(question)
    assert explanation.answer == lillby.answer(question)
    assert explanation.topics[0].topic == explanation.answer.topic == "contact.hours"
    assert explanation.topics[0].probability == explanation.answer.score
    assert explanation.topics[0].example is not None
    assert explanation.topics[0].example.entry.text == "när har ni öppet"
    assert explanation.nearest == explanation.topics[0].example
    assert explanation.expected[0][0] is Outcome.ANSWER
    assert explanation.coverage == 1
    assert explanation.seconds > 0


def test_topics_share_what_the_belief_leaves_them(lillby: AnsweringService) -> None:
    explanation = lillby.explain(Question("visionen eller öppettider", NOW))
    belief = explanation.belief
    assert belief is not None
    probabilities = [topic.probability for topic in explanation.topics]
    assert len(probabilities) <= SHOWN
    assert sum(probabilities) == pytest.approx(belief.best + belief.other)
    assert probabilities[1:] == sorted(probabilities[1:], reverse=True)


def test_what_is_not_ours_is_named(lillby: AnsweringService) -> None:
    explanation = lillby.explain(Question("öppettider i Kalix", NOW))
    assert explanation.away == "places"
    explanation = lillby.explain(Question("vilken vision hade ni 1998", NOW))
    assert explanation.asked_year == 1998


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (Question("?", NOW), LanguageReason.DEFAULT),
        (Question("?", NOW, language_code="sv-SE"), LanguageReason.CLIENT),
        (Question("?", NOW, language_code="fi"), LanguageReason.DEFAULT),
        (Question("?", NOW, language_code="sv", chosen_language="sv"), LanguageReason.CHOSEN),
    ],
    ids=["default", "client", "unknown client", "chosen"],
)
def test_what_decided_the_language(
    lillby: AnsweringService, given: Question, reason: LanguageReason
) -> None:
    assert lillby.explain(given).reason is reason


def test_words_and_the_chats_last_language_decide(haparanda: AnsweringService) -> None:
    first = haparanda.explain(Question("When is the town hall open?", NOW, chat="why"))
    assert (first.reason, first.answer.language) == (LanguageReason.WORDS, "en")
    later = haparanda.explain(Question("2023", NOW + timedelta(minutes=1), chat="why"))
    assert (later.reason, later.answer.language) == (LanguageReason.LAST, "en")


@pytest.mark.parametrize("language", message_languages())
@pytest.mark.parametrize(
    "text",
    ["när har ni öppet", "öppettider i Kalix", "tack", "?"],
    ids=["ours", "away", "chat", "empty"],
)
def test_every_explanation_is_told(lillby: AnsweringService, language: str, text: str) -> None:
    explanation = lillby.explain(Question(text, NOW))
    lines = list(explained_lines(explanation, language))
    assert lines[0].startswith(sentences(language)["why_outcome"])
    assert (sentences(language)["why_nothing"] in lines) == (text == "?")
    for topic in explanation.topics:
        assert any(topic.topic in line for line in lines)
