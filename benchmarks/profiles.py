"""Where each hot path spends its time: the functions that take most of it, by themselves."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from cProfile import Profile
from pathlib import Path
from types import CodeType

from benchmarks.append import Commanded, Put
from benchmarks.as_of import points_in
from benchmarks.corpus import BOARD_CYCLE
from benchmarks.logs import Logs
from projections.standings import standings
from service.rebuild import rebuild
from service.verify import verify
from tests.rooms import ROOT

FUNCTIONS = 15
APPENDS = 1_000
COMMANDS = 500
BOARDS = 20
_WARM_UP = 100


def text(logs: Sequence[Logs], events: int, *, appends: int = APPENDS, boards: int = BOARDS) -> str:
    """The profiles of all hot paths on some engines, for people."""
    told = [
        "Where each hot path spends its time: the functions with most of it by themselves, in milliseconds.",
        "A profiler makes calls dearer than they are, so shares say more than figures.",
    ]
    for one in logs:
        for title, work in _works(one, events, appends, boards):
            told += ["", f"{title}, {one.engine.name}", "", *_profiled(work)]
    return "\n".join(told) + "\n"


def _works(logs: Logs, events: int, appends: int, boards: int) -> Iterator[tuple[str, Callable[[], object]]]:
    with closing(logs.engine.ours("profiled")) as application:
        put = Put(application.events.put, lambda entry: entry)
        put.run(put.prepare(_WARM_UP))
        entries = put.prepare(appends)
        yield f"append, {appends:,} events, a transaction each", lambda: put.run(entries)
        commanded = Commanded(application)
        commanded.run(commanded.prepare(_WARM_UP))
        commands = commanded.prepare(min(appends, COMMANDS))
        yield f"command, {len(commands):,} of them", lambda: commanded.run(commands)
    ours = logs.ours(events)
    yield f"rebuild, {events:,} events", lambda: rebuild(ours)
    yield f"standings of {logs.units:,} units, {boards} times", lambda: _boards(logs, events, boards)
    yield f"verify, {events:,} events", lambda: verify(ours.engine)


def _boards(logs: Logs, events: int, boards: int) -> None:
    for point in points_in(events, boards):
        with logs.ours(events).log_recorder.reading() as connection:
            standings(connection, BOARD_CYCLE, point)


def _profiled(work: Callable[[], object]) -> list[str]:
    profile = Profile()
    profile.runcall(work)
    found = sorted(profile.getstats(), key=lambda one: one.inlinetime, reverse=True)
    return [
        f"{'calls':>12} {'own':>9} {'in all':>9}  function",
        *(
            f"{one.callcount:>12,} {one.inlinetime * 1000:>9,.0f} {one.totaltime * 1000:>9,.0f}  "
            f"{one.code if isinstance(one.code, str) else _place(one.code)}"
            for one in found[:FUNCTIONS]
        ),
    ]


def _place(code: CodeType) -> str:
    """Where a function is, as seen from the project or from its environment."""
    path = Path(code.co_filename)
    if path.is_relative_to(ROOT) and "site-packages" not in path.parts:
        shown = str(path.relative_to(ROOT))
    elif "site-packages" in path.parts:
        shown = "/".join(path.parts[path.parts.index("site-packages") + 1 :])
    else:
        shown = path.name
    return f"{shown}:{code.co_firstlineno} {code.co_qualname}"
