"""One elector's named vote on a ballot: cast once, and changed only where the ballot's rule lets it.

The stream `vote:{ballot}:{elector}` is the rule "one vote an elector". Votes have names only in a roll call
and in a written opinion; a secret ballot leaves no fact here.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar, Literal, get_args

import msgspec

from domain.facts import Entry, Fact
from domain.identity import stream_parts
from domain.moments import Moment
from domain.refusals import Refusal

if TYPE_CHECKING:
    from domain.ballots import Ballot

Choice = Literal["for", "against", "abstain"]
Channel = Literal["hall", "remote", "written", "minutes"]
NAMED_MODES = ("roll_call", "written_opinion")


class VoteCast(Fact, frozen=True, kw_only=True):
    """An elector said for, against or no opinion on each candidate, by unit.

    The channel is how the vote came: in the hall, from another place, in writing, or as the minutes tell
    without saying how. `capacity` is as what its representative voted, where the source says so.
    """

    topic: ClassVar[str] = "vote.cast"
    choices: dict[str, Choice]
    channel: Channel
    capacity: str | None = None


class VoteChanged(Fact, frozen=True, kw_only=True):
    """An elector replaced its vote before the close."""

    topic: ClassVar[str] = "vote.changed"
    choices: dict[str, Choice]
    channel: Channel
    capacity: str | None = None


class Vote(msgspec.Struct, frozen=True, kw_only=True):
    """The vote of an elector as it stands; `at` is when it was last cast or changed."""

    elector: str
    choices: Mapping[str, Choice]
    channel: Channel
    capacity: str | None
    at: Moment
    changes: int = 0


def evolve(vote: Vote | None, entry: Entry) -> Vote | None:
    """The vote after one more entry of its stream."""
    match entry.fact:
        case VoteCast() as fact:
            return Vote(
                elector=stream_parts(entry.originator_id)[1][-1],
                choices=fact.choices,
                channel=fact.channel,
                capacity=fact.capacity,
                at=entry.moment,
            )
        case VoteChanged() as fact if vote is not None:
            return msgspec.structs.replace(
                vote,
                choices=fact.choices,
                channel=fact.channel,
                capacity=fact.capacity,
                at=entry.moment,
                changes=vote.changes + 1,
            )
    return vote


def admit(vote: Vote | None, fact: Fact, when: Moment) -> None:
    """The rules of the stream itself: one vote, and only a cast vote can be changed.

    Raises:
        Refusal: `already_voted`, `not_voted_yet`, `choice_unknown`.
    """
    match fact:
        case VoteCast(choices=choices):
            if vote is not None:
                raise Refusal("already_voted", elector=vote.elector, at=vote.at.text())
            _check_words(choices)
        case VoteChanged(choices=choices):
            if vote is None:
                raise Refusal("not_voted_yet", when=when.text())
            _check_words(choices)


def cast(
    ballot: "Ballot | None",
    vote: Vote | None,
    *,
    elector: str,
    choices: Mapping[str, Choice],
    channel: Channel,
    when: Moment,
    capacity: str | None = None,
) -> VoteCast:
    """One elector's vote on an open ballot.

    An elector says something on each candidate; where the rule bars a unit from voting on itself, it
    leaves out its own. A vote in writing makes its elector consulted, not present.

    Raises:
        Refusal: `ballot_not_opened`, `ballot_not_open`, `mode_has_no_named_votes`, `not_on_roll`,
            `already_voted`, `choice_not_offered`, `choice_unknown`, `self_vote_not_allowed`,
            `channel_not_in_mode`, `written_opinion_not_allowed`, `voter_not_present`.
    Source: rule pinned in `ballot.opened`; who votes in a cluster is not confirmed by any text.
    """
    ballot = _taking_votes(ballot, when)
    fact = VoteCast(choices=dict(choices), channel=channel, capacity=capacity)
    _check_elector(ballot, elector, channel)
    admit(vote, fact, when)
    check_choices(ballot, elector, choices)
    return fact


def change(
    ballot: "Ballot | None",
    vote: Vote | None,
    *,
    elector: str,
    choices: Mapping[str, Choice],
    channel: Channel,
    when: Moment,
    capacity: str | None = None,
) -> VoteChanged:
    """Replace a vote before the close, where the rule pinned on the ballot lets electors do so.

    Raises:
        Refusal: those of `cast`, and `vote_change_not_allowed`, `not_voted_yet`.
    """
    ballot = _taking_votes(ballot, when)
    if ballot.rule is None or not ballot.rule.change_until_close:
        raise Refusal("vote_change_not_allowed", rule="change_until_close", ballot=ballot.id, elector=elector)
    fact = VoteChanged(choices=dict(choices), channel=channel, capacity=capacity)
    _check_elector(ballot, elector, channel)
    admit(vote, fact, when)
    check_choices(ballot, elector, choices)
    return fact


def _taking_votes(ballot: "Ballot | None", when: Moment) -> "Ballot":
    if ballot is None:
        raise Refusal("ballot_not_opened", when=when.text())
    closed = ballot.closed_at
    late = closed is not None and when.certainly_after(closed)
    # Once the outcome is recorded no vote is taken, whatever its date: it would belie the count.
    if late or ballot.opened_at.certainly_after(when) or ballot.is_decided or ballot.is_annulled:
        raise Refusal(
            "ballot_not_open", ballot=ballot.id, closed_at=closed and closed.text(), when=when.text()
        )
    if ballot.opened.mode not in NAMED_MODES:
        raise Refusal("mode_has_no_named_votes", ballot=ballot.id, mode=ballot.opened.mode)
    return ballot


def _check_elector(ballot: "Ballot", elector: str, channel: Channel) -> None:
    if elector not in ballot.opened.roll:
        raise Refusal("not_on_roll", ballot=ballot.id, elector=elector, roll=ballot.opened.roll)
    if ballot.opened.mode == "written_opinion" and channel != "written":
        raise Refusal("channel_not_in_mode", ballot=ballot.id, mode=ballot.opened.mode, channel=channel)
    if channel == "written":
        if ballot.rule is None or not ballot.rule.hears_in_writing:
            raise Refusal("written_opinion_not_allowed", rule="modes", ballot=ballot.id, elector=elector)
        return
    # Only the attendance at the close is complete: who was not there before may have come.
    present = ballot.present_at_close
    if present is not None and elector not in present:
        raise Refusal("voter_not_present", ballot=ballot.id, elector=elector, present=present)


def check_choices(ballot: "Ballot", elector: str, choices: Mapping[str, Choice]) -> None:
    """Check that a vote says something on each candidate that its elector may vote on, and on nobody else.

    Raises:
        Refusal: `choice_not_offered`, `self_vote_not_allowed`.
    """
    offered = ballot.opened.candidates
    if ballot.rule is not None and not ballot.rule.self_vote:
        offered = tuple(candidate for candidate in offered if candidate != elector)
        if elector in choices or not offered:
            raise Refusal("self_vote_not_allowed", rule="self_vote", ballot=ballot.id, elector=elector)
    unlisted = [candidate for candidate in choices if candidate not in offered]
    missing = tuple(candidate for candidate in offered if candidate not in choices)
    if unlisted or missing:
        # A refusal is told and noted in many places: it repeats nothing that the elector wrote.
        raise Refusal(
            "choice_not_offered",
            ballot=ballot.id,
            unlisted=len(unlisted) or None,
            missing=missing,
            offered=offered,
        )


def _check_words(choices: Mapping[str, Choice]) -> None:
    if any(choice not in get_args(Choice) for choice in choices.values()):
        raise Refusal("choice_unknown", choices=get_args(Choice))
