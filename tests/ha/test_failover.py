"""The leader dies, or hands over, amid ballots: no acknowledged vote is lost, and none is doubled."""

import time
from collections.abc import Callable
from functools import partial

from sqlalchemy import Engine, select

from projections.logbook import event_log
from service.verify import Report, verify
from tests.ha.conftest import STATEMENT_SECONDS, Site
from tests.live.rush import check_audit, recorded
from tests.waiting import until

ELECTION_SECONDS = 60  # the lease of 20 s, and far more than the election after it takes
# The ballots of each test, by number: from which on, and how many.
CUT, SILENT, SWITCHED = (0, 40), (40, 30), (70, 150)
UNDER_WAY = 60  # votes acknowledged before something happens, and after it
UNSENT = "SELECT coalesce(max(sent_lsn), '0/0') < pg_current_wal_flush_lsn() FROM pg_stat_replication"

# A commit outlasts the limit of a statement twice over, while it waits for a standby.
WAITING_SECONDS = 2 * STATEMENT_SECONDS
WAITING = (
    "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
    f" AND now() - query_start > interval '{WAITING_SECONDS} s')"
)


def check_nothing_lost(site: Site) -> Report:
    """What was acknowledged is in the log, once, in its place, and each node has the same log; its report."""
    taken = {vote: one.answer for vote, one in site.voting.acknowledged.items()}
    assert len({answer.told["position"] for answer in taken.values()}) == len(taken)
    check_audit(site.rush, recorded(site.rush.application), taken)
    size = site.rush.application.max_position()
    reports = []
    for name in site.cluster.machines:
        with site.database.on(name) as engine:
            until(partial(has_all, engine, size), ELECTION_SECONDS)
            reports.append(verify(engine))
    assert [report.problems for report in reports] == [()] * 3
    assert len({(report.position, report.root) for report in reports}) == 1
    return reports[0]


def has_all(engine: Engine, size: int) -> bool:
    """Whether a node has every position of the log up to its size, and none beyond."""
    with engine.connect() as connection:
        held = connection.execute(select(event_log.c.position).order_by(event_log.c.position)).scalars()
        return list(held) == list(range(1, size + 1))


def test_no_acknowledged_vote_is_lost_when_the_leader_loses_its_power(
    site: Site, tell: Callable[[str], None]
) -> None:
    cluster, voting = site.cluster, site.voting
    killed = cluster.leads()
    machine = cluster.machines[killed]
    cut = elected = 0.0

    def cut_power() -> None:
        nonlocal cut, elected
        voting.until_acknowledged(UNDER_WAY)
        # What is written from now on is on its disk alone, and so must not be acknowledged.
        with machine.frozen("walsender"):
            until(lambda: cluster.ask(killed, UNSENT), ELECTION_SECONDS)
            cut = time.monotonic()
            machine.cut_power()
        before = len(voting.acknowledged)  # by when the new leader is told of, all may have been cast
        until(lambda: cluster.leader() not in (None, killed), ELECTION_SECONDS)
        elected = time.monotonic()
        voting.until_acknowledged(UNDER_WAY, than=before)
        machine.start()

    voting.run(site.votes(*CUT), cut_power)
    cluster.settle()
    back = time.monotonic()
    assert cluster.leader() != killed
    assert "running pg_rewind" in machine.log()
    report = check_nothing_lost(site)
    tell(
        f"power cut of the leader: writes stood still for {voting.outage(cut):.1f} s, a new leader after "
        f"{elected - cut:.1f} s, the old one a standby again after {back - cut:.1f} s; "
        f"answers {dict(voting.statuses)}, {report.position} entries, root {report.root[:16]} on all three"
    )


def test_a_planned_switchover_is_a_short_pause(site: Site, tell: Callable[[str], None]) -> None:
    cluster, voting = site.cluster, site.voting
    before = cluster.leads()
    after = next(name for name in cluster.machines if name != before)
    begun = 0.0

    def hand_over() -> None:
        nonlocal begun
        voting.until_acknowledged(UNDER_WAY)
        begun, cast = time.monotonic(), len(voting.acknowledged)
        told = cluster.machines[after].patronictl(
            "switchover", "thidua", "--leader", before, "--candidate", after, "--force"
        )
        until(lambda: cluster.leader() == after, ELECTION_SECONDS, lambda: f"{told}\n{cluster.logs()}")
        voting.until_acknowledged(UNDER_WAY, than=cast)

    voting.run(site.votes(*SWITCHED), hand_over)
    cluster.settle()
    report = check_nothing_lost(site)
    tell(
        f"switchover: writes stood still for {voting.outage(begun):.1f} s; answers so far "
        f"{dict(voting.statuses)}, {report.position} entries, root {report.root[:16]} on all three"
    )


def test_what_no_standby_has_is_not_acknowledged(site: Site, tell: Callable[[str], None]) -> None:
    cluster, voting = site.cluster, site.voting
    leader = cluster.leads()
    begun = 0.0

    def silence_standbys() -> None:
        nonlocal begun
        voting.until_acknowledged(UNDER_WAY)
        with cluster.machines[leader].frozen("walsender"):
            until(lambda: cluster.ask(leader, UNSENT), ELECTION_SECONDS)
            begun = time.monotonic()
            until(lambda: cluster.ask(leader, WAITING), ELECTION_SECONDS, lambda: str(voting.statuses))

    voting.run(site.votes(*SILENT), silence_standbys)
    cluster.settle()
    check_nothing_lost(site)
    outage = voting.outage(begun)
    assert outage >= WAITING_SECONDS
    tell(f"standbys silent: nothing was acknowledged for {outage:.1f} s, until one had it")
