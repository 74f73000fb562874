"""A copy of a town whose answers tell which save of its files they were made from.

Each save gives the town another telephone number and another address, both of which bear the number
of the save. So an answer that was made from two states of the files shows two numbers.
"""

import re
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.reliability.throughput import questions_of
from knowledge.questions import load_test_questions

FACTS = "facts.yaml"
PHONE = re.compile(r"(?<=phone: )(\d{4})-\d{3} 00")
EMAIL = re.compile(r"(?<=email: )\S+@")
# The same in an answer and on its buttons, however it is spaced there, for people or machines.
IN_PHONE, IN_EMAIL = r"9\d\d\D{0,6}([5-9]\d\d)\D{0,6}00", r"save([5-9]\d\d)@"
FOUND = re.compile(f"{IN_PHONE}|{IN_EMAIL}")
FIRST = 500


@dataclass(frozen=True, slots=True)
class Copy:
    """A town's folder, copied to where its files may be changed."""

    town: Path
    folder: Path

    def save(self, number: int) -> None:
        """Save the facts as an editor does: a new file in the old one's place."""
        file, new = self.folder / FACTS, self.folder / f"{FACTS}.new"
        text = PHONE.sub(rf"\g<1>-{number} 00", file.read_text("utf-8"))
        new.write_text(EMAIL.sub(f"save{number}@", text), "utf-8")
        new.replace(file)

    @property
    def texts(self) -> list[str]:
        """Questions whose answers bear the number of the save, and as many others between them."""
        contact = [
            question.text
            for question in load_test_questions(self.town)
            if (question.topic or "").partition(".")[0] == "contact"
        ]
        others = questions_of(self.town)
        return [contact[at // 2 % len(contact)] if at % 2 else text
                for at, text in enumerate(others)]  # fmt: skip


@contextmanager
def copied(town: Path) -> Iterator[Copy]:
    """Copy a town's folder for as long as it takes."""
    with tempfile.TemporaryDirectory() as folder:
        yield Copy(town, Path(shutil.copytree(town, Path(folder) / town.name)))


def numbers_in(text: object) -> tuple[int, ...]:
    """Return the numbers of saves that a text, or the buttons under it, bear."""
    return tuple(int(phone or email) for phone, email in FOUND.findall(str(text or "")))
