"""What residents asked, written into a town's files: an example of a topic, or a topic begun.

Everything is made and read again before anything is written, so that bad input changes nothing.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml.comments import CommentedMap, CommentedSeq

from knowledge.editing import append_text, block, read_for_editing, text_of
from knowledge.errors import InvalidKnowledge, NotPromoted
from knowledge.files import TO_WRITE
from knowledge.folding import fold_words
from knowledge.message import message, message_languages
from knowledge.model import Knowledge, Topic
from knowledge.questions import FOLDER as QUESTIONS
from knowledge.questions import TOPICS_GROUP
from knowledge.reading import parse_yaml
from knowledge.references.lines import TOPICS
from knowledge.references.topics import ID, LONGEST_ID
from knowledge.schemas import first_line
from knowledge.validating import did_you_mean

# A begun topic is looked at again so soon.
REVIEW = timedelta(days=90)


@dataclass
class Promotion:
    """New contents of a town's files, nothing of it written yet."""

    folder: Path
    contents: dict[Path, CommentedMap] = field(default_factory=dict)

    def content(self, file: Path) -> CommentedMap:
        """Return a file's keys to be changed."""
        if file not in self.contents:
            self.contents[file] = read_for_editing(file)
        return self.contents[file]

    def write(self) -> list[Path]:
        """Write all files, if all can be read again; raises `InvalidKnowledge` if not."""
        texts = {file: self._text(file) for file in self.contents}
        problems = [p for file, text in texts.items() for p in parse_yaml(text, file).problems]
        if problems:
            raise InvalidKnowledge(sorted(problems))
        for file, text in texts.items():
            file.parent.mkdir(parents=True, exist_ok=True)
            whole = file.with_suffix(".new")
            whole.write_text(text, encoding="utf-8")
            whole.replace(file)
        return list(texts)

    def _text(self, file: Path) -> str:
        head = "" if file.exists() else f"{first_line(file, self.folder)}\n\n"
        return head + text_of(self.contents[file])


def promote(knowledge: Knowledge, topic_id: str, language: str, text: str) -> Promotion:
    """Return the town's files with `text` as an example of a topic, and a test question to write.

    Raises `NotPromoted` where there is no such topic or text, or an example says the same already.
    """
    text = " ".join(text.split())
    topic = knowledge.topics.get(topic_id)
    if topic is None:
        hint = did_you_mean(topic_id, list(knowledge.topics))
        raise NotPromoted(message("no_topic", name=topic_id, hint=hint))
    if knowledge.snippet(topic_id, language) is None:
        raise NotPromoted(message("promote_no_text", topic=topic_id, language=language))
    _refuse_known(knowledge, language, text)
    promotion = Promotion(knowledge.folder)
    entry = promotion.content(knowledge.folder / language / f"{topic.file}.yaml")[topic_id]
    append_text(entry.setdefault("questions", CommentedSeq()), text)
    _stub(promotion, topic_id, language, text)
    return promotion


def begin_topic(
    knowledge: Knowledge, topic_id: str, asked: Mapping[str, Sequence[str]], today: date
) -> Promotion:
    """Return the town's files with a topic begun: its texts in every language wait to be written.

    `asked` holds each language's questions, which become its examples. Raises `NotPromoted`.
    """
    if topic_id in knowledge.topics:
        raise NotPromoted(message("topic_is_there", topic=topic_id))
    if not ID.fullmatch(topic_id) or len(topic_id) > LONGEST_ID:
        raise NotPromoted(message("id_shape", most=LONGEST_ID))
    for language, texts in asked.items():
        for text in texts:
            _refuse_known(knowledge, language, text)
    promotion = Promotion(knowledge.folder)
    family = list(_family(knowledge, topic_id))
    file = family[-1].file if family else topic_id.partition(".")[0]
    _register(promotion, knowledge, topic_id, file, family, today)
    for language in knowledge.answering_languages:
        texts = list(asked.get(language, ()))
        content = promotion.content(knowledge.folder / language / f"{file}.yaml")
        content[topic_id] = _draft(knowledge.municipality.default_language, language, texts)
        for text in texts[:1]:
            _stub(promotion, topic_id, language, text)
    return promotion


def _refuse_known(knowledge: Knowledge, language: str, text: str) -> None:
    words = fold_words(text)
    if not words:
        raise NotPromoted(message("promote_no_words"))
    for (code, topic_id), snippet in knowledge.snippets.items():
        if code == language and words in map(fold_words, snippet.questions):
            raise NotPromoted(message("promote_known", question=text, topic=topic_id))


def _stub(promotion: Promotion, topic_id: str, language: str, text: str) -> None:
    """Begin a test question: with the mark taken away it would be a copy, which `check` refuses."""
    file = promotion.folder / QUESTIONS / language / f"{TOPICS_GROUP}.yaml"
    listed = promotion.content(file).setdefault(topic_id, CommentedSeq())
    append_text(listed, f"{TO_WRITE} {text}")


def _family(knowledge: Knowledge, topic_id: str) -> Iterator[Topic]:
    """Yield the topics whose ids begin alike."""
    family = topic_id.partition(".")[0]
    return (t for t in knowledge.topics.values() if t.id.partition(".")[0] == family)


def _register(
    promotion: Promotion,
    knowledge: Knowledge,
    topic_id: str,
    file: str,
    family: list[Topic],
    today: date,
) -> None:
    nearest = family[-1] if family else None
    entry = CommentedMap(file=file, source=_source(knowledge, nearest))
    entry["owner"] = nearest.owner if nearest else "vacant"
    entry["review_by"] = today + REVIEW
    topics = promotion.content(knowledge.folder / TOPICS)["topics"]
    place = list(topics).index(nearest.id) + 1 if nearest else len(topics)
    topics.insert(place, topic_id, entry)


def _source(knowledge: Knowledge, nearest: Topic | None) -> str:
    if nearest is not None:
        return nearest.source or knowledge.facts[nearest.facts[0]].source
    return next(iter(knowledge.sources))


def _draft(default: str, language: str, questions: list[str]) -> CommentedMap:
    """Return an entry whose title and answer nobody is served before they are written."""
    told = default if default in message_languages() else message_languages()[0]
    mark = TO_WRITE if language == default else f"~{default}~"
    listed = CommentedSeq(questions)
    if not questions:
        listed.fa.set_flow_style()
    entry = CommentedMap(title=f"{mark} {message('draft_title').text(told)}", questions=listed)
    entry["answer"] = block(f"{mark} {message('draft_answer').text(told)}")
    return entry
