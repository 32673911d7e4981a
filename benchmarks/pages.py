"""Pages on the server: how long each takes over five years of twelve units. The goal is under 100 ms."""

from decimal import Decimal
from time import perf_counter_ns

from benchmarks.engines import Engine
from benchmarks.report import Line, known
from service.rehearsal.rehearsing import rehearse
from tests.web.house import House, open_house

UNITS = 12
YEARS = 5
FIRST_YEAR = 2021
ROUNDS = 20
_MILLISECOND = 1_000_000


def measure(engine: Engine, *, units: int = UNITS, years: int = YEARS, rounds: int = ROUNDS) -> list[Line]:
    """The pages that are opened most, and the dearest; asked in the process, so without a network."""
    with open_house(engine.url("pages")) as house:
        played = rehearse(house.application, members=units, years=years, first_year=FIRST_YEAR)
        cycle = played.cycles[-1]
        cluster = cycle.rpartition("-")[0]
        reader = house.person("inspector")
        addresses = {
            "the year": f"/cycles/{cycle}",
            "the year as it was": f"/cycles/{cycle}?as_of={FIRST_YEAR + years - 1}-08-01",
            "standings": f"/cycles/{cycle}/standings",
            "history": f"/clusters/{cluster}/history",
            "fairness": f"/clusters/{cluster}/fairness",
            "lineage": f"/cycles/{cycle}/lineage",
            "differences": f"/cycles/{cycle}/differences",
            "journal": "/events",
        }
        return [
            known(
                f"page: {name}, {units} units, {years} years, {engine.name}",
                _taken(house, reader, path, rounds),
                unit="ms",
            )
            for name, path in addresses.items()
        ]


def _taken(house: House, reader: str, path: str, rounds: int) -> list[Decimal]:
    headers = {**house.headers(reader), "Accept": "text/html"}
    taken = []
    for place in range(rounds + 1):
        began = perf_counter_ns()
        answer = house.client.get(path, headers=headers)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answered {answer.status_code}")
        if place:  # the first compiles the templates
            taken.append(Decimal(perf_counter_ns() - began) / _MILLISECOND)
    return taken
