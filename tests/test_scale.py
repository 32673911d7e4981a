"""The measuring of scale runs at the size of a hamlet; what the figures are is not a test's business."""

from pathlib import Path

import pytest

from benchmarks.scale.__main__ import main
from benchmarks.scale.steps import Asked, Size, measure
from tests.conftest import NewDatabase

EVENTS = 400


def test_every_step_is_measured_in_a_process_of_its_own(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    page = tmp_path / "SCALE.md"
    size = ["--clusters", "2", "--years", "1", "--events", str(EVENTS), "--points", "3"]
    main([*size, "--directory", str(tmp_path), "--out", str(page)])
    told = page.read_text(encoding="utf-8")
    assert [line.split("|")[2].strip() for line in told.splitlines() if line.startswith("| 400 |")] == [
        "bulk load",
        "rebuild of all read models",
        "verify",
        "standings of a cluster",
        "leads of a cluster over the years",
        "entries behind each number of a board",
        "journal of a cycle, a page",
        "journal of everything, a page",
    ]
    assert "standings of a cluster: p50" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == [page]


def test_a_log_that_is_not_sound_is_not_measured(new_database: NewDatabase) -> None:
    size = Size(url=new_database("sqlite"), clusters=2, years=1, events=EVENTS)
    assert measure(Asked(step="load", size=size)).own_mebibytes > 0
    measure(Asked(step="rebuild", size=size))
    longer = Size(url=size.url, clusters=2, years=1, events=EVENTS + 1)
    with pytest.raises(RuntimeError, match="400 entries"):
        measure(Asked(step="verify", size=longer))
