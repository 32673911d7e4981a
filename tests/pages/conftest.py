"""A house for each test, as the interface for programs has it."""

from tests.web.conftest import house, sqlite_house

__all__ = ["house", "sqlite_house"]
