"""From a decision to the text and buttons of an answer."""

from dataclasses import replace
from datetime import datetime

from bot.answering.answer import Answer, Button, Outcome
from bot.answering.markup import html_of, plain_of
from knowledge.model import Knowledge, Status
from knowledge.pictures import Chart
from knowledge.rendering import Rendered, Renderer


class Composer:
    """Writes the answers of one snapshot of knowledge."""

    def __init__(self, knowledge: Knowledge, renderer: Renderer) -> None:
        self._knowledge = knowledge
        self._renderer = renderer

    def topic(
        self,
        topic: str,
        language: str,
        now: datetime,
        score: float,
        asked: tuple[int, ...] = (),
    ) -> Answer:
        """Answer with a topic for the years `asked`, with its related topics as buttons."""
        rendered = self._renderer.answer(topic, language, now, asked)
        if rendered.off:
            return self._taken_out(rendered, language, now, score)
        known = self._knowledge.topics[topic]
        picture = self._renderer.chart(topic, language, now, asked)
        if picture is not None:
            rendered = replace(rendered, body=_with_figures(rendered.body, picture))
        title = "" if known.urgent else rendered.title
        body = rendered.bare if known.urgent else self._introduced(rendered, language, now)
        return Answer(
            language=rendered.language,
            outcome=Outcome.ANSWER,
            text=html_of(body, title),
            plain=plain_of(body, title),
            topic=topic,
            score=score,
            buttons=() if known.urgent else self._buttons(known.related, language),
            reader=language,
            urgent=known.urgent,
            picture=picture,
        )

    def _taken_out(self, rendered: Rendered, language: str, now: datetime, score: float) -> Answer:
        """Say that a topic is taken out for now, which turns the asker to a person."""
        body = self._introduced(rendered, language, now)
        return Answer(
            language=rendered.language,
            outcome=Outcome.REDIRECT,
            text=html_of(body, rendered.title),
            plain=plain_of(body, rendered.title),
            score=score,
            reader=language,
        )

    def with_second(self, answer: Answer, topic: str, language: str, now: datetime) -> Answer:
        """Name the other topic that was asked about before the answer, and offer it first."""
        title = self._renderer.title(topic, answer.language)
        note = self._renderer.phrase("both", answer.language, now, topic=title)
        second = self._buttons((topic,), language)
        return replace(
            answer,
            text=f"{html_of(note)}\n\n{answer.text}",
            plain=f"{plain_of(note)}\n\n{answer.plain}",
            buttons=(*second, *(b for b in answer.buttons if b.topic != topic)),
        )

    def with_note(self, answer: Answer, key: str, now: datetime) -> Answer:
        """Put one of the bot's own phrases after an answer, where its language has it."""
        if not self._renderer.has_phrase(key, answer.language):
            return answer
        note = self._renderer.phrase(key, answer.language, now)
        return replace(
            answer,
            text=f"{answer.text}\n\n{html_of(note)}",
            plain=f"{answer.plain}\n\n{plain_of(note)}",
        )

    def side_by_side(self, first: Answer, second: Answer) -> Answer:
        """Return one answer with both texts, the asker's language first."""
        return replace(
            first,
            text=f"{first.text}\n\n{second.text}",
            plain=f"{first.plain}\n\n{second.plain}",
            picture=None,
            beside=second.language,
        )

    def choices(
        self, topics: tuple[str, ...], language: str, now: datetime, score: float
    ) -> Answer:
        """Offer topics, best first."""
        answering = self._answering(language)
        text = self._renderer.phrase("choices", answering, now)
        buttons = self._buttons(topics, language)
        listed = "\n".join(f"- {button.label}" for button in buttons)
        return self._reply(
            Outcome.CHOICES,
            f"{self._notice(answering, now)}{text}\n{listed}",
            language,
            now,
            score,
            topics,
            buttons,
        )

    def elsewhere(
        self, snippet: str, language: str, now: datetime, score: float, asked: tuple[int, ...]
    ) -> Answer:
        """Turn away with the text of a kind of elsewhere."""
        rendered = self._renderer.answer(snippet, language, now, asked)
        return self._reply(Outcome.REDIRECT, rendered.text, language, now, score)

    def smalltalk(self, snippet: str, language: str, now: datetime, score: float) -> Answer:
        """Answer politeness with politeness."""
        rendered = self._renderer.answer(snippet, language, now)
        return self._reply(Outcome.SMALLTALK, rendered.text, language, now, score)

    def phrase(
        self, key: str, outcome: Outcome, language: str, now: datetime, score: float = 0.0
    ) -> Answer:
        """Answer with one of the bot's own phrases."""
        in_own = self._renderer.has_phrase(key, language)
        answering = language if in_own else self._answering(language)
        plain = self._notice(answering, now) + self._renderer.phrase(key, answering, now)
        return Answer(
            answering, outcome, html_of(plain), plain_of(plain), score=score, reader=language
        )

    def _reply(
        self,
        outcome: Outcome,
        body: str,
        language: str,
        now: datetime,
        score: float,
        choices: tuple[str, ...] = (),
        buttons: tuple[Button, ...] = (),
    ) -> Answer:
        answering = self._answering(language)
        text = self._preface(answering, language, now) + body
        return Answer(
            answering,
            outcome,
            html_of(text),
            plain_of(text),
            None,
            score,
            choices,
            buttons,
            language,
        )

    def _introduced(self, rendered: Rendered, language: str, now: datetime) -> str:
        draft = self._knowledge.municipality.languages[rendered.language].status is Status.DRAFT
        note = self._renderer.phrase("draft", rendered.language, now) + "\n\n" if draft else ""
        return self._preface(rendered.language, language, now) + note + rendered.text

    def _preface(self, answering: str, language: str, now: datetime) -> str:
        """Return a line in a visitor's own language that says which one the answer is in."""
        if answering == language or not self._renderer.has_phrase("answered_in", language):
            return ""
        name = self._knowledge.municipality.languages[answering].name
        return self._renderer.phrase("answered_in", language, now, language=name) + "\n\n"

    def _notice(self, language: str, now: datetime) -> str:
        """Return what stands before every answer just now."""
        notice = self._renderer.notice(language, now)
        return f"{notice}\n\n" if notice else ""

    def _buttons(self, topics: tuple[str, ...], language: str) -> tuple[Button, ...]:
        return tuple(
            Button(self._renderer.title(topic, language), topic, language) for topic in topics
        )

    def _answering(self, language: str) -> str:
        known = self._knowledge.municipality.languages[language]
        return known.answers_in or language if known.status is Status.UNDERSTOOD else language


def _with_figures(body: str, picture: Chart) -> str:
    """Return `body` with the picture's figures below it, where it does not give them itself."""
    missing = picture.lines_missing_in(body)
    listed = "\n".join(f"- {line}" for line in missing)
    return f"{body}\n\n{picture.title}:\n{listed}" if missing else body
