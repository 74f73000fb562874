"""An explanation put into words for those who write the texts."""

from collections.abc import Iterator

from bot.answering.answer import Outcome
from bot.answering.answer_language import LanguageReason
from bot.answering.explaining import Explanation, LikelyTopic
from knowledge.message import message

REASONS = {
    LanguageReason.WORDS: "why_by_words",
    LanguageReason.CHOSEN: "why_by_choice",
    LanguageReason.LAST: "why_by_last",
    LanguageReason.CLIENT: "why_by_client",
    LanguageReason.DEFAULT: "why_by_default",
}
OUTCOMES = {
    Outcome.ANSWER: "why_answer",
    Outcome.CHOICES: "why_choices",
    Outcome.REDIRECT: "why_redirect",
    Outcome.SMALLTALK: "why_smalltalk",
    Outcome.FALLBACK: "why_fallback",
}
BELIEFS = {
    "best": "why_best",
    "other": "why_other",
    "elsewhere": "why_elsewhere",
    "smalltalk": "why_chat",
}


def explained_lines(explanation: Explanation, language: str) -> Iterator[str]:
    """Yield the lines that tell `explanation` in one of the editors' languages."""

    def said(code: str, **values: str) -> str:
        return message(code, **values).text(language)

    answer = explanation.answer
    yield f"{said('why_outcome')}: {said(OUTCOMES[answer.outcome])} {answer.topic or ''}".rstrip()
    yield f"{said('why_language')}: {answer.language} ({said(REASONS[explanation.reason])})"
    if explanation.belief is None:
        yield said("why_nothing")
        return
    yield "  " + ", ".join(f"{code} {share:.2f}" for code, share in explanation.languages)
    yield f"{said('why_read_as')}: {explanation.read_as.strip()}"
    yield f"{said('why_known')}: {explanation.coverage:.0%}"
    if explanation.away is not None:
        yield said("why_away", kind=explanation.away)
    if explanation.asked_year is not None:
        yield said("why_year", year=str(explanation.asked_year))
    yield f"{said('why_topics')}:"
    yield from (_topic_line(topic, language) for topic in explanation.topics)
    if explanation.nearest is not None:
        entry = explanation.nearest.entry
        yield f"{said('why_nearest')}: “{entry.text}” ({entry.topic})"
    yield f"{said('why_beliefs')}:"
    for name, code in BELIEFS.items():
        yield f"  {getattr(explanation.belief, name):.3f}  {said(code)}"
    yield f"{said('why_costs')}:"
    yield from (f"  {cost:.3f}  {said(OUTCOMES[each])}" for each, cost in explanation.expected)
    yield f"{said('why_seconds')}: {explanation.seconds * 1000:.1f} ms"


def _topic_line(likely: LikelyTopic, language: str) -> str:
    line = f"  {likely.probability:.3f}  {likely.topic}"
    if likely.example is None:
        return f"{line} ({message('why_no_example').text(language)})"
    entry, label = likely.example.entry, message("why_example").text(language)
    return f"{line} ({label}: “{entry.text}”, {entry.language}, {likely.example.similarity:.2f})"
