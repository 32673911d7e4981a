"""The guide on imports tells the truth: its tables can be sent, and its limits are those of the service."""

import re

from projections.formats import number
from service.bulk.batches import ALIVE_MICROSECONDS, PROBLEMS_MAX
from service.bulk.imports import BATCHES_MAX
from service.bulk.rows import LINES_MAX
from service.bulk.work import HELD_SECONDS_MAX
from service.chronicle.reading import PARTS_MAX, SIZE_BYTES_MAX
from service.web.import_shapes import WAIT_SECONDS_MAX
from tests.bulk.sending import CSV, sent
from tests.bulk.test_tables import YEAR
from tests.rooms import ROOT
from tests.web.house import House

GUIDE = (ROOT / "docs" / "guide" / "import.md").read_text(encoding="utf-8")
TABLES = re.findall(r"```csv\n(.*?)```", GUIDE, re.DOTALL)
ADDRESSES = re.findall(r'"\$THIDUA(/imports/[^"]+)"', GUIDE)


def test_the_tables_of_the_guide_are_taken_in(sqlite_house: House) -> None:
    house = sqlite_house
    office = house.person("office")
    units, targets = TABLES
    assert sent(house, office, "units", units, CSV)["recorded"] == 2
    year = YEAR.replace("cluster: thu\ncycle: thu-2026", "cluster: dien-tap-1\ncycle: dien-tap-1-2026")
    declared = year.replace(", fictional: true", "")
    assert sent(house, office, "chronicles", declared)["state"] == "done"
    (path,) = (address for address in ADDRESSES if "targets" in address)
    told = sent(house, office, path.removeprefix("/imports/").partition("?")[0], targets, CSV)
    assert told["recorded"] == 1


def test_the_chronicle_of_the_guide_is_taken_in(sqlite_house: House) -> None:
    (file,) = re.findall(r"--data-binary @(examples/\S+)", GUIDE)
    told = sent(
        sqlite_house, sqlite_house.person("office"), "chronicles", (ROOT / file).read_bytes(), dry_run=True
    )
    assert told["state"] == "done"


def test_the_limits_of_the_guide_are_those_of_the_service() -> None:
    for limit, words in (
        (LINES_MAX, "lines"),
        (SIZE_BYTES_MAX, "bytes"),
        (PARTS_MAX, "keys and values"),
        (HELD_SECONDS_MAX, "seconds"),
        (PROBLEMS_MAX, "of them at most"),
    ):
        assert f"{number(limit, 'en')} {words}" in GUIDE
    assert (WAIT_SECONDS_MAX, BATCHES_MAX, ALIVE_MICROSECONDS) == (10, 8, 120_000_000)  # told in words
