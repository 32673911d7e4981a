"""What everybody who asks through the service has to say of the date: not in the future, and why so late."""

from domain.moments import CIVIL_ZONE, DAY_MICROSECONDS, Anchor, Moment, Precision, as_datetime
from domain.refusals import Refusal
from service.commands.amendments import REASON_LETTERS_MIN

# A regrouping or an appointment is decided before it takes effect, hardly ever more than a year before.
AHEAD_DAYS_MAX = 400


def asked_moment(effective: str | None, anchor: Anchor, now: int, reason: str | None) -> Moment | None:
    """The moment at which what is asked for is true: None for now.

    An act cannot be dated ahead; a state of affairs (a membership, an appointment) may be known before it
    begins. What is dated back needs a reason, so that an inspector need not ask.

    Raises:
        Refusal: `effective_in_future`, `late_reason_needed`, and those of `Moment.parse`.
    """
    if effective is None:
        return None
    try:
        moment = Moment.parse(effective, anchor)
    except Refusal as refusal:
        raise refusal.of_field("effective") from None
    require_datable(moment, anchor, now, reason)
    return moment


def require_datable(moment: Moment, anchor: Anchor, now: int, reason: str | None) -> None:
    """Check that what is asked for may have this moment: `asked_moment` for one that is read already.

    Raises:
        Refusal: `effective_in_future`, `late_reason_needed`.
    """
    ahead = 0 if anchor is Anchor.END else AHEAD_DAYS_MAX * DAY_MICROSECONDS
    if moment.effective > now + ahead:
        raise Refusal(
            "effective_in_future",
            field="effective",
            date=moment.text(),
            days_max=ahead // DAY_MICROSECONDS or None,
        )
    today = as_datetime(now).astimezone(CIVIL_ZONE).date()
    if moment.precision is Precision.DAY and moment.civil.date() == today:
        return
    if moment.effective < now and len((reason or "").strip()) < REASON_LETTERS_MIN:
        raise Refusal(
            "late_reason_needed", field="reason", date=moment.text(), letters_min=REASON_LETTERS_MIN
        )
