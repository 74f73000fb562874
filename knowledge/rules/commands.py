"""Commands that a text tells of and the bot does not have."""

import re
from collections.abc import Iterator

from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.references.lines import Lines
from knowledge.validating import did_you_mean
from knowledge.written import texts_of

PREFIX = "command."
# `/help`, not the stroke of `and/or`, of a date or of an address.
COMMAND = re.compile(r"(?<![\w/.:])/([a-z][a-z_]*)\b(?!/)")


def check_commands(knowledge: Knowledge, lines: Lines) -> Iterator[Problem]:
    """Find them by the default language's phrases, which describe every command."""
    phrases = knowledge.phrases.get(knowledge.municipality.default_language, {})
    known = [key.removeprefix(PREFIX) for key in phrases if key.startswith(PREFIX)]
    for written in texts_of(knowledge):
        for offset, line in enumerate(written.lines):
            for name in COMMAND.findall(line):
                if name not in known:
                    what = message("no_command", name=name, hint=did_you_mean(name, known))
                    yield lines.within(written, offset, what)
