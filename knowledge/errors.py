"""What can go wrong with a municipality's folder.

KnowledgeError
├── InvalidKnowledge     the files hold errors, all of them in `.problems`
└── RenderingError       a text cannot be made from its template
"""

from collections.abc import Sequence

from knowledge.message import Message
from knowledge.problem import Problem


class KnowledgeError(Exception):
    """Anything about a municipality's knowledge; the text says what, where and what to do."""


class InvalidKnowledge(KnowledgeError):  # noqa: N818 - it names what was found, as a rule does
    """The files hold errors; `problems` has all of them."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(map(str, self.problems)))


class RenderingError(KnowledgeError):
    """A template asks for something that is not there, or makes too much of it."""

    def __init__(self, what: Message) -> None:
        self.what = what
        super().__init__(str(what))
