"""The page's own words in each of its languages; they are the tool's, not residents' answers."""

from pathlib import Path

from knowledge.message import sentences
from knowledge.reading import read_yaml

FOLDER = Path(__file__).parent / "words"
LANGUAGES = ("sv", "fi", "en")
# What the terminal's `why` says, and beside the chat too.
SHARED = "why_"


def load_words() -> dict[str, dict[str, str]]:
    """Return the words by language and key."""
    return {code: {**_shared(code), **_own(code)} for code in LANGUAGES}


def _shared(code: str) -> dict[str, str]:
    return {key: text for key, text in sentences(code).items() if key.startswith(SHARED)}


def _own(code: str) -> dict[str, str]:
    document = read_yaml(FOLDER / f"{code}.yaml", FOLDER)
    assert isinstance(document.value, dict), document.problems
    return {str(key): str(text) for key, text in document.value.items()}
