"""A rule set in words: part by part, line by line, so that it can be read, and two be laid side by side."""

from collections.abc import Iterable

import msgspec

from domain.rules import BallotRule, Quota, RuleSet, ScoreRule, Source, TitleRule
from projections.catalogue import Language, marked, translate
from projections.formats import day, listed, number
from projections.rule_words import answer, code, said
from projections.words import word


class RuleLine(msgspec.Struct, frozen=True):
    """One thing that a rule set says: what about, and what."""

    key: str
    term: str
    value: str


class RulePart(msgspec.Struct, frozen=True, kw_only=True):
    """A part of a rule set with its source; `confirmed` says whether the text of that was read.

    It is None where there are several sources, of which each says so itself.
    """

    key: str
    title: str
    lines: tuple[RuleLine, ...]
    source: str
    confirmed: bool | None


class Compared(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that two rule sets say; None where one of them does not speak of it."""

    part: str
    term: str
    one: str | None
    other: str | None

    @property
    def differs(self) -> bool:
        """Whether they do not say the same."""
        return self.one != self.other


def rule_parts(rules: RuleSet, language: Language) -> list[RulePart]:
    """A rule set in the order in which it is read: when it holds, ballots, scores, then each title."""
    return [
        _general(rules, language),
        _ballot(rules.ballot, language, "ballot", translate(language, marked("Bỏ phiếu"))),
        _score(rules.score, language),
        *(_title(title, language) for title in rules.titles),
    ]


def rules_compared(one: RuleSet, other: RuleSet, language: Language) -> list[Compared]:
    """All that either says, in the order of the first and then what only the second knows."""
    told = [_by_place(rules, language) for rules in (one, other)]
    places = dict.fromkeys([*told[0], *told[1]])
    found = []
    for place in places:
        part, line = told[0].get(place) or told[1][place]
        sides = [side[place][1].value if place in side else None for side in told]
        found.append(Compared(part=part, term=line.term, one=sides[0], other=sides[1]))
    return found


def _by_place(rules: RuleSet, language: Language) -> dict[tuple[str, str], tuple[str, RuleLine]]:
    return {
        (part.key, line.key): (part.title, line)
        for part in rule_parts(rules, language)
        for line in (*part.lines, _source_line(part, language))
    }


def _source_line(part: RulePart, language: Language) -> RuleLine:
    told = part.source if part.confirmed is not False else _unread(part.source, language)
    return RuleLine("source", translate(language, marked("Căn cứ")), told)


def _unread(source: str, language: Language) -> str:
    return translate(language, marked("{source} (chưa đối chiếu với văn bản)"), source=source)


def source_text(source: Source, language: Language) -> str:
    """A source as it is cited."""
    reference = said(source.reference, language)
    if source.article is None:
        return reference
    cited = marked("{reference}, Điều {article}")
    return translate(language, cited, reference=reference, article=source.article)


def _with_state(source: Source, language: Language) -> str:
    told = source_text(source, language)
    return told if source.confirmed else _unread(told, language)


def _general(rules: RuleSet, language: Language) -> RulePart:
    def line(key: str, term: str, value: str) -> RuleLine:
        return RuleLine(key, translate(language, term), value)

    endless = translate(language, marked("chưa định ngày hết"))
    until = endless if rules.valid_to is None else day(rules.valid_to, language)
    return RulePart(
        key="general",
        title=translate(language, marked("Hiệu lực và trình tự")),
        lines=(
            line("valid_from", marked("Có hiệu lực từ"), day(rules.valid_from, language)),
            line("valid_to", marked("Hết hiệu lực sau"), until),
            line("sequence", marked("Trình tự của năm"), code("sequence", rules.sequence, language)),
            line("pledge", marked("Bắt buộc đăng ký giao ước"), answer(rules.pledge_required, language)),
            line("titles", marked("Danh hiệu"), _titles([one.code for one in rules.titles], language)),
        ),
        source=listed([_with_state(source, language) for source in rules.sources], language),
        confirmed=None,
    )


def _ballot(rule: BallotRule, language: Language, key: str, title: str) -> RulePart:
    comparison = word("comparison", rule.comparison, language)
    threshold = translate(
        language,
        marked("{comparison} {threshold} trên {base}"),
        comparison=comparison,
        threshold=rule.threshold,
        base=word("base", rule.base, language),
    )
    told = [
        ("threshold", marked("Đạt khi phiếu thuận"), threshold),
        ("quorum", marked("Số cử tri phải tham gia"), _quorum(rule, language)),
        (
            "modes",
            marked("Hình thức"),
            listed([word("mode", mode, language) for mode in rule.modes], language),
        ),
        ("tie", marked("Khi bằng phiếu"), word("tie", rule.tie, language)),
        ("self_vote", marked("Đơn vị được bỏ phiếu cho mình"), answer(rule.self_vote, language)),
        ("change", marked("Được đổi phiếu trước khi đóng"), answer(rule.change_until_close, language)),
    ]
    return RulePart(
        key=key,
        title=title,
        lines=tuple(RuleLine(name, translate(language, term), value) for name, term, value in told),
        source=source_text(rule.source, language),
        confirmed=rule.source.confirmed,
    )


def _quorum(rule: BallotRule, language: Language) -> str:
    return translate(
        language,
        marked("≥ {quorum} tổng số cử tri, {base}"),
        quorum=rule.quorum,
        base=code("quorum_base", rule.quorum_base, language),
    )


def _score(rule: ScoreRule, language: Language) -> RulePart:
    rounding = translate(
        language,
        marked("{digits} chữ số thập phân, {rounding}, {at}"),
        digits=number(rule.digits, language),
        rounding=code("rounding", rule.rounding, language),
        at=code("rounded_at", rule.at, language),
    )
    ties = listed([code("tie_break", name, language) for name in rule.tie_break], language)
    told = [
        ("rounding", marked("Làm tròn"), rounding),
        ("bonus", marked("Điểm cộng được vượt mức tối đa"), answer(rule.bonus_above_maximum, language)),
        ("tie_break", marked("Khi bằng điểm, xét lần lượt"), ties),
    ]
    return RulePart(
        key="score",
        title=translate(language, marked("Chấm điểm")),
        lines=tuple(RuleLine(name, translate(language, term), value) for name, term, value in told),
        source=source_text(rule.source, language),
        confirmed=rule.source.confirmed,
    )


def _title(rule: TitleRule, language: Language) -> RulePart:
    none_needed = translate(language, marked("không đòi danh hiệu nào khác"))
    unlimited = translate(language, marked("không có hạn mức"))
    needed = _titles(rule.prerequisites, language) if rule.prerequisites else none_needed
    quota = unlimited if rule.quota is None else _quota(rule.quota, language)
    told = [
        ("level", marked("Cấp"), word("level", rule.level, language)),
        ("authority", marked("Thẩm quyền"), said(rule.authority, language)),
        ("prerequisites", marked("Phải đạt tiêu chuẩn của"), needed),
        ("leading", marked("Phải dẫn đầu cụm"), answer(rule.requires_leading, language)),
        ("quota", marked("Hạn mức đề nghị"), quota),
    ]
    lines = [RuleLine(name, translate(language, term), value) for name, term, value in told]
    if rule.ballot is not None:
        lines += _ballot(rule.ballot, language, "", "").lines
    return RulePart(
        key=rule.code,
        title=rule.vietnamese if language == "vi" else rule.english,
        lines=tuple(lines),
        source=source_text(rule.source, language),
        confirmed=rule.source.confirmed,
    )


def _quota(quota: Quota, language: Language) -> str:
    told = marked(
        "nhiều nhất {share} của {scope}[, trong các đơn vị đạt tiêu chuẩn {of}], {rounding}; căn cứ: {source}"
        "[ ({unconfirmed})]"
    )
    unconfirmed = None if quota.source.confirmed else word("unconfirmed", "no", language)
    return translate(
        language,
        told,
        share=quota.fraction,
        scope=code("quota_scope", quota.scope, language),
        of=None if quota.of is None else word("title", quota.of, language),
        rounding=code("rounding", quota.rounding, language),
        source=source_text(quota.source, language),
        unconfirmed=unconfirmed,
    )


def _titles(codes: Iterable[str], language: Language) -> str:
    return listed([word("title", one, language) for one in codes], language)
