"""What is exported gives an empty log the same answers."""

from collections.abc import Iterable
from pathlib import Path
from typing import cast

import msgspec
import pytest

from domain.facts import Entry, EntryCorrected, EntryRetracted
from domain.identity import cycle_parts
from domain.moments import Moment
from domain.refusals import Refusal
from service.application import Thidua
from service.chronicle.exporting import export_cycle
from service.chronicle.importing import import_chronicle
from service.rehearsal.rehearsing import rehearse
from tests.conftest import NewDatabase
from tests.service.chronicles import (
    DAYS,
    EXAMPLES,
    FEW_DAYS,
    WHOLE_YEAR,
    everything,
    keys,
    log_of,
    new_log,
)

CYCLES = [*(file.stem for file in EXAMPLES), "dien-tap-2022"]


def exported(application: Thidua, cycles: Iterable[str], folder: Path) -> list[Path]:
    """The exports of cycles, as files."""
    files = []
    for cycle in cycles:
        files.append(folder / f"{cycle}.yaml")
        files[-1].write_text(export_cycle(application, cycle), encoding="utf-8")
    return files


def told(application: Thidua) -> list[tuple[object, ...]]:
    """Every entry in the order of the log, but for its position, its time of recording and its command.

    What amends names what it amends by topic and stream.
    """
    entries = list(_entries(application))
    places = {entry.position: (entry.originator_id, entry.originator_version) for entry in entries}
    return sorted(
        (
            entry.originator_id,
            entry.originator_version,
            entry.topic,
            str(_fact(entry, places)),
            entry.effective,
            entry.precision.value,
            entry.source or "",
        )
        for entry in entries
    )


def _entries(application: Thidua) -> Iterable[Entry]:
    for stored in application.log_recorder.select_notifications(start=None, limit=10_000):
        yield cast("Entry", application.mapper.to_domain_event(stored))


def _fact(entry: Entry, places: dict[int, tuple[str, int]]) -> object:
    plain = msgspec.to_builtins(entry.fact, order="sorted")
    if isinstance(entry.fact, EntryCorrected | EntryRetracted):
        plain["position"] = places[entry.fact.position]
    return plain


def test_an_export_gives_the_same_answers(database_url: str, sqlite_url: str, tmp_path: Path) -> None:
    source = log_of(database_url, [*EXAMPLES, WHOLE_YEAR])
    copy = log_of(sqlite_url, reversed(exported(source, CYCLES, tmp_path)))
    days = DAYS if database_url.startswith("sqlite") else FEW_DAYS
    assert everything(copy, days) == everything(source, days)


def test_an_export_holds_every_entry_exactly(database_url: str, sqlite_url: str, tmp_path: Path) -> None:
    source = log_of(sqlite_url, [*EXAMPLES, WHOLE_YEAR])
    copy = log_of(database_url, exported(source, CYCLES, tmp_path))
    assert told(copy) == told(source)


@pytest.mark.parametrize("cycle", CYCLES)
def test_one_cycle_alone_gives_its_answers(
    sqlite_url: str, new_database: NewDatabase, tmp_path: Path, cycle: str
) -> None:
    file = WHOLE_YEAR if cycle == "dien-tap-2022" else next(file for file in EXAMPLES if file.stem == cycle)
    source = log_of(sqlite_url, [file])
    copy = log_of(new_database("sqlite"), exported(source, [cycle], tmp_path))
    assert everything(copy) == everything(source)


def test_importing_an_export_again_records_nothing(
    sqlite_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    source = log_of(sqlite_url, [*EXAMPLES, WHOLE_YEAR])
    files = exported(source, CYCLES, tmp_path)
    copy = log_of(new_database("sqlite"), files)
    assert sum(import_chronicle(copy, file).recorded for file in files) == 0


def test_an_export_of_an_export_is_the_same(
    sqlite_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    source = log_of(sqlite_url, [WHOLE_YEAR])
    (file,) = exported(source, ["dien-tap-2022"], tmp_path)
    copy = log_of(new_database("sqlite"), [file])
    first, second = export_cycle(source, "dien-tap-2022"), export_cycle(copy, "dien-tap-2022")
    assert len(first) == len(second)


def test_a_rehearsed_cluster_is_exported_exactly(
    sqlite_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    source = new_log(sqlite_url)
    cycles = rehearse(source, years=2).cycles
    copy = log_of(new_database("sqlite"), exported(source, cycles, tmp_path))
    assert told(copy) == told(source)


def test_what_has_no_source_is_exported_without_one(
    sqlite_url: str, new_database: NewDatabase, tmp_path: Path
) -> None:
    source = new_log(sqlite_url)
    year = Moment.parse("2022-01-01")
    source.do("register_unit", unit="a", name="Đơn vị A", when=year)
    source.do("form_cluster", cluster="thu", name="Cụm thử", kind="cluster", when=year)
    source.do("open_cycle", cycle="thu-2022", cluster="thu", first_year=2022, when=year)
    source.do("join_cluster", cluster="thu", unit="a", when=year)
    copy = log_of(new_database("sqlite"), exported(source, ["thu-2022"], tmp_path))
    assert told(copy) == told(source)
    assert keys(copy) == keys(source)


def test_an_unknown_cycle_is_not_exported(sqlite_url: str) -> None:
    with pytest.raises(Refusal, match="cycle_not_opened"):
        export_cycle(log_of(sqlite_url, EXAMPLES[:1]), "nowhere-2022")
    with pytest.raises(Refusal, match="not_a_cycle"):
        export_cycle(new_log(sqlite_url), "nowhere")


def test_the_cycle_of_each_example_is_its_name() -> None:
    assert all(cycle_parts(cycle) for cycle in CYCLES)
