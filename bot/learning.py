"""What is learnt from a town's examples, found again under a key of all that it depends on.

Answers, facts and phrases are no part of the key: a change of them costs no learning.
"""

import json
from collections.abc import Callable
from pathlib import Path

from bot.answering import (
    context,
    decision,
    examples,
    fitting,
    language,
    mentions,
    reading,
    store,
)
from bot.answering.examples import examples_of, gather_lessons, kinds_of
from bot.answering.fitting import Fitted, fit
from bot.answering.language import Identifier
from bot.answering.material import Material, build_reader
from bot.errors import SettingsError
from bot.settings import EmbeddingSettings
from embeddings import encoder as encoders
from embeddings import entry, index, lexical, scoring, search
from embeddings.encoder import Encoder, load_encoder
from knowledge import checks

Report = Callable[[str], None]
# What turns examples into what is fitted, or reads that back: another state of it learns anew.
LEARNT_BY = tuple(
    Path(str(module.__file__))
    for module in (
        *(context, decision, examples, fitting, language, mentions, reading, store),
        *(encoders, entry, index, lexical, scoring, search),
    )
)


def build_encoder(embedding: EmbeddingSettings) -> Encoder:
    """Load the model that turns texts into vectors."""
    return load_encoder(
        embedding.model,
        query_prompt=embedding.query_prompt,
        document_prompt=embedding.document_prompt,
    )


def key_of(material: Material, encoder: Encoder) -> str:
    """Return a hash of everything that learning from `material` depends on."""
    knowledge, town = material.knowledge, material.knowledge.municipality
    learnt_from = (
        knowledge.understood_languages,
        [*town.names.values(), *town.also_called],
        sorted(knowledge.named_years),
        sorted(knowledge.figure_years),
        [(topic.id, topic.names, topic.urgent) for topic in knowledge.topics.values()],
        [(s.id, s.kind, s.language, examples_of(s)) for s in knowledge.snippets.values()],
    )
    parts = (json.dumps(learnt_from), material.recognition.version, encoder.fingerprint)
    return store.fingerprint(parts, LEARNT_BY)


def mark_of(material: Material) -> str:
    """Return a hash of the town's texts and of the rules that they are checked by."""
    rules = sorted(Path(checks.__file__).parent.rglob("*.py"))
    return store.fingerprint((material.knowledge.version,), rules)


def learn(
    material: Material,
    encoder: Encoder,
    identifier: Identifier,
    folder: Path,
    report: Report = lambda _: None,
) -> Fitted:
    """Learn from `material` and keep what was learnt in `folder`.

    Raises:
        SettingsError: it cannot be kept there.
    """
    lessons = gather_lessons(material.knowledge, build_reader(material), material.recognition)
    fitted = fit(lessons, encoder, identifier, kinds_of(material.knowledge), report)
    try:
        store.save(fitted, folder)
    except OSError as error:
        raise SettingsError(
            f"{folder.parent}: what was learnt cannot be kept there ({error.strerror}): "
            "set `cache` in config.yaml to a folder that can be written"
        ) from error
    return store.load(folder) or fitted


def learn_beside(material: Material, embedding: EmbeddingSettings, folder: Path) -> None:
    """Learn in a process that has loaded nothing yet; what was learnt is found in `folder`."""
    identifier = Identifier(material.knowledge.understood_languages)
    learn(material, build_encoder(embedding), identifier, folder)
