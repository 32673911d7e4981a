"""The guide to ballots runs: each of its requests is sent, and answered as it says."""

import json
import re
import shlex
from collections.abc import Iterator
from datetime import datetime
from itertools import count, pairwise
from string import Template
from typing import Any, NamedTuple

from domain.moments import CIVIL_ZONE, microseconds
from service.verify import verify
from tests.rooms import ROOT
from tests.web.house import House, open_house

GUIDE = (ROOT / "docs" / "guide" / "ballots.md").read_text(encoding="utf-8")
UNITS = [f"don-vi-{letter}" for letter in "abcde"]
BEGUN = microseconds(datetime(2026, 12, 10, 9, tzinfo=CIVIL_ZONE))
REASON = "Ghi lại theo quyết định thành lập"


class Step(NamedTuple):
    """A request of the guide, and what it says of the answer."""

    line: str
    status: int
    holds: dict[str, Any]


def steps() -> Iterator[Step]:
    """The requests of the guide, in its order."""
    for block in re.findall(r"```sh\n(.*?)```", GUIDE, re.DOTALL):
        for line, status, holds in re.findall(
            r"^(curl .*?)\n# → (\d{3})(?: (\{[^\n]*\}))?$", block, re.DOTALL | re.MULTILINE
        ):
            yield Step(line, int(status), json.loads(holds or "{}"))


def people(house: House) -> dict[str, str]:
    """Who takes part, by the name of the file that keeps their session; the year of the cluster is open."""
    office = house.person("office")

    def post(path: str, told: dict[str, Any], by: str = office) -> None:
        answer = house.post(by, path, told)
        assert answer.status_code == 201, answer.text

    since = {"effective": "2026-01-01", "reason": REASON}
    post("/clusters", {"cluster": "cum-thu", "name": "Cụm thử", "kind": "cluster", **since})
    for unit in UNITS:
        post("/units", {"unit": unit, "name": unit.upper(), **since})
        post("/clusters/cum-thu/members", {"unit": unit, **since})
    lead = {"year": 2026, "mode": "assigned", "lead": UNITS[0], "deputy": UNITS[1]}
    post("/clusters/cum-thu/assignments", {**lead, **since})
    found = {name: house.person(speaks_for=unit) for name, unit in zip("abcde", UNITS, strict=True)}
    found["truong"] = found.pop("a")
    found |= {f"kiem-{number}": house.person() for number in (1, 2)}
    post("/cycles", {"cluster": "cum-thu", "first_year": 2026}, found["truong"])
    post("/cycles/cum-thu-2026/rules", {"rule_set": "law-2022"}, found["truong"])
    return found


def test_the_guide_runs(sqlite_url: str) -> None:
    ticks = count(BEGUN, 1_000_000)
    with open_house(sqlite_url, clock=lambda: next(ticks)) as house:
        known = people(house)
        names = {"THIDUA": "", "KIEM_1": known["kiem-1"], "KIEM_2": known["kiem-2"]}
        for step in steps():
            told = shlex.split(Template(step.line.replace("\\\n", " ")).substitute(names))
            given = dict(pairwise(told))
            (path,) = [part for part in told if part.startswith("/")]
            person = known[given["-b"].removesuffix(".txt")]
            if "--json" in given:
                key = given.get("-H", "X-None: none").partition(": ")
                answer = house.post(person, path, json.loads(given["--json"]), headers={key[0]: key[2]})
            else:
                answer = house.get(person, path)
            assert answer.status_code == step.status, (step.line, answer.text)
            if step.holds:
                assert answer.json().items() >= step.holds.items(), step.line
        assert verify(house.application.engine).problems == ()


def test_every_request_of_the_guide_is_told_with_its_answer() -> None:
    assert len(list(steps())) == GUIDE.count("curl -b") > 20
