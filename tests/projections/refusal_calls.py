"""Every refusal that the source can raise, read off its syntax: codes and the parameters they come with."""

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.rooms import modules, parsed, place

Raised = dict[str, list[frozenset[str]]]
REFUSALS = ("Refusal", "NotPermitted")


class _Module:
    """One module: where it makes refusals, directly or by a helper of its own that is given the code."""

    def __init__(self, path: Path) -> None:
        self._path = path
        tree = parsed(path)
        self._calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
        self._functions = [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
        self._values = dict(_assigned(tree))
        self._helpers = {name: helper for function in self._functions for name, helper in _helper(function)}

    def raised(self) -> Iterator[tuple[str, frozenset[str]]]:
        """Each code with the parameters of one place that raises it."""
        for call in self._calls:
            name = _called(call)
            if name in REFUSALS and call.args and not _is_handed_on(call.args[0]):
                given = self._given(call)
                code = call.args[0]
            elif name in self._helpers:
                at, own = self._helpers[name]
                given = own | self._given(call)
                code = call.args[at]
            else:
                continue
            codes = list(self._codes(code))
            assert codes, (
                f"{place(self._path, call.lineno)} makes a refusal with a code that cannot be read off"
            )
            for one in codes:
                yield one, given

    def _given(self, call: ast.Call) -> frozenset[str]:
        given = {keyword.arg for keyword in call.keywords if keyword.arg is not None}
        for keyword in call.keywords:
            if keyword.arg is None and isinstance(keyword.value, ast.Name):
                spread = self._values.get(keyword.value.id)
                if isinstance(spread, ast.Dict):
                    given |= {str(key.value) for key in spread.keys if isinstance(key, ast.Constant)}
        return frozenset(given)

    def _codes(self, code: ast.expr) -> Iterator[str]:
        match code:
            case ast.Constant(value=str(text)):
                yield text
            case ast.Call(func=ast.Attribute(value=ast.Name(id=table), attr="get"), args=[_, default]):
                yield from self._codes(default)
                yield from _last_texts(self._values[table])
            case ast.Subscript():
                names = [node.id for node in ast.walk(code) if isinstance(node, ast.Name)]
                yield from _last_texts(self._values[names[0]])


def _assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    for node in ast.walk(tree):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.expr() as value):
                yield name, value
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value


def _helper(function: ast.FunctionDef) -> Iterator[tuple[str, tuple[int, frozenset[str]]]]:
    """A function that makes a refusal of the code it is given: where its calls hold it, and what it adds."""
    arguments = [argument.arg for argument in function.args.args if argument.arg != "self"]
    if "code" not in arguments:
        return
    for node in ast.walk(function):
        if isinstance(node, ast.Call) and _called(node) == "Refusal" and _is_handed_on(node.args[0]):
            own = frozenset(str(keyword.arg) for keyword in node.keywords if keyword.arg is not None)
            yield function.name, (arguments.index("code"), own)


def _is_handed_on(code: ast.expr) -> bool:
    match code:
        case ast.Name(id="code") | ast.Attribute(attr="code"):
            return True
    return False


def _called(call: ast.Call) -> str:
    match call.func:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""


def _last_texts(table: ast.expr) -> Iterator[str]:
    """The codes of a table: its values, or the last item of each where they are tuples."""
    assert isinstance(table, ast.Dict)
    for value in table.values:
        last = value.elts[-1] if isinstance(value, ast.Tuple) else value
        assert isinstance(last, ast.Constant)
        yield str(last.value)


def every_refusal() -> Raised:
    """All codes that domain, projections and service raise, each with the parameters of every place."""
    raised: Raised = {}
    for path in modules("domain", "projections", "service"):
        for code, given in _Module(path).raised():
            raised.setdefault(code, []).append(given)
    return raised
