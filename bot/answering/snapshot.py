"""What questions are answered from at one moment."""

from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.answering.composing import Composer
from bot.answering.learnt import Learnt
from bot.answering.understanding import Understander
from bot.answering.varieties import Varieties
from knowledge.model import Knowledge
from knowledge.rendering import Renderer


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Knowledge with everything that was fitted to it; replaced as a whole on reload."""

    learnt: Learnt
    knowledge: Knowledge
    renderer: Renderer
    composer: Composer
    understander: Understander
    follow_ups: tuple[str, ...] = ()
    joints: tuple[str, ...] = ()
    varieties: Varieties = field(default_factory=lambda: Varieties(()))

    def year(self, now: datetime) -> int:
        """Return the year that it is in the town."""
        return now.astimezone(ZoneInfo(self.knowledge.municipality.time_zone)).year
