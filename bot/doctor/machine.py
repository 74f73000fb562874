"""The machine: Python, libraries, time zones, room on the disk and in memory, the port."""

import os
import shutil
import socket
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.doctor.finding import Finding, Patient, good, note, wrong
from knowledge.files import MunicipalityFile
from knowledge.reading import read_yaml
from knowledge.validating import validated

OLDEST_PYTHON = (3, 11)
GIGABYTE = 1 << 30
# Measured: 0.8 GB to learn anew, 0.4 to answer meanwhile; 70 MB on disk for what was learnt.
LEAST_MEMORY, LEAST_DISK = 1.5 * GIGABYTE, 0.5 * GIGABYTE
CONSTRAINTS = "constraints.txt"


def check_python(_: Patient) -> list[Finding]:
    """See whether Python is new enough."""
    running = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info[:2] < OLDEST_PYTHON:
        return [wrong("python", f"{running} is too old", "install Python 3.11 or later")]
    return [good("python", running)]


def check_packages(patient: Patient) -> list[Finding]:
    """Compare what is installed with the versions that were tested together."""
    file = patient.home / CONSTRAINTS
    if not file.is_file():
        return [note("packages", f"{file} is not there to compare with", "")]
    tested = (line.split("==") for line in file.read_text("utf-8").split() if "==" in line)
    pairs = [(name, _installed(name), wanted) for name, wanted in tested]
    others = [f"{name} {found} (tested: {wanted})"
              for name, found, wanted in pairs if found not in ("", wanted)]  # fmt: skip
    if others:
        to_do = "install again as `make run` does, or run the tests with them"
        return [note("packages", f"other versions than those tested: {', '.join(others)}", to_do)]
    return [good("packages", f"as in {CONSTRAINTS}")]


def _installed(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return ""


def check_time_zones(patient: Patient) -> list[Finding]:
    """See whether the town's time zones are known here."""
    town, _ = validated(read_yaml(patient.settings.town / "municipality.yaml"), MunicipalityFile)
    names = {town.time_zone, town.neighbour_time_zone} if town else {"UTC"}
    try:
        for name in sorted(names):
            ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return [wrong("time zones", f"{name} is not known", "install the package tzdata, or mend "
                      "the name in municipality.yaml")]  # fmt: skip
    return [good("time zones", ", ".join(sorted(names)))]


def check_disk(patient: Patient) -> list[Finding]:
    """See whether there is room where something is written."""
    found = []
    for about, folder in (("data", patient.settings.data), ("cache", patient.settings.cache)):
        free = shutil.disk_usage(_existing(folder)).free
        said = f"{free / GIGABYTE:.1f} GB free for {folder}"
        few = free < LEAST_DISK
        to_do = f"free at least {LEAST_DISK / GIGABYTE:.1f} GB"
        found.append(
            wrong(f"disk ({about})", said, to_do) if few else good(f"disk ({about})", said)
        )
    return found


def check_memory(_: Patient) -> list[Finding]:
    """See whether there is memory to learn from changed texts."""
    try:
        free = os.sysconf("SC_AVPHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    except (AttributeError, ValueError, OSError):
        return [note("memory", "this system does not tell how much is free", "")]
    said = f"{free / GIGABYTE:.1f} GB free"
    if free < LEAST_MEMORY:
        to_do = f"learning from changed texts takes up to {LEAST_MEMORY / GIGABYTE:.1f} GB"
        return [note("memory", said, to_do)]
    return [good("memory", said)]


def check_port(patient: Patient) -> list[Finding]:
    """See whether the monitoring's port is free, or taken by a bot that runs."""
    host, port = patient.settings.monitoring.host, patient.settings.monitoring.port
    if not port:
        return [note("monitoring", "off", "set monitoring.port in config.yaml, and have "
                     "/healthz watched")]  # fmt: skip
    where = f"{host}:{port}"
    try:
        with socket.create_server((host, port), family=family_of(host)):
            return [good("monitoring", f"{where} is free")]
    except OSError as error:
        if _alive(host, port):
            return [good("monitoring", f"a bot runs and answers on {where}")]
        said = f"{where} cannot be opened ({os.strerror(error.errno or 0)})"
        return [wrong("monitoring", said, "set another monitoring.port in config.yaml, or stop "
                      "what uses it")]  # fmt: skip


def family_of(host: str) -> socket.AddressFamily:
    """Return the kind of address that `host` is."""
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def _alive(host: str, port: int) -> bool:
    everywhere = {"": "127.0.0.1", "0.0.0.0": "127.0.0.1", "::": "::1"}
    reached = everywhere.get(host, host)
    where = f"[{reached}]" if ":" in reached else reached
    try:
        with urlopen(f"http://{where}:{port}/healthz", timeout=3) as reply:
            return bool(reply.status == 200)
    except (URLError, OSError, ValueError):
        return False


def _existing(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder
