"""What came out of a ballot, as sentences that show their arithmetic."""

from typing import Any

from domain.ballot_facts import BallotCounted
from domain.ballots import UNCOUNTED_MODES, Ballot
from domain.tally import CandidateResult, Quorum, warnings
from projections.catalogue import Language, marked
from projections.phrases import Naming, Unnamed, phrase
from projections.refusals import warning_sentence

_LINE = marked(
    "{name}: {votes_for}/{base_size} phiếu thuận trên {base:base}, "
    "cần {comparison:comparison} {threshold} ({needed} phiếu): {passed:passed}"
)
_OUT_OF_REACH = marked(
    "{name}: {votes_for}/{base_size} phiếu thuận trên {base:base}, "
    "cần {comparison:comparison} {threshold}, nhiều hơn số có thể đạt: {passed:passed}"
)
_NO_BASE = marked("{name}: không tính được tỷ lệ vì {base:base} bằng 0: {passed:passed}")
_QUORUM = marked("Đủ số cử tri tham gia: {attending}/{roll_size}, cần ≥ {share} ({needed}).")
_NO_QUORUM = marked(
    "Không đủ số cử tri tham gia: {attending}/{roll_size}, cần ≥ {share} ({needed}); "
    "kết quả không có giá trị."
)
_TIE = marked("Bằng phiếu cho {seats} suất còn lại: {tied:unit}.")
_ELECTED = marked("Đạt: {elected:unit}.")
_NOBODY = marked("Không đơn vị nào đạt.")
_DIFFERS = marked("Kết quả ghi theo nguồn tin, khác với kết quả tính từ số phiếu.")
_STATED_TIE = marked("Bằng phiếu: {tied:unit}[; phân định theo {decided_by:tie}].")
_UNCOUNTED = marked("Nguồn tin không nêu số phiếu[; {elected:unit} đạt].")
_UNCOUNTED_NOBODY = marked("Nguồn tin không nêu số phiếu; không đơn vị nào đạt.")
_ACCLAIMED = marked("Suy tôn, không đếm phiếu[: {elected:unit}|; nguồn tin không nêu đơn vị].")
_ANNULLED = marked("Kết quả đã bị hủy; lý do: {reason}.")
_UNDECIDED = marked("Chưa có kết quả.")


def result_sentence(line: CandidateResult, language: Language, name: str) -> str:
    """One candidate's result: votes for, of which base, against which threshold, and what follows."""
    text = _LINE if line.needed <= line.base_size else _OUT_OF_REACH
    params: dict[str, Any] = {field: getattr(line, field) for field in line.__struct_fields__}
    return _say(language, _NO_BASE if line.share is None else text, name=name, **params)


def quorum_sentence(quorum: Quorum, language: Language) -> str:
    """Whether enough electors took part, and how many were needed."""
    return _say(
        language,
        _QUORUM if quorum.met else _NO_QUORUM,
        attending=quorum.attending,
        roll_size=quorum.roll_size,
        share=quorum.share_needed,
        needed=quorum.needed,
    )


def tie_sentence(tied: tuple[str, ...], seats: int, language: Language, names: Naming | None = None) -> str:
    """Who is tied, and for how many seats."""
    return _say(language, _TIE, names, tied=tied, seats=seats)


def ballot_warnings(ballot: Ballot, language: Language, names: Naming | None = None) -> list[str]:
    """What should be known of a ballot's rule and numbers while its outcome is still to come.

    Nothing where rule or roll is not stated or nothing is counted, nor once it is decided or annulled.
    """
    opened, over = ballot.opened, ballot.is_decided or ballot.is_annulled
    if over or opened.rule is None or not opened.roll or opened.mode in UNCOUNTED_MODES:
        return []
    found = warnings(opened.rule, len(opened.roll), opened.seats)
    return [warning_sentence(warning, language, names) for warning in found]


def ballot_sentences(ballot: Ballot, language: Language, names: Naming | None = None) -> list[str]:
    """All that is to be told of a ballot's outcome: quorum, every candidate, ties, who is elected."""
    if ballot.annulment is not None:
        return [_say(language, _ANNULLED, reason=ballot.annulment.reason.strip().rstrip("."))]
    outcome = ballot.outcome
    if outcome is None:
        return [_say(language, _UNDECIDED)]
    if not isinstance(outcome, BallotCounted):
        nobody = outcome.elected == ()
        return [_say(language, _NOBODY if nobody else _ACCLAIMED, names, elected=outcome.elected)]
    result = ballot.result
    if result is None:
        nobody = outcome.elected == ()
        told = [_say(language, _UNCOUNTED_NOBODY if nobody else _UNCOUNTED, names, elected=outcome.elected)]
        return told + _stated_tie(outcome, language, names)
    told = [quorum_sentence(result.quorum, language)]
    told += [result_sentence(line, language, _name(line.candidate, names)) + "." for line in result.lines]
    if result.tied:
        told.append(tie_sentence(result.tied, result.seats_open, language, names))
    if outcome.elected is not None and not result.allows(outcome.elected):
        told.append(_say(language, _DIFFERS))
    if outcome.elected is not None:
        told.append(_say(language, _ELECTED if outcome.elected else _NOBODY, names, elected=outcome.elected))
    return told


def _stated_tie(outcome: BallotCounted, language: Language, names: Naming | None) -> list[str]:
    if not outcome.tied:
        return []
    return [_say(language, _STATED_TIE, names, tied=outcome.tied, decided_by=outcome.decided_by)]


def _name(unit: str, names: Naming | None) -> str:
    return phrase("vi", "{unit:unit}", names or Unnamed(), {"unit": unit})


def _say(language: Language, text: str, names: Naming | None = None, **params: Any) -> str:
    return phrase(language, text, names or Unnamed(), params)
