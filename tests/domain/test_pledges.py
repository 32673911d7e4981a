"""Pledges: registered, signed, amended, withdrawn, and reported on."""

from decimal import Decimal

import msgspec
import pytest

from domain import pledges
from domain.facts import EntryRetracted, Fact
from domain.moments import Moment
from domain.pledges import (
    Pledge,
    PledgeAmended,
    PledgeRegistered,
    PledgeSigned,
    PledgeWithdrawn,
    Target,
    TargetReported,
    is_met,
)
from tests.domain.scenario import contradicts, entry, given

WHEN = Moment.parse("2022-06-30")
SOLVED = Target(id="solved", name="Tỷ lệ khám phá án", direction="at_least", measure="%", goal=Decimal("80"))
FIRES = Target(id="fires", name="Số vụ cháy", direction="at_most", goal=Decimal("5"))
CLEAN = Target(id="clean", name="Không có cán bộ vi phạm", direction="yes_no", assigned=True)
REGISTERED = PledgeRegistered(targets=(SOLVED, FIRES, CLEAN), titles=("title_determined_to_win_unit",))
WITHDRAWN = PledgeWithdrawn(reason="Sáp nhập")


def pledge_of(*happened: Fact | tuple[Fact, str]) -> Pledge:
    state = given(pledges, *happened).state
    assert isinstance(state, Pledge)
    return state


def told(target: str, **result: object) -> TargetReported:
    return msgspec.convert({"target": target, **result}, TargetReported)


def test_targets_and_titles_are_registered() -> None:
    given(pledges).when(
        pledges.register,
        when=WHEN,
        targets=(SOLVED,),
        titles=("title_flag_ministry",),
        copied_from="bca-local-5-2021",
        document="12/GƯTĐ",
    ).then(
        PledgeRegistered(
            targets=(SOLVED,),
            titles=("title_flag_ministry",),
            copied_from="bca-local-5-2021",
            document="12/GƯTĐ",
        )
    )


def test_a_pledge_without_a_known_target_has_no_total() -> None:
    pledge = pledge_of(PledgeRegistered())
    assert (pledge.total, pledge.met_count(), pledge.all_met) == (None, None, None)


def test_a_registered_pledge_is_not_registered_again() -> None:
    given(pledges, REGISTERED).when(pledges.register, when=WHEN).refuses(
        "pledge_already_registered", registered="2022-03-01"
    )


def test_after_a_withdrawal_a_pledge_may_be_registered_and_signed_anew() -> None:
    pledge = pledge_of(
        REGISTERED, PledgeSigned(), (WITHDRAWN, "2022-04-01"), (PledgeRegistered(), "2022-05-01")
    )
    assert (pledge.signed, pledge.withdrawn, pledge.titles) == (None, None, ())
    given(pledges, REGISTERED, (WITHDRAWN, "2022-04-01"), (PledgeRegistered(), "2022-05-01")).when(
        pledges.sign, when=WHEN
    ).then(PledgeSigned())


@pytest.mark.parametrize(
    ("registration", "code"),
    [
        ({"targets": (SOLVED, SOLVED)}, "target_repeated"),
        ({"targets": (Target(id="Solved", name="x", direction="at_least"),)}, "not_a_slug"),
        (
            {"targets": (Target(id="clean", name="x", direction="yes_no", goal=Decimal(1)),)},
            "goal_on_yes_no_target",
        ),
        (
            {"targets": (Target(id="a", name="x", direction="at_most", goal=Decimal("NaN")),)},
            "not_a_figure",
        ),
        (
            {"targets": (Target(id="a", name="x", direction="at_most", baseline=Decimal("1e30")),)},
            "not_a_figure",
        ),
        ({"titles": ("title_flag_ministry", "title_flag_ministry")}, "title_repeated"),
        ({"copied_from": "bca-local-5"}, "not_a_cycle"),
    ],
)
def test_what_cannot_be_registered(registration: dict[str, object], code: str) -> None:
    given(pledges).when(pledges.register, when=WHEN, **registration).refuses(code)


def test_signing_keeps_the_day() -> None:
    given(pledges, REGISTERED).when(pledges.sign, when=WHEN, signatory="p-7", document="5/BB").then(
        PledgeSigned(signatory="p-7", document="5/BB")
    )
    assert pledge_of(REGISTERED, (PledgeSigned(), "2022-03-15")).signed == Moment.parse("2022-03-15")


def test_what_is_not_registered_cannot_be_signed() -> None:
    given(pledges).when(pledges.sign, when=WHEN).refuses("pledge_not_registered")


def test_a_pledge_is_signed_once() -> None:
    given(pledges, REGISTERED, (PledgeSigned(), "2022-03-15")).when(pledges.sign, when=WHEN).refuses(
        "pledge_already_signed", signed="2022-03-15"
    )


def test_a_registration_known_to_its_year_comes_before_a_signature_in_it() -> None:
    assert pledge_of((PledgeSigned(), "2022-03-01"), (REGISTERED, "2022")).signed is not None


def test_a_signature_before_the_registration_contradicts() -> None:
    refusal = contradicts(pledges, (PledgeSigned(), "2022-03-01"), (REGISTERED, "2022-03-02"))
    assert refusal.code == "pledge_not_registered"


def test_an_amendment_replaces_the_targets_and_keeps_the_signature() -> None:
    given(pledges, REGISTERED, PledgeSigned()).when(
        pledges.amend, when=WHEN, targets=(FIRES,), reason="Bộ giao lại"
    ).then(PledgeAmended(targets=(FIRES,), reason="Bộ giao lại"))
    pledge = pledge_of(REGISTERED, PledgeSigned(), PledgeAmended(targets=(FIRES,), reason="Bộ giao lại"))
    assert pledge.targets == (FIRES,)
    assert pledge.titles == REGISTERED.titles
    assert pledge.signed is not None


def test_an_amendment_of_titles_keeps_the_targets() -> None:
    pledge = pledge_of(REGISTERED, PledgeAmended(titles=(), reason="Nhầm"))
    assert (pledge.titles, pledge.targets) == ((), REGISTERED.targets)


def test_what_cannot_be_amended() -> None:
    given(pledges).when(pledges.amend, when=WHEN, titles=(), reason="x").refuses("pledge_not_registered")
    given(pledges, REGISTERED).when(pledges.amend, when=WHEN, reason="x").refuses("amendment_empty")
    given(pledges, REGISTERED).when(pledges.amend, when=WHEN, titles=(), reason=" ").refuses("reason_missing")
    given(pledges, REGISTERED).when(pledges.amend, when=WHEN, targets=(FIRES, FIRES), reason="x").refuses(
        "target_repeated", target="fires"
    )


def test_a_withdrawn_pledge_takes_nothing_more() -> None:
    withdrawn = given(pledges, REGISTERED, (WITHDRAWN, "2022-04-01"))
    for decide, arguments in (
        (pledges.sign, {}),
        (pledges.amend, {"titles": (), "reason": "x"}),
        (pledges.withdraw, {"reason": "x"}),
        (pledges.report, {"target": "fires", "met": True}),
        (pledges.report, {"met": True}),
    ):
        withdrawn.refusal = None
        withdrawn.when(decide, when=WHEN, **arguments).refuses("pledge_withdrawn", withdrawn="2022-04-01")


def test_an_act_that_may_lie_before_the_withdrawal_is_not_refused() -> None:
    pledge = pledge_of(REGISTERED, (WITHDRAWN, "2022-04-01"), (PledgeSigned(), "2022-04"))
    assert pledge.signed is not None


def test_a_pledge_is_withdrawn_once_and_with_a_reason() -> None:
    given(pledges, REGISTERED).when(pledges.withdraw, when=WHEN, reason="Sáp nhập").then(WITHDRAWN)
    given(pledges, REGISTERED).when(pledges.withdraw, when=WHEN, reason="").refuses("reason_missing")
    given(pledges, REGISTERED, (WITHDRAWN, "2022-06-30")).when(
        pledges.withdraw, when=WHEN, reason="x"
    ).refuses("pledge_withdrawn")


def test_a_result_is_reported_and_a_later_one_replaces_it() -> None:
    given(pledges, REGISTERED).when(
        pledges.report, when=WHEN, target="solved", actual=Decimal("79.9"), measure="%", document="BC 3"
    ).then(TargetReported(target="solved", actual=Decimal("79.9"), measure="%", document="BC 3"))
    pledge = pledge_of(REGISTERED, told("solved", actual="79.9"), told("solved", actual="81"))
    assert pledge.results["solved"].actual == Decimal("81")
    assert pledge.known_results() == {"solved": True}


def test_what_cannot_be_reported() -> None:
    signed = given(pledges, REGISTERED)
    signed.when(pledges.report, when=WHEN, target="solved", name="x", met=True).refuses("target_and_name")
    signed.when(pledges.report, when=WHEN, target="solved").refuses("result_missing", target="solved")
    signed.when(pledges.report, when=WHEN, actual=Decimal("Infinity")).refuses("not_a_figure")
    signed.when(pledges.report, when=WHEN, target="models", met=True).refuses(
        "target_not_registered", target="models", registered=["solved", "fires", "clean"]
    )
    given(pledges).when(pledges.report, when=WHEN, target="solved", met=True).refuses("pledge_not_registered")


def test_without_a_pledge_figures_have_names_and_targets_are_reported_together() -> None:
    pledge = pledge_of(
        TargetReported(name="Mô hình tự quản", actual=Decimal(1277), measure="mô hình"),
        TargetReported(met=True),
    )
    assert pledge.figures["Mô hình tự quản"].actual == Decimal(1277)
    assert (pledge.all_met, pledge.total, pledge.met_count()) == (True, None, None)


def test_a_named_figure_may_be_reported_after_a_withdrawal() -> None:
    given(pledges, REGISTERED, (WITHDRAWN, "2022-04-01")).when(
        pledges.report, when=WHEN, name="Mô hình", actual=Decimal(3)
    ).then(TargetReported(name="Mô hình", actual=Decimal(3)))


@pytest.mark.parametrize(
    ("target", "result", "met"),
    [
        (SOLVED, {"actual": "80"}, True),
        (SOLVED, {"actual": "79.99"}, False),
        (SOLVED, {"actual": "79.99", "met": True}, True),
        (FIRES, {"actual": "5"}, True),
        (FIRES, {"actual": "6"}, False),
        (CLEAN, {"actual": "1"}, None),
        (CLEAN, {"met": False}, False),
    ],
)
def test_met_follows_from_goal_and_direction(
    target: Target, result: dict[str, object], met: bool | None
) -> None:
    assert is_met(target, told(target.id, **result)) is met


def test_the_count_is_known_once_every_target_is() -> None:
    some = (REGISTERED, told("solved", actual="90"), told("fires", actual="9"))
    assert pledge_of(*some).met_count() is None
    assert pledge_of(*some).all_met is False
    every = pledge_of(*some, told("clean", met=True))
    assert (every.met_count(), every.total, every.all_met) == (2, 3, False)


def test_a_result_that_decides_nothing_is_left_out() -> None:
    pledge = pledge_of(REGISTERED, told("clean", actual="1"))
    assert (pledge.known_results(), pledge.all_met) == ({}, None)


def test_all_met_speaks_for_each_until_a_later_report() -> None:
    pledge = pledge_of(REGISTERED, told("fires", met=False), TargetReported(met=True))
    assert (pledge.all_met, pledge.met_count()) == (True, 3)
    corrected = pledge_of(REGISTERED, TargetReported(met=True), told("fires", actual="8"))
    assert (corrected.all_met, corrected.met_count()) == (False, 2)


def test_not_all_met_leaves_the_count_unknown() -> None:
    pledge = pledge_of(REGISTERED, told("fires", met=True), TargetReported(met=False))
    assert (pledge.all_met, pledge.met_count()) == (False, None)


def test_facts_of_other_streams_change_nothing() -> None:
    other = EntryRetracted(position=1, reason="x")
    assert pledges.evolve(None, entry(other)) is None
    pledges.admit(None, other, WHEN)
