"""Who counts a ballot: the tellers, where they were appointed."""

from collections.abc import Collection, Sequence

from domain.counts import TellerCount
from domain.refusals import Refusal

# Where ballots or hands are counted by persons; named votes are counted from the log.
TELLER_MODES = ("secret_paper", "show_of_hands")
TELLERS_MIN = 2  # what one counts, another counts again


def check_tellers(ballot: str, mode: str, tellers: Sequence[str]) -> None:
    """Refuse tellers for a ballot in whose mode persons count nothing, and fewer than two of them.

    Raises:
        Refusal: `mode_has_no_tellers`, `tellers_wrong`.
    """
    if mode not in TELLER_MODES:
        raise Refusal("mode_has_no_tellers", ballot=ballot, mode=mode, modes=TELLER_MODES)
    if len(tellers) < TELLERS_MIN or len(set(tellers)) < len(tellers):
        raise Refusal("tellers_wrong", ballot=ballot, named=len(tellers), needed=TELLERS_MIN)


def check_counting(ballot: str, appointed: Collection[str], counts: Sequence[TellerCount]) -> None:
    """Refuse a count by somebody else than the tellers of a ballot, where they were appointed.

    Raises:
        Refusal: `teller_not_appointed`.
    """
    for counted in counts:
        if appointed and counted.teller not in appointed:
            raise Refusal("teller_not_appointed", ballot=ballot, teller=counted.teller)
