"""Rooms stay small: a module that outgrows its noun, or a function its page, fails the build."""

import ast

from tests.rooms import ROOMS, modules, parsed, place

MODULE_LINES_MAX = 400
FUNCTION_LINES_MAX = 40


def test_no_module_is_longer_than_it_may_be() -> None:
    long = {
        place(path): lines
        for path in modules(*ROOMS)
        if (lines := len(path.read_text(encoding="utf-8").splitlines())) > MODULE_LINES_MAX
    }
    assert long == {}, f"over {MODULE_LINES_MAX} lines: give a noun of it a module of its own"


def test_no_function_is_longer_than_it_may_be() -> None:
    long = {
        f"{place(path, node.lineno)} {node.name}": lines
        for path in modules(*ROOMS)
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (lines := (node.end_lineno or node.lineno) - node.lineno + 1) > FUNCTION_LINES_MAX
    }
    assert long == {}, f"over {FUNCTION_LINES_MAX} lines: name a part of it and call that"


def test_there_are_rooms_to_look_at() -> None:
    assert [room for room in ROOMS[:3] if not modules(room)] == []
