"""The history in words: every entry of the log as one sentence, with what its fact leaves unsaid left out."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import msgspec

from domain.ballot_facts import BallotAcclaimed, BallotCounted, BallotOpened
from domain.commendations import CommendationReported
from domain.counts import Count
from domain.cycles import CycleOpened, RulesAdopted
from domain.facts import Entry, EntryCorrected, Fact
from domain.identity import stream_parts
from domain.moments import Moment
from domain.nomination_facts import NominationDecided, NominationProposed
from domain.pledges import PledgeAmended, PledgeRegistered
from domain.scores import ScoreExplained, ScoreRechecked, ScoreSelfSubmitted, ScoreVerified
from domain.votes import VoteCast, VoteChanged
from projections.catalogue import Language, marked
from projections.field_words import FIELD_KINDS, STREAM_FIELD_KINDS
from projections.phrases import Mentioned, Naming, phrase
from projections.sentence_words import SENTENCES

_FOR = marked("đồng ý {units:unit}")
_AGAINST = marked("không đồng ý {units:unit}")
_ABSTAIN = marked("không có ý kiến về {units:unit}")
_BALLOTS = {
    "issued": marked("phát ra {figure} phiếu"),
    "returned": marked("thu về {figure}"),
    "valid": marked("hợp lệ {figure}"),
    "invalid": marked("không hợp lệ {figure}"),
}
_VOTES = {
    "votes_for": marked("{figure} đồng ý"),
    "votes_against": marked("{figure} không đồng ý"),
    "votes_abstain": marked("{figure} không có ý kiến"),
}
_OPTION = marked("{candidate:unit}: {figures}")
_ELECTED = marked("đạt: {elected:unit}")
_NOBODY_ELECTED = marked("không đơn vị nào đạt")
_NO_COUNT = marked("nguồn tin không nêu số phiếu")
_TIED = marked("bằng phiếu: {tied:unit}[, phân định theo {decided_by:tie}]")
_NOBODY_ACCLAIMED = marked("Hội nghị không suy tôn đơn vị nào")
_INSTANCES = {
    "collectives": marked("{collectives} lượt tập thể"),
    "individuals": marked("{individuals} lượt cá nhân"),
}
_RECIPIENTS = {
    "collectives": marked("{collectives} tập thể"),
    "individuals": marked("{individuals} cá nhân"),
}
_AWARDS = marked("{awards} lượt khen thưởng")
_CHANGED = marked("{field} từ {old} thành {new}")
_ADDED = marked("{field} là {new}")
_LEFT_OUT = marked("bỏ {field} ({old})")
_REWRITTEN = marked("sửa {field}")
_MOVED = marked("thời điểm là {moment}")

# What a stream's name says of every fact in it, by the kind of the stream.
_STREAM_FIELDS: Mapping[str, tuple[str, ...]] = {
    "unit": ("unit",),
    "pledge": ("cycle", "unit"),
    "drive": ("cycle", "drive"),
    "score": ("cycle", "unit"),
    "inspection": ("cycle", "unit", "number"),
    "vote": ("ballot", "elector"),
    "nomination": ("cycle", "title", "unit"),
}
# Free text that a sentence goes on after: its own full stop would stand twice.
_FREE_TEXTS = ("reason", "findings", "note", "document", "question")

Say = Callable[..., str]


def sentence(entry: Entry, names: Naming, language: Language) -> str:
    """What an entry says, as one sentence; the date stands beside it and not in it.

    `names` says by which name each unit is told; one without a name is told by its slug.
    """

    def say(text: str, **params: Any) -> str:
        return phrase(language, text, names, params)

    fact = entry.fact
    kind, parts = stream_parts(entry.originator_id)
    params = {name: getattr(fact, name) for name in fact.__struct_fields__}
    params = dict(zip(_STREAM_FIELDS.get(kind, ()), parts, strict=False)) | params
    for name in _FREE_TEXTS:
        params[name] = (params.get(name) or "").strip().rstrip(".")
    params |= _told(entry, say, language)
    return say(SENTENCES[_variant(entry)], **params)


def mentioned(entry: Entry) -> set[str]:
    """The units (and what else has a name of its own) that an entry's sentence tells by name."""
    asked = Mentioned()
    sentence(entry, asked, "vi")
    return asked.units


def _variant(entry: Entry) -> str:
    fact = entry.fact
    told = [getattr(fact, field, None) for field in ("kind", "mode", "outcome")]
    variants = [f"{fact.topic}:{code}" for code in told if f"{fact.topic}:{code}" in SENTENCES]
    return variants[0] if variants else fact.topic


def _told(entry: Entry, say: Say, language: Language) -> dict[str, Any]:
    """The parameters that are more than a field of the fact."""
    match entry.fact:
        case CycleOpened() as fact:
            return {"last_year": None if fact.last_year == fact.first_year else fact.last_year}
        case RulesAdopted() as fact:
            return _rules(fact, language)
        case PledgeRegistered() | PledgeAmended() as fact:
            return {"targets": len(fact.targets) if fact.targets else None}
        case ScoreSelfSubmitted() | ScoreVerified() | ScoreRechecked() as fact:
            return {"marks": len(fact.marks) or None}
        case ScoreExplained(explanations=explanations):
            return {"explanations": len(explanations)}
        case NominationProposed(times=times) | NominationDecided(times=times):
            return {"times": times if times > 1 else None}
        case CommendationReported() as fact:
            return {"figures": _commended(fact, say)}
        case EntryCorrected() as fact:
            return {"changes": "; ".join(_changes(entry, fact, say))}
    return _told_of_ballot(entry.fact, say)


def _told_of_ballot(fact: Fact, say: Say) -> dict[str, Any]:
    match fact:
        case BallotOpened():
            return _opening(fact)
        case BallotCounted():
            return {"outcome": "; ".join(_outcome(fact, say))}
        case BallotAcclaimed(elected=elected, present=present):
            return {
                "nobody": say(_NOBODY_ACCLAIMED) if elected == () else None,
                "present": None if present is None else len(present),
            }
        case VoteCast() | VoteChanged():
            return {"choices": _choices(fact, say)}
    return {}


def _rules(fact: RulesAdopted, language: Language) -> dict[str, Any]:
    table = fact.scoring_table
    return {
        "rules": fact.rule_set.vietnamese if language == "vi" else fact.rule_set.english,
        "table": table and table.name,
        "maximum": table and table.maximum,
    }


def _opening(fact: BallotOpened) -> dict[str, Any]:
    return {
        "round": fact.round if fact.round > 1 else None,
        "mode": None if fact.mode == "unstated" else fact.mode,
        "roll": len(fact.roll) or None,
        "present": None if fact.present is None else len(fact.present),
    }


def _outcome(fact: BallotCounted, say: Say) -> list[str]:
    parts = _figures(fact.count, say) if fact.count is not None else []
    if not parts:
        parts = [say(_NO_COUNT)]
    if fact.elected is not None:
        parts.append(say(_ELECTED, elected=fact.elected) if fact.elected else say(_NOBODY_ELECTED))
    if fact.tied:
        parts.append(say(_TIED, tied=fact.tied, decided_by=fact.decided_by))
    return parts


def _figures(count: Count, say: Say) -> list[str]:
    ballots = _stated(count, _BALLOTS, say)
    options = [
        say(_OPTION, candidate=option.candidate, figures=votes)
        for option in count.options
        if (votes := _stated(option, _VOTES, say))
    ]
    return [ballots, *options] if ballots else options


def _stated(counted: msgspec.Struct, texts: Mapping[str, str], say: Say) -> str:
    """The figures that are stated, one after another."""
    figures = {name: getattr(counted, name) for name in texts}
    return ", ".join(say(texts[name], figure=value) for name, value in figures.items() if value is not None)


def _choices(fact: VoteCast | VoteChanged, say: Say) -> str:
    parts = []
    for choice, text in (("for", _FOR), ("against", _AGAINST), ("abstain", _ABSTAIN)):
        units = [unit for unit, chosen in fact.choices.items() if chosen == choice]
        if units:
            parts.append(say(text, units=units))
    return "; ".join(parts)


def _commended(fact: CommendationReported, say: Say) -> str:
    texts = {**(_INSTANCES if fact.counting == "instances" else _RECIPIENTS), "awards": _AWARDS}
    figures = {name: getattr(fact, name) for name in texts}
    return ", ".join(
        say(texts[name], **{name: value}) for name, value in figures.items() if value is not None
    )


def _changes(entry: Entry, fact: EntryCorrected, say: Say) -> list[str]:
    stream = stream_parts(entry.originator_id)[0]
    changes = [_change(stream, name, fact.old.get(name), new, say) for name, new in fact.new.items()]
    if fact.effective is not None:
        when = Moment(fact.effective, fact.precision or entry.precision)
        changes.append(say(_MOVED, moment=when))
    return changes


def _change(stream: str, name: str, old: Any, new: Any, say: Say) -> str:
    field = say("{name:field}", name=name)
    if _is_whole(old) or _is_whole(new):
        return say(_REWRITTEN, field=field)
    kind = STREAM_FIELD_KINDS.get((stream, name)) or FIELD_KINDS.get(name)
    place = f"{{value:{kind}}}" if kind else "{value}"
    if _is_nothing(new):
        return say(_LEFT_OUT, field=field, old=say(place, value=old))
    if _is_nothing(old):
        return say(_ADDED, field=field, new=say(place, value=new))
    return say(_CHANGED, field=field, old=say(place, value=old), new=say(place, value=new))


def _is_nothing(value: Any) -> bool:
    return value is None or value in ("", [], ())


def _is_whole(value: Any) -> bool:
    """Whether a value has parts of its own, which one sentence cannot compare."""
    items: Sequence[Any] = value if isinstance(value, list | tuple) else [value]
    return any(isinstance(item, Mapping) for item in items)
