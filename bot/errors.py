"""What can go wrong, as a person should read it.

    BotError                     what the operator can mend: printed as it is, exit status 2
    ├── SettingsError            config.yaml or the environment
    ├── CompanionLost            a process beside this one ended before it was done
    ├── CompanionFailed          its work went wrong
    ├── PreviewError             the local Bot API server
    └── telegram.errors...       a refused token, another instance polling

`knowledge.errors.KnowledgeError` and `embeddings.errors.EmbeddingsError` are trees of their own.
Every message says what is wrong, where, and what to do.
"""


class BotError(Exception):
    """Something that the operator can mend; the text says how."""


class SettingsError(BotError):
    """`config.yaml` or the environment holds something that cannot be used."""


class CompanionLost(BotError):  # noqa: N818 - it names what happened
    """A process beside this one ended before it was done."""

    def __init__(self) -> None:
        super().__init__("the process beside the bot ended before it was done: is memory short?")


class CompanionFailed(BotError):  # noqa: N818 - it names what happened
    """What a process beside this one had to do went wrong; the text says what."""


class PreviewError(BotError):
    """The local Bot API server cannot run."""
