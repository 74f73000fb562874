"""What can go wrong with a municipality's folder.

KnowledgeError
├── InvalidKnowledge     the files hold errors, all of them in `.problems`
├── RenderingError       a text cannot be made from its template
├── UnknownText          a command names a text that is not there
├── LanguageNotAdded     a language cannot be made from what was asked for
└── NotPromoted          a resident's question cannot become what was asked for
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


class UnknownText(KnowledgeError):  # noqa: N818 - it names what was asked for
    """A command names a text that the language does not have."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))


class LanguageNotAdded(KnowledgeError):  # noqa: N818 - it names what did not happen
    """A language cannot be made from what was asked for."""

    def __init__(self, what: Message) -> None:
        super().__init__(str(what))


class NotPromoted(KnowledgeError):  # noqa: N818 - it names what did not happen
    """A resident's question cannot become the example or topic that was asked for."""

    def __init__(self, what: Message) -> None:
        self.what = what
        super().__init__(str(what))
