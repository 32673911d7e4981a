"""What a copy is not written over: another log, a longer one, a database that has a life of its own."""

from collections.abc import Callable

import pytest

from service.application import Thidua
from service.opening import opened
from tests.conftest import NewDatabase
from tests.log.setting import behind_the_triggers, open_year
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import all_rows, fill_beside, signs_in


def form_one(application: Thidua) -> None:
    """An entry of its own at the end of a log."""
    application.do("form_cluster", cluster="mot", name="Cụm Một", kind="cluster")


def form_two(application: Thidua) -> None:
    """Two entries, of which the first is not that of `form_one`."""
    application.do("form_cluster", cluster="hai", name="Cụm Hai", kind="cluster")
    form_one(application)


def change_nothing(application: Thidua) -> None:
    """A source that stands still."""


def sign_in_at(application: Thidua) -> None:
    """Somebody signs in."""
    signs_in(application)


CASES: dict[str, tuple[Callable[[Thidua], None], Callable[[Thidua], None], str]] = {
    "a target that went its own way": (form_two, form_one, "mục số 9 không giống"),
    "a target that is ahead": (change_nothing, form_one, "đến mục số 9, nguồn chỉ đến mục số 8"),
    "a target where people sign in": (change_nothing, sign_in_at, "Bảng sessions"),
    "a source that was used since all was copied": (form_one, change_nothing, "Bảng account_acts"),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_target_that_holds_something_else_stays_as_it_is(
    case: str, thidua: RunThidua, sqlite_url: str, database_url: str
) -> None:
    at_source, at_target, words = CASES[case]
    with opened(sqlite_url) as source:
        open_year(source, ("a", "b", "c"))
        fill_beside(source)
        assert thidua("copy", sqlite_url, database_url).exit_code == 0
        at_source(source)
    with opened(database_url) as target:
        at_target(target)
        before = all_rows(target.engine)
        told = thidua("copy", sqlite_url, database_url)
        assert (told.exit_code, told.stdout) == (1, "")
        assert words in told.stderr
        assert all_rows(target.engine) == before


def test_an_empty_log_with_accounts_is_no_empty_target(
    thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    target = new_database("sqlite")
    with opened(sqlite_url) as source, opened(target) as other:
        form_one(source)
        fill_beside(other)
    told = thidua("copy", sqlite_url, target)
    assert told.exit_code == 1
    assert "Bảng account_acts" in told.stderr


@pytest.mark.parametrize(
    ("statement", "position"),
    [
        ("DELETE FROM event_log WHERE position = 3", 3),
        ("UPDATE log_head SET position = 7", 7),
        ("UPDATE log_head SET recorded_at = recorded_at + 1", 8),
    ],
)
def test_a_source_that_is_not_whole_is_named_by_position(
    statement: str, position: int, thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    with opened(sqlite_url) as source:
        open_year(source, ("a", "b", "c"))
        behind_the_triggers(source.engine, statement)
    told = thidua("copy", sqlite_url, new_database("sqlite"))
    assert told.exit_code == 1
    assert f"sai lệch từ mục số {position}" in told.stderr
