"""The town's folder brought to the newest commit whose check is green.

The folder lies in a clone of its own, so that the program never changes under a running bot.
"""

import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from bot.errors import BotError
from knowledge.checks import check_everything
from knowledge.problem import Problem


class UpdateRefused(BotError):  # noqa: N818 - it names what happened
    """The folder cannot be brought forward; the text says why and what to do."""


@dataclass(frozen=True, slots=True)
class Refused:
    """A commit that was left out, with the errors in its texts."""

    commit: str
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Update:
    """From which commit to which it went, equal where it stays, and what was left out."""

    before: str
    after: str
    refused: tuple[Refused, ...]


class Clone:
    """The clone that a town's folder lies in."""

    def __init__(self, town: Path) -> None:
        self._town = town.resolve()
        self._top = self._town
        self._top = Path(self._git("rev-parse", "--show-toplevel").strip()).resolve()

    def update(self, today: date) -> Update:
        """Fetch, and go forward to the newest commit without errors.

        Raises:
            UpdateRefused: the clone has changes or commits of its own, holds the program, or
                follows no branch elsewhere.
        """
        self._refuse_what_is_no_plain_clone()
        self._git("fetch", "--quiet")
        before = self._commit("HEAD")
        if self._run("merge-base", "--is-ancestor", "HEAD", "@{upstream}").returncode:
            raise UpdateRefused(
                f"{self._top}: has commits that its branch elsewhere lacks: push them, or bring it "
                "back with `git reset --hard @{upstream}`"
            )
        newer = self._git("rev-list", "--first-parent", "HEAD..@{upstream}").split()
        refused: list[Refused] = []
        for commit in newer:
            problems = self._errors_in(commit, today)
            if not problems:
                self._git("merge", "--quiet", "--ff-only", commit)
                break
            refused.append(Refused(commit, problems))
        return Update(before, self._commit("HEAD"), tuple(refused))

    def _refuse_what_is_no_plain_clone(self) -> None:
        if Path(__file__).resolve().is_relative_to(self._top):
            raise UpdateRefused(
                f"{self._top}: holds the program as well, which must not change while it runs: set "
                "`town` in config.yaml to a clone of its own (docs/updates.md)"
            )
        if changed := self._git("status", "--porcelain").strip():
            raise UpdateRefused(
                f"{self._top}: has local changes ({changed.splitlines()[0].strip()}): commit them "
                "elsewhere, or undo them"
            )
        if self._run("rev-parse", "--verify", "@{upstream}").returncode:
            raise UpdateRefused(
                f"{self._top}: follows no branch: git branch --set-upstream-to=origin/main"
            )

    def _errors_in(self, commit: str, today: date) -> tuple[Problem, ...]:
        with self._checked_out(commit) as folder:
            town = folder / self._town.relative_to(self._top)
            found = check_everything(town, today)
            # Named as in the repository: the folder is gone when they are read.
            return tuple(
                replace(problem, file=problem.file.relative_to(folder))
                for problem in found
                if problem.severity == "error"
            )

    @contextmanager
    def _checked_out(self, commit: str) -> Iterator[Path]:
        with tempfile.TemporaryDirectory(prefix="kommunsvar-") as made:
            folder = Path(made).resolve() / "texts"
            self._git("worktree", "add", "--quiet", "--detach", str(folder), commit)
            try:
                yield folder
            finally:
                self._git("worktree", "remove", "--force", str(folder))

    def _commit(self, name: str) -> str:
        return self._git("rev-parse", name).strip()

    def _git(self, *arguments: str) -> str:
        done = self._run(*arguments)
        if done.returncode:
            said = (done.stderr.strip().splitlines() or ["no reason given"])[-1]
            raise UpdateRefused(f"{self._top}: git {arguments[0]}: {said}")
        return done.stdout

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command: Sequence[str] = ("git", "-C", str(self._top), *arguments)
        try:
            return subprocess.run(command, capture_output=True, text=True, check=False)
        except OSError as error:
            raise UpdateRefused(f"git cannot be run ({error.strerror}): install it") from error
