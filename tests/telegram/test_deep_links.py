import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.service import AnsweringService
from bot.telegram.deep_links import DeepLink, decode, encode

IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,14}", fullmatch=True)


@given(IDS, st.none() | st.from_regex(r"[a-z]{2,3}(-[a-z]{2,4})?", fullmatch=True))
def test_every_link_comes_back(topic: str, language: str | None) -> None:
    payload = encode(DeepLink(topic, language))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
    assert decode(payload) == DeepLink(topic, language)


@given(st.text())
def test_whatever_people_put_into_links_is_survived(payload: str) -> None:
    link = decode(payload)
    if link is not None:
        assert link.topic


@pytest.mark.parametrize(
    ("payload", "link"),
    [
        ("budget", DeepLink("budget")),
        ("budget-social_fi", DeepLink("budget.social", "fi")),
        ("goals-safe_-equal_sv", DeepLink("goals.safe-equal", "sv")),
    ],
)
def test_posters_read_well(payload: str, link: DeepLink) -> None:
    assert encode(link) == payload
    assert decode(payload) == link


@pytest.mark.parametrize("payload", ["", "_", "_sv", "budget_", "a_b_c", "å", "x" * 65])
def test_no_link_of_ours(payload: str) -> None:
    assert decode(payload) is None


@pytest.mark.parametrize("link", [DeepLink("mål"), DeepLink("x" * 65), DeepLink("")])
def test_link_that_telegram_would_refuse(link: DeepLink) -> None:
    with pytest.raises(ValueError, match="deep link"):
        encode(link)


@pytest.mark.parametrize("name", ["haparanda", "lillby"])
def test_every_topic_has_a_link_in_every_language(
    name: str, request: pytest.FixtureRequest
) -> None:
    service: AnsweringService = request.getfixturevalue(name)
    for topic in service._snapshot.knowledge.topics:
        for language in (None, *service.languages):
            payload = encode(DeepLink(topic, language))
            assert re.fullmatch(r"[A-Za-z0-9_-]{1,64}", payload)
            assert decode(payload) == DeepLink(topic, language)


@given(IDS, IDS, st.none() | st.from_regex(r"[a-z]{2}", fullmatch=True))
def test_two_topics_never_share_a_link(first: str, second: str, language: str | None) -> None:
    same = encode(DeepLink(first, language)) == encode(DeepLink(second, language))
    assert same == (first == second)
