"""What was learnt, ready for use with the state of the town that it was learnt from, or the next.

Until a changed town is learnt again, what was learnt before serves it: topics and languages that
are gone are left out, and an example that is new is recognised as it stands.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.answering.context import ContextModel
from bot.answering.decision import Decider
from bot.answering.examples import examples_of, kinds_of
from bot.answering.fitting import Fitted
from bot.answering.fresh import Fresh
from bot.answering.language import Identifier, LanguageModel
from bot.answering.material import Material, build_reader
from bot.answering.understanding import Understander
from embeddings.encoder import Encoder
from embeddings.index import VectorIndex
from embeddings.search import Search


@dataclass(frozen=True, slots=True)
class Learnt:
    """What was fitted to `material`; `key` names everything that it depends on."""

    key: str
    material: Material
    search: Search
    decider: Decider
    identifier: Identifier
    languages: LanguageModel
    context: ContextModel | None

    @classmethod
    def of(
        cls, key: str, material: Material, fitted: Fitted, encoder: Encoder, identifier: Identifier
    ) -> "Learnt":
        """Build the index of what was fitted."""
        search = Search(
            encoder,
            VectorIndex(fitted.entries, fitted.vectors),
            fitted.lexical,
            fitted.topics,
            fitted.languages,
            fitted.meaning,
        )
        return cls(
            key,
            material,
            search,
            fitted.decider,
            identifier,
            fitted.language_model,
            fitted.context,
        )

    def understander(self, material: Material) -> Understander:
        """Return what understands questions about `material`."""
        reader = build_reader(material)
        reader.context = self.context
        kinds = kinds_of(material.knowledge)
        return Understander(
            reader,
            self.search.limited_to(kinds),
            self.decider,
            self.identifier,
            self.languages.limited_to(material.knowledge.understood_languages),
            kinds,
            Fresh(self._new_examples(material)),
        )

    def _new_examples(self, material: Material) -> Iterator[tuple[str, str, str]]:
        """Yield the id, the language and the text of examples that were not learnt."""
        before = self.material.knowledge.snippets
        for place, snippet in material.knowledge.snippets.items():
            known = set(examples_of(before[place])) if place in before else set()
            for text in examples_of(snippet):
                if text not in known:
                    yield snippet.id, snippet.language, text
