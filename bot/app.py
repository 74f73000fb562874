"""The composition root: everything is built here, once, and handed down."""

from bot.answering import store
from bot.answering.composing import Composer
from bot.answering.decision import Costs
from bot.answering.examples import kinds_of
from bot.answering.language import Identifier
from bot.answering.service import AnsweringService, Snapshot
from bot.answering.understanding import Understander
from bot.answering.varieties import Varieties
from bot.learning import Learnt, Report, build_encoder, key_of, learn, mark_of
from bot.material import Material, build_reader, read_material, refuse_broken_texts
from bot.settings import Settings
from embeddings.index import VectorIndex
from embeddings.search import Search
from knowledge.rendering import Renderer


def build_service(settings: Settings, report: Report = lambda _: None) -> AnsweringService:
    """Build everything that answers questions; raises the errors of the lower rooms."""
    costs = Costs(**settings.decision.model_dump())
    return AnsweringService(build_snapshot(settings, report), costs)


def build_snapshot(settings: Settings, report: Report = lambda _: None) -> Snapshot:
    """Read the town, and fit or load what belongs to it."""
    material = read_material(settings)
    return assemble(material, _learnt(settings, material, report))


def assemble(material: Material, learnt: Learnt) -> Snapshot:
    """Put together what answers from `material`, with what was `learnt` from it."""
    knowledge, recognition, fitted = material.knowledge, material.recognition, learnt.fitted
    renderer = Renderer(knowledge)
    reader = build_reader(material)
    reader.context = fitted.context
    search = Search(
        learnt.encoder,
        VectorIndex(fitted.entries, fitted.vectors),
        fitted.lexical,
        fitted.topics,
        fitted.languages,
        fitted.meaning,
    )
    understander = Understander(
        reader,
        search,
        fitted.decider,
        learnt.identifier,
        fitted.language_model,
        kinds_of(knowledge),
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


def _learnt(settings: Settings, material: Material, report: Report) -> Learnt:
    """Load what was learnt from `material` once, or learn it now; broken texts are refused."""
    encoder = build_encoder(settings.embedding)
    identifier = Identifier(material.knowledge.understood_languages)
    key = key_of(material, encoder)
    folder, mark = settings.cache / key, mark_of(material)
    checked = store.is_checked(folder, mark)
    if not checked:
        refuse_broken_texts(settings)
    fitted = store.load(folder) or learn(material, encoder, identifier, folder, report)
    if not checked:
        store.note_checked(folder, mark)
    return Learnt(key, material, fitted, encoder, identifier)
