"""Refusals and warnings as sentences: what is not possible, by which rule, and what to do."""

from domain.refusals import Refusal
from domain.tally import BallotWarning
from projections.catalogue import Language, marked, translate
from projections.phrases import Naming, Unnamed, phrase
from projections.refusal_words import REFUSALS, WARNINGS

_UNKNOWN = marked("Không thực hiện được: yêu cầu bị từ chối với mã “{code}”.")


def refusal_sentence(refusal: Refusal, language: Language, names: Naming | None = None) -> str:
    """Why a decision cannot be taken, with units by the names that `names` knows."""
    return _sentence(refusal, language, names, REFUSALS.get(refusal.code) or WARNINGS.get(refusal.code))


def warning_sentence(
    warning: BallotWarning | Refusal, language: Language, names: Naming | None = None
) -> str:
    """What should be known before a decision: of a ballot, of a title, or of the turn to lead."""
    return _sentence(warning, language, names, WARNINGS.get(warning.code))


def _sentence(
    told: BallotWarning | Refusal, language: Language, names: Naming | None, text: str | None
) -> str:
    if text is None:
        return translate(language, _UNKNOWN, code=told.code)
    params = dict(told.params)
    if isinstance(told, Refusal):
        params["rule"] = told.rule
    cause = params.get("cause")
    if isinstance(cause, Refusal):
        params["cause"] = refusal_sentence(cause, language, names)
    return phrase(language, text, names or Unnamed(), params)
