"""Chromium, which the tests in `tests/browser` drive: where it is, and how a machine without one gets it.

`python -m tests.chromium` installs it where it is missing; where it is there, that costs nothing.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

NAMED_BY = "THIDUA_CHROMIUM"
COMMANDS = ("chromium", "chromium-browser", "google-chrome")
APT = (
    ("apt-get", "update"),
    ("apt-get", "install", "--yes", "--no-install-recommends", "chromium"),
)
PLAYWRIGHT = ((sys.executable, "-m", "playwright", "install", "chromium"),)
MISSING = (
    "The tests of the pages need Chromium, and it could not be installed here. "
    f"Install the package chromium (or google-chrome), or set {NAMED_BY} to the path of one."
)
# It talks to nobody but the service under test, and needs no graphics card.
QUIET = (
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-quic",
    # Pages are short-lived: nothing is drawn by a processor that stands in for a graphics card, and no script
    # runs long enough to be worth compiling twice. A tenth of the work.
    "--disable-software-rasterizer",
    "--js-flags=--max-lazy,--no-opt",
)


class NoChromium(Exception):
    """There is none, and none could be installed."""


def found() -> Path | None:
    """The Chromium of this machine: the one that is named, else an installed one, else Playwright's own."""
    named = os.environ.get(NAMED_BY)
    if named:
        return Path(named)
    installed = next((path for command in COMMANDS if (path := shutil.which(command))), None)
    if installed:
        return Path(installed)
    return next((path for path in _of_playwright() if path.is_file()), None)


def _of_playwright() -> Iterator[Path]:
    """Where Playwright keeps a Chromium, by its own words: it starts for that, so it is asked last."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def arguments() -> list[str]:
    """What Chromium is started with. Its sandbox cannot be had by root, who runs tests in containers."""
    return [*(("--no-sandbox",) if _is_root() else ()), *QUIET]


def _is_root() -> bool:
    return hasattr(os, "geteuid") and os.geteuid() == 0


def install() -> Path:
    """Chromium, installed by the first way that works here.

    Raises:
        NoChromium: with what to do by hand.
    """
    for commands in _ways():
        if all(_works(command) for command in commands) and (there := found()):
            return there
    raise NoChromium(MISSING)


def _ways() -> Iterator[Sequence[Sequence[str]]]:
    if shutil.which("apt-get"):
        if _is_root():
            yield APT
        elif shutil.which("sudo"):
            yield [("sudo", "-n", *command) for command in APT]
    yield PLAYWRIGHT


def _works(command: Sequence[str]) -> bool:
    sys.stderr.write(f"Installing Chromium: {' '.join(command)}\n")
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    return subprocess.run(command, env=quiet, stdout=subprocess.DEVNULL, check=False).returncode == 0


if __name__ == "__main__":
    try:
        found() or install()
    except NoChromium as missing:
        sys.exit(str(missing))
