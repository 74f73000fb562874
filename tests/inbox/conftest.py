import pytest

from bot.inbox.masking import Masker, Own
from bot.settings import Settings
from knowledge.loading import load_knowledge
from knowledge.masking import load_masking, own_texts


@pytest.fixture(scope="session")
def masker(settings: Settings) -> Masker:
    """The real town's."""
    own = Own.of(own_texts(load_knowledge(settings.town)))
    return Masker(load_masking(settings.recognition), own)
