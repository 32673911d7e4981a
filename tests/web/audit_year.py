"""A small year to audit: two clusters of two organisers, and a roll call in one of them."""

import csv
from io import StringIO
from typing import Any

from httpx2 import Response

from domain.moments import Anchor, Moment
from tests.projections.world import ballot_rule
from tests.web.house import House

SINCE = Moment.parse("2026", Anchor.START)
CYCLE, OTHER = "mot-2026", "hai-2026"
BALLOT = f"{CYCLE}.co"
REASON = "Ghi nhầm khi nhập liệu"
# A name that a spreadsheet would run.
FORMULA = '=HYPERLINK("http://example.test";"mở")'
CLUSTERS = {"mot": ("org-1", ("a", "b", "c")), "hai": ("org-2", ("x", "y"))}


class Year:
    """The year, with those who act in it."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.app = house.application
        for cluster, (organiser, units) in CLUSTERS.items():
            self.do("register_unit", SINCE, unit=organiser, name=f"Cấp trên {organiser}")
            name = f"Cụm diễn tập {cluster}"
            self.do("form_cluster", SINCE, cluster=cluster, name=name, kind="cluster", organiser=organiser)
            for unit in units:
                told = FORMULA if unit == "c" else f"Đơn vị {unit}"
                self.do("register_unit", SINCE, unit=unit, name=told, parent=organiser)
                self.do("join_cluster", SINCE, cluster=cluster, unit=unit)
            self.do(
                "open_cycle", SINCE, cycle=f"{cluster}-2026", cluster=cluster, first_year=2026, theme="+1"
            )
        self.office = house.person("office")
        self.inspector = house.person("inspector")
        self.electors = {unit: house.person(speaks_for=unit) for unit in ("a", "b", "x")}

    def do(self, name: str, when: Moment | None = None, /, **said: Any) -> int:
        """Carry out a command as the operator; the position of what it left."""
        self.app.do(name, when=when, **said)
        return self.app.max_position() or 0

    def open_ballot(self) -> None:
        """A roll call of the three units of the first cluster."""
        rule = ballot_rule(quorum="1/3")
        said: dict[str, Any] = {"titles": ("flag_ministry",), "candidates": ("a", "b"), "mode": "roll_call"}
        self.do("open_ballot", ballot=BALLOT, rule=rule, **said)

    def cast(self, elector: str, choice: str) -> int:
        """An elector votes over HTTP, the same on both candidates; the entry's position."""
        told = {"elector": elector, "channel": "hall", "choices": dict.fromkeys("ab", choice)}
        answer = self.house.post(self.electors[elector], f"/ballots/{BALLOT}/votes", told)
        assert answer.status_code == 201, answer.text
        return int(answer.json()["position"])

    def get(self, path: str, person: str | None = None, /, **params: Any) -> Response:
        """Read, as the inspector unless told otherwise."""
        headers = self.house.headers(person or self.inspector)
        return self.house.client.get(f"/api/v1{path}", params=params, headers=headers)

    def json(self, path: str, **params: Any) -> Any:
        """The answer that the inspector gets."""
        answer = self.get(path, **params)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def rows(self, path: str, **params: Any) -> list[dict[str, str]]:
        """The lines of the file that the inspector gets."""
        answer = self.get(path, format="csv", **params)
        assert answer.status_code == 200, answer.text
        return read(answer.content)


def read(content: bytes) -> list[dict[str, str]]:
    """The lines of a CSV file."""
    return list(csv.DictReader(StringIO(content.decode("utf-8-sig"), newline="")))
