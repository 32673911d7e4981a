"""A database with something of everything in it, and the command line on two databases."""

from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from service.cli.app import app

RunThidua = Callable[..., Result]


@pytest.fixture
def thidua() -> RunThidua:
    """Runs `thidua` with arguments."""

    def run(*arguments: str) -> Result:
        result: Result = CliRunner().invoke(app, list(arguments))
        return result

    return run
