"""How texts are written and facts are kept: nothing here stops the bot, only `check`."""

from collections.abc import Iterator
from datetime import date

from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.lines import Lines
from knowledge.rules.addresses import check_addresses
from knowledge.rules.characters import check_characters
from knowledge.rules.commands import check_commands
from knowledge.rules.dates import check_dates
from knowledge.rules.length import check_length
from knowledge.rules.stale import check_stale
from knowledge.rules.typed_in import check_typed_in
from knowledge.rules.unused import check_unused


def check_rules(knowledge: Knowledge, lines: Lines, today: date) -> Iterator[Problem]:
    """Find what an editor should mend on `today`, though every text can be made."""
    yield from check_dates(knowledge, lines, today)
    for check in (
        check_unused,
        check_length,
        check_typed_in,
        check_addresses,
        check_commands,
        check_characters,
        check_stale,
    ):
        yield from check(knowledge, lines)
