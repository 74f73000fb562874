"""A PostgreSQL of the tests' own: a cluster in a temporary folder, a database for each test."""

import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

MISSING = (
    "PostgreSQL is not installed, so nothing is known about it here: run tests/system.sh as root "
    "or install Debian's package postgresql"
)
# What makes a server safe against power cuts would only make the tests slower.
QUICK = ("fsync=off", "full_page_writes=off", "synchronous_commit=off", "max_connections=60")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A running server on loopback that lets user `postgres` in without a password."""

    programs: Path
    port: int

    def make_database(self, name: str) -> str:
        """Make an empty database and return its URL."""
        self._run("createdb", name)
        return f"postgresql://postgres@127.0.0.1:{self.port}/{name}"

    def drop_database(self, name: str) -> None:
        """Drop a database, whoever is connected to it."""
        self._run("dropdb", "--force", name)

    def _run(self, program: str, *arguments: str) -> None:
        place = ("-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres")
        command = [str(self.programs / program), *place, *arguments]
        subprocess.run(command, check=True, capture_output=True, timeout=60)


def find_programs() -> Path | None:
    """Return the folder of the newest initdb and its like; `None` where there is none."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    found = str(debian[-1]) if debian else shutil.which("initdb")
    return Path(found).parent if found else None


@contextmanager
def running_cluster(programs: Path) -> Iterator[Cluster]:
    """Start a cluster and remove it afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kommunsvar-postgres-"))
    # The server refuses to run as root.
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    data = folder / "data"
    options = " ".join(f"-c {option}" for option in QUICK)
    listening = f"-h 127.0.0.1 -p {port} -k {folder} {options}"

    def run(program: str, *arguments: str) -> None:
        command = [str(programs / program), "-D", str(data), *arguments]
        subprocess.run(
            command, check=True, user=user, cwd=folder, stdout=subprocess.DEVNULL, timeout=120
        )

    try:
        run("initdb", "-U", "postgres", "-A", "trust", "-N", "--locale=C", "-E", "UTF8")
        run("pg_ctl", "start", "-w", "-l", str(folder / "log"), "-o", listening)
        try:
            yield Cluster(programs, port)
        finally:
            run("pg_ctl", "stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
