"""What answers rest on: the texts, the model, and what was learnt from both."""

from bot.answering import store
from bot.answering.material import read_material
from bot.doctor.finding import Finding, Patient, good, note, wrong
from bot.doctor.storing import writable
from bot.learning import build_encoder, key_of
from bot.retention import FACTS, differences, read_told
from bot.settings import Settings
from embeddings.encoder import Encoder
from embeddings.errors import EmbeddingsError
from knowledge.checks import check_everything
from knowledge.errors import KnowledgeError


def check_knowledge(patient: Patient) -> list[Finding]:
    """Count what `python -m bot check` would tell."""
    problems = check_everything(patient.settings.town, patient.now.date())
    errors = sum(problem.severity == "error" for problem in problems)
    said = f"{patient.settings.town}: {errors} errors, {len(problems) - errors} warnings"
    if errors:
        return [wrong("knowledge", said, "python -m bot check")]
    return [good("knowledge", said)]


def check_retention(patient: Patient) -> list[Finding]:
    """Compare what residents are told of how long something is kept with what is set."""
    settings = patient.settings
    told = read_told(settings.town)
    if told is None:
        said = f"{settings.town / FACTS} has no group `retention` to compare config.yaml with"
        to_do = "read whether the privacy answer says what is set there (docs/privacy.md)"
        return [note("privacy", said, to_do)]
    if found := "; ".join(differences(settings, told)):
        return [wrong("privacy", found, f"make them agree: {settings.town / FACTS} is what "
                      "residents are told")]  # fmt: skip
    return [good("privacy", "residents are told what is set")]


def check_model(patient: Patient) -> list[Finding]:
    """Load the model, and look for what was learnt with it."""
    try:
        encoder = build_encoder(patient.settings.embedding)
    except EmbeddingsError as error:
        return [wrong("model", str(error), "set embedding.model in config.yaml")]
    name = patient.settings.embedding.model
    loaded = good("model", f"{name} loads, fingerprint {encoder.fingerprint[:12]}")
    return [loaded, _cache(patient.settings, encoder)]


def _cache(settings: Settings, encoder: Encoder) -> Finding:
    """Say whether a start answers at once or learns first."""
    try:
        folder = settings.cache / key_of(
            read_material(settings.town, settings.recognition), encoder
        )
    except KnowledgeError:
        return note("cache", "the texts cannot be read, so nothing is looked for", "see knowledge")
    if store.load(folder) is not None:
        return good("cache", f"{folder} holds what was learnt: a start answers at once")
    if not writable(settings.cache):
        to_do = "let the bot's user write there, or set another `cache` in config.yaml"
        return wrong("cache", f"{settings.cache} cannot be written", to_do)
    to_do = "the first start takes about a minute more"
    return note("cache", "nothing is learnt from these examples yet", to_do)
