"""The composition root: everything is built here, once, and handed down."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from bot.answering import store
from bot.answering.composing import Composer
from bot.answering.decision import Costs
from bot.answering.examples import gather_lessons, kinds_of
from bot.answering.fitting import Fitted, fit
from bot.answering.language import Identifier
from bot.answering.mentions import Names, Years
from bot.answering.reading import Reader
from bot.answering.service import AnsweringService, Snapshot
from bot.answering.understanding import Understander
from bot.answering.varieties import Varieties
from bot.errors import SettingsError
from bot.settings import Settings
from embeddings.encoder import Encoder, load_encoder
from embeddings.index import VectorIndex
from embeddings.search import Search
from knowledge.checks import check_knowledge
from knowledge.errors import InvalidKnowledge
from knowledge.loading import load_knowledge
from knowledge.model import Knowledge
from knowledge.questions import FOLDER as QUESTIONS
from knowledge.recognition import Recognition, load_recognition
from knowledge.rendering import Renderer

Report = Callable[[str], None]
CODE = (Path(__file__).parent / "answering", Path(__file__).parents[1] / "embeddings")
# Examples are read as if asked on this day: what is learnt must not depend on when it is built.
EXAMPLES_ASKED = datetime(2026, 1, 15, 10, tzinfo=UTC)


def build_service(settings: Settings, report: Report = lambda _: None) -> AnsweringService:
    """Build everything that answers questions; raises the errors of the lower rooms."""
    costs = Costs(**settings.decision.model_dump())
    return AnsweringService(build_snapshot(settings, report), costs)


def build_snapshot(settings: Settings, report: Report = lambda _: None) -> Snapshot:
    """Read the town, and fit or load what belongs to it."""
    knowledge = load_knowledge(settings.town)
    recognition = load_recognition(settings.recognition)
    encoder = load_encoder(
        settings.embedding.model,
        query_prompt=settings.embedding.query_prompt,
        document_prompt=settings.embedding.document_prompt,
    )
    renderer = Renderer(knowledge)
    town = knowledge.municipality
    names = Names(recognition, own=[*town.names.values(), *town.also_called])
    reader = Reader(knowledge, names, Years(recognition))
    identifier = Identifier(knowledge.understood_languages)
    fitted = _fitted(
        settings, knowledge, recognition, encoder, renderer, reader, identifier, report
    )
    reader.context = fitted.context
    search = Search(
        encoder,
        VectorIndex(fitted.entries, fitted.vectors),
        fitted.lexical,
        fitted.topics,
        fitted.languages,
        fitted.meaning,
    )
    understander = Understander(
        reader, search, fitted.decider, identifier, fitted.language_model, kinds_of(knowledge)
    )
    return Snapshot(
        knowledge,
        renderer,
        Composer(knowledge, renderer),
        understander,
        recognition.follow_ups,
        recognition.joints,
        Varieties(recognition.varieties),
    )


def _fitted(
    settings: Settings,
    knowledge: Knowledge,
    recognition: Recognition,
    encoder: Encoder,
    renderer: Renderer,
    reader: Reader,
    identifier: Identifier,
    report: Report,
) -> Fitted:
    parts = (knowledge.version, recognition.version, encoder.fingerprint)
    folder = settings.cache / store.fingerprint(parts, CODE)
    found = store.load(folder)
    if found is not None:
        return found
    _refuse_broken_texts(settings)
    lessons = gather_lessons(knowledge, renderer, reader, recognition, EXAMPLES_ASKED)
    fitted = fit(lessons, encoder, identifier, kinds_of(knowledge), report)
    try:
        store.save(fitted, folder)
    except OSError as error:
        raise SettingsError(
            f"{folder.parent}: what was learnt cannot be kept there ({error.strerror}): "
            "set `cache` in config.yaml to a folder that can be written"
        ) from error
    return store.load(folder) or fitted


def _refuse_broken_texts(settings: Settings) -> None:
    """Raise `InvalidKnowledge` where changed knowledge has gaps or texts that cannot be made.

    Test questions are left to `python -m bot check`: they change nothing that a resident reads.
    """
    questions = settings.town / QUESTIONS
    errors = [
        problem
        for problem in check_knowledge(settings.town)
        if problem.severity == "error" and not problem.file.is_relative_to(questions)
    ]
    if errors:
        raise InvalidKnowledge(errors)
