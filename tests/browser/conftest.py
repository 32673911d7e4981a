"""Served sites, empty or with the content of the demonstration, and the Chromium that opens them.

Playwright's own event loop runs in the thread of the tests as long as a browser is open, so these tests
are a run of their own (see the Makefile).
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect
from typer.testing import CliRunner

from service.cli.app import app
from tests.browser.site import Site, site_on
from tests.chromium import arguments, found
from tests.conftest import NewDatabase
from tests.rooms import ROOT

WAIT_MILLISECONDS = 20_000  # for what is there in a blink on a quiet machine
expect.set_options(timeout=WAIT_MILLISECONDS)


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """How Chromium is started; `make test` sees to it that there is one."""
    return {"executable_path": found(), "args": arguments()}


def demonstrate(file: Path) -> None:
    """Fill a database as `thidua demo` does."""
    told = ["--database", f"sqlite:///{file}", "demo", "--no-serve", "--examples", str(ROOT / "examples")]
    CliRunner().invoke(app, told, catch_exceptions=False)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The database of the demonstration, made once a worker, which every site gets a copy of."""
    file = tmp_path_factory.mktemp("demo") / "demo.db"
    demonstrate(file)
    return file


def copied(demo_file: Path, folder: Path) -> str:
    """The address of a copy."""
    copy = folder / "demo.db"
    shutil.copyfile(demo_file, copy)
    return f"sqlite:///{copy}"


@pytest.fixture
def demo_site(browser: Browser, demo_file: Path, tmp_path: Path) -> Iterator[Site]:
    """The content of the demonstration, for one test alone."""
    with site_on(browser, copied(demo_file, tmp_path)) as site:
        yield site


@pytest.fixture(scope="module")
def read_site(browser: Browser, demo_file: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The content of the demonstration, which nobody changes."""
    with site_on(browser, copied(demo_file, tmp_path_factory.mktemp("read"))) as site:
        yield site


@pytest.fixture
def empty_site(browser: Browser, new_database: NewDatabase) -> Iterator[Site]:
    """A service that knows of nothing yet."""
    with site_on(browser, new_database("sqlite")) as site:
        yield site
