"""The wheels of the running service, each by the lock's version and hash, and the wheel of thidua itself."""

import hashlib
import platform
import re
import subprocess
import sys
from pathlib import Path

# One package may be pinned twice, at a release for older and one for newer Pythons.
LOCKED = re.compile(
    r"^(?P<name>[\w.-]+)(?:\[[\w,-]+\])?==(?P<release>\S+).*\\\n(?: +--hash=\S+(?: \\)?\n)+", re.MULTILINE
)


def fill(root: Path, bundle: Path) -> None:
    """Put the wheels into `wheelhouse`, and what installs just them into `requirements.txt`."""
    house = bundle / "wheelhouse"
    house.mkdir()
    requirements = bundle / "requirements.txt"
    lock = (root / "requirements.lock").read_text(encoding="utf-8")
    requirements.write_text(_head() + chosen(lock, _needed(root)), encoding="utf-8")
    _python(
        "pip", "download", "--quiet", "--disable-pip-version-check", "--require-hashes", "--no-deps",
        "--only-binary=:all:", "--requirement", str(requirements), "--dest", str(house),
    )  # fmt: skip
    fetched = set(house.iterdir())
    _python("hatchling", "build", "--target", "wheel", "--directory", str(house), cwd=root)
    (own,) = set(house.iterdir()) - fetched
    with requirements.open("a", encoding="utf-8") as opened:
        opened.write(pinned(own))


def chosen(lock: str, pins: set[str]) -> str:
    """The lines of the lock for some pins (`name==release`), with the hashes and without what they are for.

    Raises:
        ValueError: the lock lacks one of them.
    """
    blocks = {f"{found['name']}=={found['release']}": found[0] for found in LOCKED.finditer(lock)}
    if missing := pins - set(blocks):
        raise ValueError(f"requirements.lock does not pin {', '.join(sorted(missing))}: make lock")
    return "".join(blocks[pin] for pin in sorted(pins))


def pinned(wheel: Path) -> str:
    """The line that asks for just this wheel."""
    name, version, *_ = wheel.name.split("-")
    digest = hashlib.sha256(wheel.read_bytes()).hexdigest()
    return f"{name}=={version} \\\n    --hash=sha256:{digest}\n"


def _needed(root: Path) -> set[str]:
    """The packages that the service needs on this platform, by this Python, as `name==release`."""
    told = _python(
        "uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate", "--no-emit-index-url",
        "--constraint", "requirements.lock", "pyproject.toml", cwd=root,
    )  # fmt: skip
    return {line for line in told.splitlines() if "==" in line}


def _head() -> str:
    made_for = (
        f"Python {sys.version_info.major}.{sys.version_info.minor}, {platform.system()} {platform.machine()}"
    )
    return f"# For {made_for}; requirements.lock has the same versions and hashes.\n"


def _python(module: str, *arguments: str, cwd: Path | None = None) -> str:
    """Run a module of this environment; gives what it told."""
    ran = subprocess.run(
        [sys.executable, "-m", module, *arguments], cwd=cwd, check=True, stdout=subprocess.PIPE
    )
    return ran.stdout.decode()
