"""A conference hall: a cluster of a few units in its year, and ballots of every kind that tests need."""

from collections.abc import Sequence

import msgspec

from domain.moments import CIVIL_ZONE, Moment, Precision, as_datetime, year_bounds
from domain.rules import BallotMode, BallotRule, Source, Tie
from service.application import Thidua

CLUSTER = "thu"
RULE = BallotRule(
    modes=("roll_call", "secret_paper", "show_of_hands"),
    base="roll",
    threshold="1/2",
    comparison=">",
    quorum="1/2",
    quorum_base="present",
    tie="chair",
    self_vote=True,
    change_until_close=False,
    source=Source(reference="a rule for tests", confirmed=False),
)


def open_hall(application: Thidua, units: Sequence[str]) -> str:
    """A cluster of these units, led by the first with the second as deputy, and its cycle of this year."""
    year = as_datetime(application.log_recorder.clock()).astimezone(CIVIL_ZONE).year
    begin = Moment(year_bounds(year)[0], Precision.DAY)
    application.do("form_cluster", when=begin, cluster=CLUSTER, name="Cụm thử", kind="cluster")
    for unit in units:
        application.do("register_unit", when=begin, unit=unit, name=f"Đơn vị {unit}")
        application.do("join_cluster", when=begin, cluster=CLUSTER, unit=unit)
    application.do(
        "assign_lead", when=begin, cluster=CLUSTER, year=year, mode="assigned", lead=units[0], deputy=units[1]
    )
    cycle = f"{CLUSTER}-{year}"
    application.do("open_cycle", when=begin, cycle=cycle, cluster=CLUSTER, first_year=year)
    return cycle


def open_ballot(
    application: Thidua,
    cycle: str,
    name: str,
    *,
    mode: BallotMode,
    roll: Sequence[str],
    candidates: Sequence[str],
    seats: int | None = None,
    tie: Tie = "chair",
) -> str:
    """Open a ballot now; gives its identity."""
    ballot = f"{cycle}.{name}"
    application.do(
        "open_ballot",
        ballot=ballot,
        mode=mode,
        rule=msgspec.structs.replace(RULE, tie=tie),
        titles=("don_vi_tien_tien",),
        candidates=tuple(candidates),
        roll=tuple(roll),
        seats=seats,
    )
    return ballot
