"""Whether the bundle holds all that is needed: it is installed as its guide says, and asked."""

import os
import subprocess
import sys
import venv
from pathlib import Path

DATABASE = "THIDUA_DATABASE_URL"


def install(bundle: Path, scratch: Path) -> Path:
    """Install the bundle into an environment of its own, without any index; gives its Python."""
    environment = scratch / "environment"
    venv.create(environment, with_pip=False)
    python = environment / "bin" / "python"
    subprocess.run(
        [
            sys.executable, "-m", "pip", "--isolated", "--python", str(python), "install", "--quiet",
            "--disable-pip-version-check", "--no-index", "--find-links", str(bundle / "wheelhouse"),
            "--require-hashes", "--requirement", str(bundle / "requirements.txt"),
        ],
        check=True,
    )  # fmt: skip
    return python


def answer(bundle: Path, python: Path, scratch: Path) -> None:
    """Import the examples with what was installed, and check every entry."""
    told = os.environ | {DATABASE: f"sqlite:///{scratch / 'trial.db'}"}
    for arguments in (["import", str(bundle / "examples")], ["verify"]):
        command = [str(python.with_name("thidua")), *arguments]
        subprocess.run(command, cwd=scratch, env=told, check=True, stdout=subprocess.DEVNULL)
