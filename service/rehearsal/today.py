"""A rehearsal of the present year that stops where somebody can go on: two ballots wait, one for each way.

In the roll call half of the electors have voted; the ballot on paper waits for its tellers.
"""

import msgspec

from domain.moments import as_datetime
from service.application import Thidua
from service.rehearsal import ballots
from service.rehearsal.cast import MEMBERS_MIN, first_cast
from service.rehearsal.play import Play
from service.rehearsal.rehearsing import SCENES, Progress, no_progress

STOPS_AT = "balloting"
_CENTURY = 2_000  # the clusters of these rehearsals are numbered by their year: 26 in 2026
_MEMBERS = MEMBERS_MIN + 1
_SCENES = list(SCENES)[: list(SCENES).index(STOPS_AT) + 1]


class Today(msgspec.Struct, frozen=True, kw_only=True):
    """The year that waits: its open roll call, the units that did not vote yet, and its ballot on paper.

    `entries` counts those that the log did not hold yet.
    """

    cycle: str
    lead: str
    deputy: str
    roll_call: str
    candidates: tuple[str, ...]
    waiting: tuple[str, ...]
    paper: str
    tellers: tuple[str, ...]
    entries: int


def rehearse_today(application: Thidua, *, seed: int = 2026, progress: Progress = no_progress) -> Today:
    """Play the present year of a fictional cluster of its own, up to now; a second time it is only told.

    It is recorded whole or not at all. What its own year has it do by November is done by now.

    Raises:
        Refusal: `unit_already_registered` where the log holds it with another seed.
    """
    now = application.log_recorder.clock()
    year = as_datetime(now).year
    cast = first_cast(year - _CENTURY, year, _MEMBERS)
    since = application.log_recorder.max_notification_id() or 0
    play = Play(application, cast, key=f"today:{seed}", seed=seed, since=since, until=now)
    if not play.has_begun:
        with application.log_recorder.transaction():
            for done, scene in enumerate(_SCENES, start=1):
                SCENES[scene](play)
                progress(done, len(_SCENES))
            ballots.begin_counting(play)
    roll = ballots.roll_of(play)
    paper = ballots.ballot_on(play, ballots.COUNTED)
    return Today(
        cycle=cast.cycle,
        lead=cast.lead,
        deputy=cast.deputy,
        roll_call=ballots.ballot_on(play, ballots.FIRST),
        candidates=ballots.candidates_of(play),
        waiting=roll[len(roll) // 2 :],
        paper=paper,
        tellers=ballots.tellers(paper),
        entries=play.recorded,
    )
