import pytest
from aiogram.filters.callback_data import CallbackData
from hypothesis import given
from hypothesis import strategies as st

from bot.answering.service import AnsweringService
from bot.storage.ratings import Reason, Vote
from bot.telegram.callbacks import (
    AnswerRated,
    BothShown,
    CardAsked,
    FamilyOpened,
    LanguageChosen,
    MenuOpened,
    ReasonGiven,
    TopicFollowed,
    TopicOpened,
    TopicUnfollowed,
)

IDS = st.from_regex(r"[a-z0-9][a-z0-9._-]{0,29}", fullmatch=True)
CODES = st.from_regex(r"[a-z]{2,3}", fullmatch=True)
KINDS: list[type[CallbackData]] = [
    AnswerRated,
    BothShown,
    CardAsked,
    FamilyOpened,
    LanguageChosen,
    MenuOpened,
    ReasonGiven,
    TopicFollowed,
    TopicOpened,
    TopicUnfollowed,
]
DATA = st.one_of(
    st.builds(AnswerRated, topic=IDS, language=CODES, vote=st.sampled_from(Vote)),
    st.builds(ReasonGiven, topic=IDS, language=CODES, reason=st.sampled_from(Reason)),
    st.builds(TopicFollowed, topic=IDS, language=CODES),
    st.builds(TopicOpened, topic=IDS, language=CODES),
    st.builds(TopicUnfollowed, topic=IDS, language=CODES),
    st.builds(LanguageChosen, language=CODES),
    st.builds(MenuOpened, language=CODES),
    st.builds(FamilyOpened, family=IDS, language=CODES),
    st.builds(BothShown, topic=IDS, language=CODES, beside=CODES),
    st.builds(CardAsked, language=CODES),
)


@given(DATA)
def test_every_button_comes_back(data: CallbackData) -> None:
    packed = data.pack()
    assert 1 <= len(packed.encode()) <= 64
    assert type(data).unpack(packed) == data


@given(DATA)
def test_a_button_is_of_one_kind(data: CallbackData) -> None:
    packed = data.pack()
    for kind in KINDS:
        if kind is not type(data):
            with pytest.raises((TypeError, ValueError)):
                kind.unpack(packed)


@given(st.text(max_size=64), st.sampled_from(KINDS))
def test_made_up_data_is_refused_or_whole(text: str, kind: type[CallbackData]) -> None:
    try:
        data = kind.unpack(text)
    except (TypeError, ValueError):
        return
    assert kind.unpack(data.pack()) == data


@pytest.mark.parametrize("name", ["haparanda", "lillby"])
def test_every_topic_fits_every_button(name: str, request: pytest.FixtureRequest) -> None:
    service: AnsweringService = request.getfixturevalue(name)
    for topic in service._snapshot.knowledge.topics:
        for language in service.languages:
            longest = ReasonGiven(topic=topic, language=language, reason=Reason.UNCLEAR)
            assert longest.pack()
            assert AnswerRated(topic=topic, language=language, vote=Vote.HELPFUL).pack()
