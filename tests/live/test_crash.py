"""Killed in the middle of a ballot and started again: nothing that was acknowledged is lost or doubled."""

import random
from pathlib import Path

import httpx
from sqlalchemy import text

from service.application import Thidua
from service.verify import verify
from tests.live.rush import Answer, Rush, Vote, check_audit, recorded
from tests.live.servers import Server, serving

ROUNDS = 3
BALLOTS = 8


def until_killed(rush: Rush, server: Server, votes: list[Vote], answers_max: int) -> list[Answer]:
    """What was answered to votes, each sent twice, until the service is killed after so many answers."""
    left = answers_max

    def noticed(_client: httpx.Client, _answer: Answer) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            server.kill()

    return [answer for answer in rush.run([server.url], votes, noticed) if answer.status is not None]


def settle(application: Thidua) -> None:
    """Wait for what a dead client's database process may still be doing: it holds the head until it ends."""
    if application.engine.dialect.name == "postgresql":
        with application.engine.begin() as connection:
            connection.execute(text("SELECT position FROM log_head FOR UPDATE"))


def test_what_was_acknowledged_survives_a_kill(
    application: Thidua, database_url: str, tmp_path: Path
) -> None:
    rush, chance = Rush(application, BALLOTS), random.Random(7)
    acknowledged: dict[Vote, Answer] = {}
    in_doubt: set[Vote] = set()
    for _ in range(ROUNDS):
        left = [vote for vote in rush.votes() if vote not in acknowledged]
        with serving(database_url, tmp_path) as server:
            answers = until_killed(rush, server, left, chance.randint(15, 45))
        assert {answer.status for answer in answers} == {201}
        acknowledged.update({answer.vote: answer for answer in answers})
        settle(application)
        found = {name for name in recorded(application) if name.startswith("vote:")}
        assert found >= {f"vote:{vote.ballot}:{vote.elector}" for vote in acknowledged}
        in_doubt |= {vote for vote in left if vote not in acknowledged}
        assert verify(application.engine).problems == ()
    assert in_doubt
    with serving(database_url, tmp_path) as server:
        again = rush.run([server.url], rush.votes(), lambda _client, _answer: None)
    assert {answer.status for answer in again} == {201}
    assert all(answer.told == acknowledged.get(answer.vote, answer).told for answer in again)
    check_audit(rush, recorded(application), {answer.vote: answer for answer in again})
    assert verify(application.engine).problems == ()
