"""What is read and copied by hand: guides, examples, units of systemd, the files of compose."""

import shutil
import subprocess
from pathlib import Path

WANTED = (
    "CHANGELOG.md", "LICENSE", "README.md", "compose.yaml", "deploy/compose", "deploy/ha", "deploy/systemd",
    "docs", "examples",
)  # fmt: skip


def copy(root: Path, bundle: Path) -> None:
    """Copy the files that git tracks, and no other: beside them may lie passwords."""
    for name in tracked(root):
        target = bundle / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(root / name, target)


def tracked(root: Path) -> list[str]:
    """The names of those files."""
    listing = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--", *WANTED]
    told = subprocess.run(listing, cwd=root, check=True, stdout=subprocess.PIPE).stdout.decode()
    return sorted(name for name in told.split("\0") if name)
