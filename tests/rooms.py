"""The Python files of the project, and what a test about their shape needs to say where it looks."""

import ast
from pathlib import Path

ROOT = Path(__file__).parent.parent
ROOMS = ("domain", "projections", "service", "tests", "benchmarks", "deploy", "examples")


def modules(*rooms: str) -> list[Path]:
    """The modules of some of the house's rooms, by name."""
    return sorted(path for room in rooms for path in (ROOT / room).rglob("*.py"))


def parsed(path: Path) -> ast.Module:
    """A module as a tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def place(path: Path, line: int = 1) -> str:
    """Where something stands, as an editor opens it."""
    return f"{path.relative_to(ROOT)}:{line}"


def templates() -> list[Path]:
    """Every template of the pages."""
    return sorted((ROOT / "service/pages/templates").rglob("*.html"))
