"""A fresh world on each engine, and the service on an empty database."""

from tests.projections.conftest import world
from tests.web.conftest import sqlite_house

__all__ = ["sqlite_house", "world"]
