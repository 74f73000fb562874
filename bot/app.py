"""The composition root: everything is built here, once, and handed down."""

from bot.answering import store
from bot.answering.composing import Composer
from bot.answering.decision import Costs
from bot.answering.language import Identifier
from bot.answering.learnt import Learnt
from bot.answering.material import Material, read_material, try_material
from bot.answering.service import AnsweringService
from bot.answering.snapshot import Snapshot
from bot.answering.varieties import Varieties
from bot.learning import Report, build_encoder, key_of, learn, mark_of
from bot.settings import Settings
from knowledge.errors import InvalidKnowledge
from knowledge.rendering import Renderer


def build_service(settings: Settings, report: Report = lambda _: None) -> AnsweringService:
    """Build everything that answers questions; raises the errors of the lower rooms."""
    costs = Costs(**settings.decision.model_dump())
    return AnsweringService(build_snapshot(settings, report), costs)


def build_snapshot(settings: Settings, report: Report = lambda _: None) -> Snapshot:
    """Read the town, and fit or load what belongs to it."""
    material = read_material(settings.town, settings.recognition)
    return assemble(material, _learnt(settings, material, report))


def assemble(material: Material, learnt: Learnt) -> Snapshot:
    """Put together what answers from `material`, with what was `learnt` from it or before it."""
    knowledge, recognition = material.knowledge, material.recognition
    renderer = Renderer(knowledge)
    return Snapshot(
        learnt,
        knowledge,
        renderer,
        Composer(knowledge, renderer),
        learnt.understander(material),
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
        _refuse_broken_texts(settings)
    fitted = store.load(folder) or learn(material, encoder, identifier, folder, report)
    if not checked:
        store.note_checked(folder, mark)
    return Learnt.of(key, material, fitted, encoder, identifier)


def _refuse_broken_texts(settings: Settings) -> None:
    _, errors = try_material(settings.town, settings.recognition)
    if errors:
        raise InvalidKnowledge(errors)
