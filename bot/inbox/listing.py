"""What `python -m bot inbox` prints, in an editor's language."""

import re
from collections.abc import Iterator, Mapping, Sequence

from bot.inbox.grouping import Group
from bot.inbox.masks import MASKS, Mask
from bot.inbox.workbench import NearGroup
from bot.storage.inbox import KeptQuestion, Vain
from bot.storage.ratings import Reason
from knowledge.message import message

MASK_WORDS: Mapping[Mask, str] = {
    Mask.PERSON: "mask_id",
    Mask.PHONE: "mask_phone",
    Mask.EMAIL: "mask_email",
    Mask.ACCOUNT: "mask_account",
    Mask.HANDLE: "mask_handle",
    Mask.STREET: "mask_street",
}
OUTCOME_WORDS: Mapping[Vain, str] = {
    Vain.FALLBACK: "inbox_fallback",
    Vain.CHOICES: "inbox_choices",
    Vain.RATED: "inbox_rated",
}
REASON_WORDS: Mapping[str, str] = {
    Reason.WRONG: "inbox_reason_wrong",
    Reason.UNCLEAR: "inbox_reason_unclear",
    Reason.OLD: "inbox_reason_old",
    Reason.OTHER: "inbox_reason_other",
}


def shown(text: str, language: str) -> str:
    """Return a masked text with words in the place of the masks."""

    def word(found: re.Match[str]) -> str:
        return f"[{message(MASK_WORDS[Mask(found.group())]).text(language)}]"

    return MASKS.sub(word, text)


def groups_as_lines(groups: Sequence[NearGroup], language: str) -> Iterator[str]:
    """Yield three lines a group, and what can be done with one."""
    if not groups:
        yield message("inbox_empty").text(language)
        return
    for near in groups:
        yield _head(near.group, language)
        yield f"  {shown(near.group.typical().question.text, language)}"
        if near.topics:
            likely = ", ".join(f"{t.topic} {t.probability:.0%}" for t in near.topics)
            yield f"  {message('inbox_nearest', topics=likely).text(language)}"
        yield ""
    yield message("inbox_next").text(language)


def group_as_lines(near: NearGroup, language: str) -> Iterator[str]:
    """Yield everything about one group: each question with its day and what came of it."""
    yield _head(near.group, language)
    for topic in near.topics:
        example = f": {topic.example.entry.text}" if topic.example else ""
        yield f"  {topic.topic} {topic.probability:.0%}{example}"
    for kept in near.group.questions:
        yield _line(kept, language)


def _head(group: Group, language: str) -> str:
    outcomes = {
        message(OUTCOME_WORDS[outcome]).text(language): times
        for outcome, times in group.outcomes.most_common()
    }
    return message(
        "inbox_group",
        number=group.number,
        askers=group.askers,
        questions=len(group.questions),
        languages=_counted(group.languages),
        outcomes=_counted(outcomes),
    ).text(language)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{name} {times}" for name, times in counts.items())


def _line(kept: KeptQuestion, language: str) -> str:
    asked = kept.question
    outcome = message(OUTCOME_WORDS[asked.outcome]).text(language)
    topics = f" ({', '.join(asked.topics)})" if asked.topics else ""
    why = REASON_WORDS.get(asked.reason)
    reason = f" {message(why).text(language)}" if why else ""
    text = shown(asked.text, language)
    return f"  {kept.number}  {kept.day}  {asked.language}  {outcome}{topics}{reason}: {text}"
