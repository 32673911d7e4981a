"""The domain decides from what it is given alone, and nothing that is counted is ever a float."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.rooms import modules, parsed, place

# What reaches outside, or answers differently each time.
IMPURE_MODULES = set(
    """
    asyncio ctypes http io locale logging multiprocessing os pathlib pickle platform random secrets
    shutil signal socket sqlite3 ssl subprocess sys tempfile threading time urllib uuid zoneinfo
    """.split()
)
IMPURE_BUILTINS = {"open", "print", "input", "exec", "eval", "compile", "__import__", "breakpoint", "globals"}
# `date.today`, `datetime.now`: what an object of the datetime module says of the present.
IMPURE_METHODS = {"now", "utcnow", "today", "fromtimestamp", "utcfromtimestamp"}


def impurities(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What in a module touches a file, the clock, chance or the network."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names, lineno=line):
                for name in names:
                    if name.name.split(".")[0] in IMPURE_MODULES:
                        yield line, f"imports {name.name}"
            case ast.ImportFrom(module=str(module), lineno=line) if module.split(".")[0] in IMPURE_MODULES:
                yield line, f"imports from {module}"
            case ast.Call(func=ast.Name(id=name), lineno=line) if name in IMPURE_BUILTINS:
                yield line, f"calls {name}()"
            case ast.Call(func=ast.Attribute(attr=name), lineno=line) if name in IMPURE_METHODS:
                yield line, f"calls .{name}()"


def floats(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """What in a module makes a binary fraction, or says that it takes one."""
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=float() | complex() as value, lineno=line):
                yield line, f"writes {value!r}"
            case ast.Call(func=ast.Name(id="float"), lineno=line):
                yield line, "calls float()"
            case ast.arg(annotation=ast.Name(id="float", lineno=line)):
                yield line, "takes a float"
            case ast.AnnAssign(annotation=ast.Name(id="float", lineno=line)):
                yield line, "keeps a float"


def found(look: Callable[[ast.AST], Iterator[tuple[int, str]]], paths: list[Path]) -> list[str]:
    """What a look finds in some modules, each with its place."""
    return [f"{place(path, line)} {what}" for path in paths for line, what in look(parsed(path))]


def test_the_domain_touches_nothing_outside_it() -> None:
    assert found(impurities, modules("domain")) == []


def test_numbers_are_exact() -> None:
    assert found(floats, modules("domain", "projections")) == []


@pytest.mark.parametrize(
    "source",
    [
        "import os.path",
        "from pathlib import Path",
        "from uuid import uuid4",
        "open('x')",
        "datetime.now(UTC)",
        "date.today()",
    ],
)
def test_an_impurity_is_seen(source: str) -> None:
    assert len(list(impurities(ast.parse(source)))) == 1


@pytest.mark.parametrize("source", ["0.5", "float('1')", "def f(share: float): ...", "share: float"])
def test_a_float_is_seen(source: str) -> None:
    assert len(list(floats(ast.parse(source)))) == 1


@pytest.mark.parametrize("source", ["import os_of_ours", "when.civil.date()", "Fraction(1, 2)", "x = 1"])
def test_what_is_pure_and_exact_passes(source: str) -> None:
    tree = ast.parse(source)
    assert [*impurities(tree), *floats(tree)] == []
