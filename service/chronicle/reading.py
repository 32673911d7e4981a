"""Reading YAML with its lines kept: plain data without floats or dates, and where each part stands."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import yaml

from domain.refusals import Refusal
from service.chronicle.problem import ChronicleProblem
from service.plain import DIGITS_MAX, plain_text

SIZE_BYTES_MAX = 4_000_000  # a year of a cluster is some dozens of kilobytes
DEPTH_MAX = 20  # a scoring table nests a few levels
PARTS_MAX = 200_000  # of keys and values; it takes some twenty seconds to read as many
_TRUTH = {"true": True, "false": False}

# Called at each part that is read; what it raises ends the reading.
Heed = Callable[[], None]


def heed_nothing() -> None:
    """Read to the end, whatever happens."""


class Lines:
    """The line of every part of a file, by its path (`entries[3].targets[0].goal`)."""

    def __init__(self) -> None:
        self._lines: dict[str, int] = {}

    def note(self, path: str, node: yaml.Node) -> None:
        """Remember where the part at `path` begins."""
        self._lines[path] = node.start_mark.line + 1

    def of(self, path: str) -> int:
        """The line of a part, or of the nearest part around it."""
        while path not in self._lines and path:
            path = path[: max(path.rfind("."), path.rfind("["), 0)]
        return self._lines.get(path, 1)


class _Alias(Exception):
    """An alias in a file: it could blow a small file up to any amount of work."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _TooMany(Exception):
    """More parts than a file may have."""

    def __init__(self, line: int) -> None:
        super().__init__(line)
        self.line = line


class _Loader(yaml.SafeLoader):
    """Composes nodes without aliases, so each part of a file stands in one place."""

    def __init__(self, text: str, heed: Heed) -> None:
        super().__init__(text)
        self._heed = heed
        self._parts = 0

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        self._heed()
        self._parts += 1
        if self._parts > PARTS_MAX:
            raise _TooMany(self.peek_event().start_mark.line + 1)  # type: ignore[no-untyped-call]
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()  # type: ignore[no-untyped-call]
            raise _Alias(event.start_mark.line + 1)
        return super().compose_node(parent, index)


def read(path: Path) -> tuple[Any, Lines]:
    """The plain data of a file and its lines. Text is brought to NFC; a number with a point stays text.

    Raises:
        ChronicleProblem: `file_unreadable`, `file_too_large`, `yaml_unreadable`, `key_repeated`,
            `key_not_text`, `nested_too_deep`, `alias_not_allowed`, `control_character`,
            `text_too_long`, `number_too_long`, `parts_too_many`.
    """
    try:
        _check_size(path, path.stat().st_size)
        raw = path.read_bytes()
    except OSError as error:
        refusal = Refusal("file_unreadable", problem=error.strerror)
        raise ChronicleProblem(path, 1, "", refusal) from error
    return read_bytes(path, raw)


def read_bytes(
    path: Path, raw: bytes, *, is_json: bool = False, heed: Heed = heed_nothing
) -> tuple[Any, Lines]:
    """`read` for what was sent rather than saved; `path` is how problems call it.

    JSON is read as the YAML that it is, so its lines are known, too.

    Raises:
        ChronicleProblem: as `read` does.
    """
    text = decoded(path, raw)
    if is_json:
        text = text.replace("\t", " ")  # between the parts of JSON a tab is a space; in YAML it is nothing
    lines = Lines()
    return _Reader(path, lines).data(_composed(path, text, heed), "", 0), lines


def decoded(path: Path, raw: bytes) -> str:
    """The text of a file, without its byte order mark.

    Raises:
        ChronicleProblem: `file_too_large`, `file_unreadable` for what is no UTF-8.
    """
    _check_size(path, len(raw))
    try:
        return raw.decode("utf-8").removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        line = error.object.count(b"\n", 0, error.start) + 1
        raise ChronicleProblem(path, line, "", Refusal("file_unreadable", problem=str(error))) from error


def _check_size(path: Path, size: int) -> None:
    if size > SIZE_BYTES_MAX:
        raise ChronicleProblem(path, 1, "", Refusal("file_too_large", bytes_max=SIZE_BYTES_MAX))


def _composed(path: Path, text: str, heed: Heed) -> yaml.Node | None:
    try:
        loader = _Loader(text, heed)
        return loader.get_single_node()
    except _Alias as alias:
        raise ChronicleProblem(path, alias.line, "", Refusal("alias_not_allowed")) from alias
    except _TooMany as many:
        raise ChronicleProblem(path, many.line, "", Refusal("parts_too_many", parts_max=PARTS_MAX)) from many
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise ChronicleProblem(path, line, "", Refusal("control_character")) from error
    except yaml.MarkedYAMLError as error:
        line = 1 if error.problem_mark is None else error.problem_mark.line + 1
        raise ChronicleProblem(path, line, "", Refusal("yaml_unreadable", problem=error.problem)) from error
    except RecursionError as error:
        raise ChronicleProblem(path, 1, "", Refusal("nested_too_deep", depth_max=DEPTH_MAX)) from error


class _Reader:
    def __init__(self, file: Path, lines: Lines) -> None:
        self._file = file
        self._lines = lines

    def _problem(self, node: yaml.Node, path: str, code: str, **params: Any) -> ChronicleProblem:
        return ChronicleProblem(self._file, node.start_mark.line + 1, path, Refusal(code, **params))

    def data(self, node: yaml.Node | None, path: str, depth: int) -> Any:
        if node is None:
            return None
        if depth > DEPTH_MAX:
            raise self._problem(node, path, "nested_too_deep", depth_max=DEPTH_MAX)
        self._lines.note(path, node)
        match node:
            case yaml.MappingNode():
                return dict(self._pairs(node, path, depth))
            case yaml.SequenceNode():
                return [
                    self.data(item, f"{path}[{place}]", depth + 1) for place, item in enumerate(node.value)
                ]
        return self._scalar(node, path)

    def _pairs(self, node: yaml.MappingNode, path: str, depth: int) -> Iterator[tuple[str, Any]]:
        keys: set[str] = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise self._problem(key, path, "key_not_text")
            name = self._text(key, path)
            if name in keys:
                raise self._problem(key, path, "key_repeated", key=name)
            keys.add(name)
            yield name, self.data(value, f"{path}.{name}" if path else name, depth + 1)

    def _scalar(self, node: yaml.Node, path: str) -> Any:
        value: str = node.value
        match node.tag.rpartition(":")[2]:
            case "null":
                return None
            case "bool" if value.lower() in _TRUTH:
                return _TRUTH[value.lower()]
            case "int" if value.lstrip("-").isdecimal():
                if len(value.lstrip("-")) > DIGITS_MAX:
                    raise self._problem(node, path, "number_too_long", digits_max=DIGITS_MAX)
                return int(value)
        return self._text(node, path)

    def _text(self, node: yaml.Node, path: str) -> str:
        try:
            return plain_text(node.value)
        except Refusal as refusal:
            raise ChronicleProblem(self._file, node.start_mark.line + 1, path, refusal) from refusal
