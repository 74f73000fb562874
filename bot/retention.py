"""How long things are kept: what the town's texts tell residents, beside what is set.

A town tells it by the group `retention` of its facts.yaml, which its privacy answer is made from.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path

from bot.errors import SettingsError
from bot.settings import Settings
from knowledge.facts import RETENTION
from knowledge.files import FactsFile
from knowledge.reading import read_yaml
from knowledge.validating import validated

FACTS = "facts.yaml"


def read_told(town: Path) -> Mapping[str, object] | None:
    """Return what the town tells, `None` where it tells nothing or its facts cannot be read."""
    facts, _ = validated(read_yaml(town / FACTS), FactsFile)
    group = facts.facts.get(RETENTION) if facts else None
    return group.values if group else None


def differences(settings: Settings, told: Mapping[str, object]) -> Iterator[str]:
    """Yield each thing that residents are told otherwise than it is set."""
    for fact, (key, value) in _kept(settings).items():
        if told.get(fact) != value:
            said = told.get(fact, "missing")
            yield f"{RETENTION}.{fact} is {said} in {FACTS}, {key} is {value}"


def refuse_untold_inbox(settings: Settings) -> None:
    """Raise `SettingsError` where questions would be kept and the town says that none are."""
    told = read_told(settings.town) if settings.inbox.enabled else None
    if told is not None and told.get("inbox") != "true":
        raise SettingsError(
            f"inbox.enabled is true, and the privacy answer still says that no question is kept: "
            f"write `inbox: true` under `{RETENTION}` in {settings.town / FACTS}"
        )


def _kept(settings: Settings) -> dict[str, tuple[str, str]]:
    """Return for each fact the key that sets it, and its value as facts.yaml writes it."""
    enabled = str(settings.inbox.enabled).lower()
    kept = {
        "ratings_days": ("storage.ratings_days", str(settings.storage.ratings_days)),
        "inbox": ("inbox.enabled", enabled),
    }
    if settings.inbox.enabled:
        kept["inbox_days"] = ("inbox.days", str(settings.inbox.days))
    return kept
