"""The votes at the summing-up: roll calls, a tie and its second round, hands, paper, an acclamation."""

from collections.abc import Mapping

from domain.ballot_facts import BallotCounted
from domain.counts import Count, OptionCount, TellerCount
from domain.identity import ballot_id
from domain.votes import Channel, Choice
from service.rehearsal.cast import person
from service.rehearsal.play import Play

CANDIDATES_MAX = 12  # in a large cluster nobody speaks for or against more
FIRST = "advanced_unit"
COUNTED = "flag_province"  # the title of the ballot that waits for its tellers
Support = Mapping[str, int]
Votes = Mapping[str, dict[str, Choice]]


def sum_up(play: Play) -> None:
    """The summing-up conference, chaired by lead and deputy."""
    cast = play.cast
    play.diary.turn_to(11, 20)
    play.in_cycle(
        "sum_up_cycle",
        host=cast.lead,
        chairs=(cast.lead, cast.deputy),
        place="Hội trường diễn tập",
        findings="Tổng kết phong trào diễn tập",
    )


def begin_balloting(play: Play) -> None:
    """The first ballot is open, and half of its electors have voted."""
    candidates = candidates_of(play)
    _open(play, FIRST, candidates, mode="roll_call")
    votes = _votes(play, dict.fromkeys(candidates, _all_but_one(play)))
    electors = roll_of(play)
    _cast(play, ballot_on(play, FIRST), votes, electors[: len(electors) // 2])
    play.choices = votes


def begin_counting(play: Play) -> None:
    """A secret ballot on paper is closed, and two tellers are to count it."""
    ballot = ballot_on(play, COUNTED)
    _open(play, COUNTED, play.strength[1:3], mode="secret_paper", seats=1)
    play.do("appoint_tellers", ballot=ballot, tellers=tellers(ballot))
    play.do("close_ballot", ballot=ballot, present=roll_of(play))


def candidates_of(play: Play) -> tuple[str, ...]:
    """Who stands in a ballot for all, the strongest first."""
    return play.strength[:CANDIDATES_MAX]


def tellers(ballot: str) -> tuple[str, ...]:
    """The persons who count a ballot on paper."""
    return tuple(person(f"{ballot} {at}") for at in "12")


def finish_balloting(play: Play) -> None:
    """The rest of the first ballot, the ballots on the other titles, and the choice of the next lead."""
    electors = roll_of(play)
    _cast(play, ballot_on(play, FIRST), play.choices, electors[len(electors) // 2 :])
    play.elected[FIRST] = _count(play, ballot_on(play, FIRST))
    _written(play)
    _tied(play)
    _hands(play)
    _paper(play)
    _next_lead(play)


def _written(play: Play) -> None:
    """A roll call in which an absent elector is heard in writing and the weakest candidate fails."""
    title, electors = "determined_to_win_unit", roll_of(play)
    candidates = candidates_of(play)
    support = {**dict.fromkeys(candidates, _all_but_one(play)), candidates[-1]: len(electors) // 3}
    ballot, votes = ballot_on(play, title), _votes(play, support)
    _open(play, title, candidates, mode="roll_call")
    _cast(play, ballot, votes, electors[-1:], "written")
    _cast(play, ballot, votes, electors[:-1])
    play.elected[title] = _count(play, ballot, present=electors[:-1])


def _tied(play: Play) -> None:
    """One flag, two candidates with equal votes; a second round tells them apart."""
    title, electors = "flag_ministry", roll_of(play)
    first, second = play.strength[:2]
    ballot, again = ballot_on(play, title), ballot_on(play, title, "-2")
    _open(play, title, (first, second), mode="roll_call", seats=1)
    _cast(play, ballot, _votes(play, dict.fromkeys((first, second), _all_but_one(play))), electors)
    _count(play, ballot)
    play.do("open_second_round", ballot=again, previous=ballot)
    _cast(play, again, _votes(play, {first: _all_but_one(play), second: len(electors) // 3}), electors)
    play.elected[title] = _count(play, again)


def _hands(play: Play) -> None:
    title, ballot = "flag_province", ballot_on(play, "flag_province")
    candidates = play.strength[1:3]
    _open(play, title, candidates, mode="show_of_hands", seats=1)
    play.do("close_ballot", ballot=ballot, present=roll_of(play))
    support = dict(zip(candidates, (_all_but_one(play), 1), strict=True))
    counted = play.do("count_hands", ballot=ballot, count=_figures(play, support))
    play.elected[title] = _elected(counted.fact)


def _paper(play: Play) -> None:
    """A secret ballot on paper with a spoilt ballot, counted by two tellers."""
    title, ballot = "flag_government", ballot_on(play, "flag_government")
    candidates = (play.elected["flag_ministry"][0], play.strength[2])
    _open(play, title, candidates, mode="secret_paper", seats=1)
    play.do("close_ballot", ballot=ballot, present=roll_of(play))
    support = dict(zip(candidates, (_all_but_one(play), 0), strict=True))
    count = _figures(play, support, invalid=1)
    first, second = (TellerCount(teller=teller, count=count) for teller in tellers(ballot))
    counted = play.do("count_paper", ballot=ballot, first=first, second=second)
    play.elected[title] = _elected(counted.fact)


def _next_lead(play: Play) -> None:
    """The deputy is acclaimed lead of the next year, takes over at the conference and accepts after it."""
    cast = play.cast
    ballot, year = ballot_id(cast.cycle, "next-lead"), cast.year + 1
    question = f"Suy tôn cụm trưởng năm {year}"
    play.do("open_ballot", ballot=ballot, mode="acclamation", question=question, roll=roll_of(play))
    play.do("acclaim", ballot=ballot, elected=(cast.deputy,), present=roll_of(play))
    lead, deputy = cast.deputy, cast.next_deputy
    play.do("elect_lead", cluster=cast.cluster, year=year, lead=lead, deputy=deputy, ballot=ballot)
    play.do(
        "hand_over_lead",
        cluster=cast.cluster,
        year=year,
        outgoing=cast.lead,
        lead=lead,
        deputy=deputy,
        document=f"Biên bản bàn giao diễn tập {cast.year}",
    )
    play.diary.turn_to(11, 25)
    play.do("accept_handover", cluster=cast.cluster, year=year, unit=lead, actor=person(lead))


def ballot_on(play: Play, title: str, suffix: str = "") -> str:
    """The id of the ballot on a title; `suffix` tells its second round."""
    return ballot_id(play.cast.cycle, title.replace("_", "-") + suffix)


def roll_of(play: Play) -> tuple[str, ...]:
    """Who may vote, in the order of the roll."""
    return tuple(sorted(play.cast.staying))


def _all_but_one(play: Play) -> int:
    return len(play.cast.staying) - 1


def _open(
    play: Play, title: str, candidates: tuple[str, ...], *, mode: str, seats: int | None = None
) -> None:
    ballot = ballot_on(play, title)
    play.do("open_ballot", ballot=ballot, mode=mode, titles=(title,), candidates=candidates, seats=seats)


def _votes(play: Play, support: Support) -> Votes:
    """Votes, elector by elector, by which every candidate has as many for it as it has support."""
    votes: dict[str, dict[str, Choice]] = {elector: {} for elector in roll_of(play)}
    others: tuple[Choice, ...] = ("against", "abstain")
    for candidate, count in support.items():
        favouring = set(play.random.sample(roll_of(play), count))
        for elector, choices in votes.items():
            choices[candidate] = "for" if elector in favouring else play.random.choice(others)
    return votes


def _cast(
    play: Play, ballot: str, votes: Votes, electors: tuple[str, ...], channel: Channel = "hall"
) -> None:
    for elector in electors:
        play.do(
            "cast_vote",
            ballot=ballot,
            elector=elector,
            choices=votes[elector],
            channel=channel,
            capacity="Thủ trưởng đơn vị",
            actor=person(elector),
        )


def _count(play: Play, ballot: str, present: tuple[str, ...] | None = None) -> tuple[str, ...]:
    play.do("close_ballot", ballot=ballot, present=present or roll_of(play))
    return _elected(play.do("count_roll_call", ballot=ballot).fact)


def _elected(counted: object) -> tuple[str, ...]:
    return counted.elected or () if isinstance(counted, BallotCounted) else ()


def _figures(play: Play, support: Support, invalid: int = 0) -> Count:
    """The figures of a count in which all electors are there and say for or against."""
    electors = len(play.cast.staying)
    valid = electors - invalid
    return Count(
        issued=electors,
        returned=electors,
        valid=valid,
        invalid=invalid,
        present=electors,
        consulted=0,
        options=tuple(
            OptionCount(candidate=candidate, votes_for=count, votes_against=valid - count, votes_abstain=0)
            for candidate, count in support.items()
        ),
    )
