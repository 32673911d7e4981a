"""The steps of a cluster's year and their order. `cycles` keeps the stream."""

from collections.abc import Mapping
from typing import Literal, get_args

from domain.moments import Moment
from domain.refusals import Refusal

Step = Literal[
    "launched", "rules_adopted", "midyear", "ninemonth", "summed_up", "minuted", "submitted", "closed"
]
STEPS: tuple[Step, ...] = get_args(Step)
# No text says whether rules come before or after the launch (both are known), so adopting them is bound
# only to come before the summing-up.
_BEFORE: Mapping[Step, tuple[Step, ...]] = {
    "launched": (),
    "rules_adopted": (),
    "midyear": ("launched",),
    "ninemonth": ("launched", "midyear"),
    "summed_up": ("launched", "rules_adopted", "midyear", "ninemonth"),
    "minuted": ("launched", "rules_adopted", "midyear", "ninemonth", "summed_up"),
    "submitted": ("launched", "rules_adopted", "midyear", "ninemonth", "summed_up", "minuted"),
    "closed": STEPS[:-1],
}


def admit_order(cycle: str, steps: Mapping[Step, Moment], step: Step, when: Moment) -> None:
    """Refuse a step that lies certainly before an earlier step of the year, or after a later one.

    The order is that of the yearly calendar observed in reports (none of it is law), so only what is
    certainly reversed is refused.

    Raises:
        Refusal: `step_out_of_order`, naming both steps and their dates.
    """
    for other, moment in steps.items():
        before_earlier = other in _BEFORE[step] and moment.certainly_after(when)
        after_later = step in _BEFORE[other] and when.certainly_after(moment)
        if before_earlier or after_later:
            raise Refusal(
                "step_out_of_order",
                cycle=cycle,
                step=step,
                date=when.text(),
                other=other,
                other_date=moment.text(),
            )
