"""The recorder as the operator's settings want it."""

from contextlib import suppress

from bot.answering.service import AnsweringService
from bot.answering.worker import Worker
from bot.inbox.collecting import Collector
from bot.inbox.masking import Masker, Own
from bot.inbox.recording import Recorder
from bot.settings import Settings
from bot.storage.storage import Storage
from knowledge.errors import KnowledgeError
from knowledge.loading import load_knowledge
from knowledge.masking import load_masking, own_texts


class TownMasker:
    """Masks with what the town's facts say now: its own numbers and addresses stay."""

    def __init__(self, settings: Settings, service: AnsweringService) -> None:
        self._settings = settings
        self._service = service
        self._words = load_masking(settings.recognition)
        self._version = service.version
        self._masker = self._built()

    def mask(self, text: str) -> str:
        """Return `text` without personal data; meant for the answering thread."""
        if self._service.version != self._version:
            self._version = self._service.version
            # While the folder is being edited, what was known before still holds.
            with suppress(KnowledgeError):
                self._masker = self._built()
        return self._masker.mask(text)

    def _built(self) -> Masker:
        return Masker(self._words, Own.of(own_texts(load_knowledge(self._settings.town))))


def build_recorder(
    settings: Settings, service: AnsweringService, worker: Worker, storage: Storage
) -> Recorder:
    """Return what is told of questions; raises `InvalidKnowledge` for a broken masking.yaml."""
    collector = None
    if settings.inbox.enabled:
        masker = TownMasker(settings, service)
        collector = Collector(
            storage.inbox, masker.mask, lambda t: service.catalogue.is_urgent(t) is not False
        )
    tally = storage.tally if settings.report.enabled else None
    return Recorder(service, worker, storage.inbox, tally, collector)
