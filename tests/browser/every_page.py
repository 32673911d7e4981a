"""An address of every page over the content of the demonstration, and by whose login it is opened.

What a page is about comes from the parameters of its route; a route for which nothing here gives an example
is an error, so that a new page cannot stay out of the tests.
"""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

import httpx

from domain.moments import CIVIL_ZONE
from service.settings import Settings
from service.web.app import create_app
from service.web.cookies import SESSION_COOKIE
from service.web.paths import PREFIX
from tests.authority.calls import page_paths
from tests.browser.site import Site

NOBODY = ""
OFFICE, ADMINISTRATOR, LEAD, ELECTOR = "demo-van-phong", "demo-quan-tri", "demo-cum-truong", "demo-dai-dien"
TELLER, INSPECTOR = "demo-kiem-phieu-1", "demo-thanh-tra"
# The rehearsal of the present year is numbered by it; the other is of a year that stays the same.
YEAR = datetime.now(CIVIL_ZONE).year
CLUSTER = f"dien-tap-{YEAR - 2_000}"
RUNNING, ENDED = f"{CLUSTER}-{YEAR}", "dien-tap-1-2026"
# Of the year that stands in the midst of its ballots; a page of what is over has its address below.
PARAMETERS: Mapping[str, str] = {
    "unit": f"{CLUSTER}-a",
    "cluster": CLUSTER,
    "cycle": RUNNING,
    "ballot": f"{RUNNING}.advanced-unit",
    "previous": f"{ENDED}.flag-ministry",
    "elector": f"{CLUSTER}-a",
    "drive": "xuan-dien-tap",
    "title": "advanced_unit",
    "year": str(YEAR + 1),
    "position": "150",
    "role": "lead",
    "rule_set": "law-2022",
    "other": "law-2003",
    "slug": "refused",
}
# Routes that lead on to another page, or to no page at all.
NO_PAGE = frozenset({"/assets/{name}", "/ballots/{ballot}/votes/{elector}/changes/new"})
# Forms of acts that nobody can take in the demonstration: the year that ended has been ended for good.
NOT_NOW = frozenset({"/cycles/{cycle}/reopenings/new"})
READERS: Mapping[str, str] = {
    "/account-acts": ADMINISTRATOR,
    "/persons/{person}/erasures/new": ADMINISTRATOR,
    "/persons/{person}/grants/new": ADMINISTRATOR,
    "/persons/{person}/identities/new": ADMINISTRATOR,
    "/persons/{person}/logins/new": ADMINISTRATOR,
    "/ballots/{ballot}/chair": LEAD,
    "/sign-in": NOBODY,
}
_NOMINATION = "/cycles/quangnam-2015-2020/nominations/flag_government/quangnam-phong-thammuu"
# Pages that look different by who reads them or what has come of what they are about.
FURTHER: Mapping[str, tuple[tuple[str, str], ...]] = {
    "/": ((LEAD, "/"), (ELECTOR, "/"), (INSPECTOR, "/")),
    "/clusters/{cluster}/history": ((OFFICE, "/clusters/bca-local-5/history"),),
    "/cycles/{cycle}": (
        (LEAD, f"/cycles/{RUNNING}"),
        (OFFICE, f"/cycles/{ENDED}"),
        (OFFICE, "/cycles/bca-local-5-2022"),
    ),
    "/cycles/{cycle}/standings": ((OFFICE, f"/cycles/{ENDED}/standings?as_of=2026-07-01"),),
    "/cycles/{cycle}/differences": ((OFFICE, f"/cycles/{ENDED}/differences?from_as_of=2026-07-01"),),
    "/cycles/{cycle}/nominations/{title}/{unit}": ((OFFICE, _NOMINATION),),
    "/ballots/{ballot}": ((ELECTOR, f"/ballots/{RUNNING}.advanced-unit"),),
    "/ballots/{ballot}/result": ((OFFICE, f"/ballots/{ENDED}.advanced-unit/result"),),
    "/ballots/{ballot}/what-if": ((OFFICE, f"/ballots/{ENDED}.advanced-unit/what-if"),),
    "/ballots/{ballot}/tellers": ((TELLER, f"/ballots/{RUNNING}.flag-province/tellers"),),
    "/search": ((OFFICE, "/search?q=don+vi"),),
}
# Those of which the first example is none: it is not there, or not for a ballot by roll call.
ONLY_FURTHER = frozenset({"/cycles/{cycle}/nominations/{title}/{unit}", "/ballots/{ballot}/tellers"})


class Opened(NamedTuple):
    """A page: by whose login, and where."""

    login: str
    path: str


def templates() -> list[str]:
    """The routes of all pages that are opened, as the service has them."""
    app = create_app(Settings(database_url="sqlite://"))
    paths = page_paths()
    actions: Mapping[tuple[str, str], str] = app.state.actions
    return sorted(path for method, path in actions if method == "GET" and path in paths - NO_PAGE - NOT_NOW)


def examples(template: str, site: Site) -> Iterator[Opened]:
    """The pages of a route.

    Raises:
        KeyError: nothing says what the route is about.
    """
    person = site.logins[ELECTOR]
    told = {**PARAMETERS, "person": person, "stand_in": person}
    if "{batch}" in template:
        told["batch"] = tried_batch(site)
    if template not in ONLY_FURTHER:
        yield Opened(READERS.get(template, OFFICE), template.format_map(told))
    for login, path in FURTHER.get(template, ()):
        yield Opened(login, path)


def tried_batch(site: Site) -> str:
    """A file of units that was tried, one line of it in vain; nothing of it is recorded."""
    answer = httpx.post(
        f"{site.address}{PREFIX}/imports/units",
        params={"dry_run": "true"},
        content="unit,name,kind,parent\nmot,Đơn vị một,division,\nKhông tốt,Đơn vị hai,division,\n".encode(),
        headers={
            "Content-Type": "text/csv",
            "Prefer": "wait=10",
            "Cookie": f"{SESSION_COOKIE}={site.session(site.logins[OFFICE])}",
        },
    )
    return str(answer.json()["batch"])
