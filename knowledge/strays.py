"""Files and folders that nothing reads, mostly because their name is misspelt."""

from collections.abc import Collection, Iterator
from pathlib import Path

from knowledge.files import INTERFACE, OWN_FILES, TRANSLATIONS
from knowledge.message import message
from knowledge.model import Knowledge
from knowledge.problem import Problem
from knowledge.questions import FOLDER, KNOWN_FAILURES
from knowledge.references.lines import FACTS, MUNICIPALITY, NOTICES, TOPICS
from knowledge.validating import did_you_mean

# What may lie beside the files that are read.
NOTES = (".md", ".txt")


def check_strays(knowledge: Knowledge) -> Iterator[Problem]:
    """Find whatever lies in a town's folder without being read."""
    folder, languages = knowledge.folder, knowledge.municipality.languages
    central = (MUNICIPALITY, FACTS, TOPICS, NOTICES)
    topics = {topic.file for topic in knowledge.topics.values()}
    own = sorted(f"{stem}.yaml" for stem in {*topics, *OWN_FILES, INTERFACE, TRANSLATIONS})
    yield from _unread(folder, central, (*languages, FOLDER))
    for code in languages:
        yield from _unread(folder / code, own, ())
    yield from _unread(folder / FOLDER, (KNOWN_FAILURES,), languages)


def _unread(folder: Path, files: Collection[str], folders: Collection[str]) -> Iterator[Problem]:
    for entry in sorted(folder.iterdir()) if folder.is_dir() else ():
        if entry.name.startswith((".", "_")) or entry.suffix in NOTES:
            continue
        known = folders if entry.is_dir() else files
        if entry.name not in known:
            hint = did_you_mean(entry.name, list(known)) or message("rename")
            what = message("no_folder_read" if entry.is_dir() else "no_file_read", hint=hint)
            yield Problem(entry, 1, "(file)", what)
