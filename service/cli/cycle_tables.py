"""The tables of a cycle: its board, steps, ballots, counts, pledges, drives and history."""

from typing import Any

from projections.catalogue import marked
from service.answers import Answer
from service.cli.grid import Cell, Column, Part, Teller, facts, grid
from service.cli.roles import HANDOVERS, LEADS, called, leaders

_UNIT = marked("Đơn vị")
_TITLES = marked("Danh hiệu")
_NAME = marked("Tên")
_STATUS = marked("Tình trạng")
_DAY = marked("Ngày")
_FOR = marked("Đồng ý")
_AGAINST = marked("Không đồng ý")
_ABSTAIN = marked("Không ý kiến")
_COLLECTIVES = marked("Tập thể")
_INDIVIDUALS = marked("Cá nhân")
_RESULT = marked("Kết quả")
_TARGET = marked("Chỉ tiêu")
_WAITED_FOR = ("now", "partly")
_NAMES_MAX = 2  # more names than these would break every row of the steps over many lines
_ROLES = marked(
    {
        "member": "các đơn vị thành viên",
        "office": "cơ quan thi đua, khen thưởng",
        "tellers": "ban kiểm phiếu",
    }
)


def standings(tell: Teller, told: Answer) -> list[Part]:
    """The board."""
    rows = [
        [
            tell.number(one["rank"]),
            _member(tell, one),
            *(tell.number(one["score"][stage]) for stage in ("self", "verified", "final")),
            _share(tell, one["targets"]),
        ]
        for one in told["members"]
    ]
    columns = [
        Column(marked("Hạng"), right=True),
        Column(_UNIT),
        Column(marked("Tự chấm"), right=True),
        Column(marked("Thẩm định"), right=True),
        Column(marked("Chốt"), right=True),
        Column(_TARGET, right=True),
    ]
    head = facts(tell, (marked("Bước"), tell.word("step", told["step"])))
    parts: list[Part] = [f"{told['name'] or told['cluster']}, {tell.years(told)}", *head]
    parts += leaders(tell, told["cluster_kind"], told)
    nobody = marked("Chưa ghi đơn vị thành viên nào.")
    parts += [*grid(tell, columns, rows, nobody), *_titles(tell, told)]
    return [*parts, *_counts(tell, told)] if told["commendations"] else parts


def _member(tell: Teller, member: dict[str, Any]) -> Cell:
    if member["left"] is None:
        return tell.unit(member)
    return tell.text(marked("{unit} (rời {day})"), unit=tell.unit(member), day=tell.on(member["left"]))


def _share(tell: Teller, targets: dict[str, Any]) -> Cell:
    if targets["met"] is None or targets["total"] is None:
        return tell.text(marked("đạt đủ")) if targets["all_met"] else None
    return f"{tell.number(targets['met'])}/{tell.number(targets['total'])}"


def _titles(tell: Teller, told: Answer) -> list[Part]:
    rows = [
        [
            tell.unit(member),
            tell.word("title", one["title"]),
            tell.word("status", one["status"]),
            tell.on(one["since"]),
        ]
        for member in told["members"]
        for one in member["titles"]
    ]
    columns = [Column(_UNIT), Column(_TITLES), Column(_STATUS), Column(marked("Từ ngày"), whole=True)]
    return grid(tell, columns, rows) if rows else []


def steps(tell: Teller, told: Answer) -> list[Part]:
    """The tracker."""
    rows = [
        [
            _step(tell, one["step"], told["cluster_kind"]),
            tell.word("step_status", one["status"]),
            tell.on(one["on"]) or "",
            _parts_done(tell, one),
            _missing(tell, one) if one["status"] in _WAITED_FOR else "",
            _who_can(tell, one, told["cluster_kind"]) if one["status"] in _WAITED_FOR else "",
        ]
        for one in told["steps"]
    ]
    columns = [
        Column(marked("Bước")),
        Column(_STATUS, whole=True),
        Column(_DAY, whole=True),
        Column(marked("Xong"), right=True, spare=True),
        Column(marked("Còn thiếu"), spare=True),
        Column(marked("Ai làm tiếp"), spare=True),
    ]
    return [told["cycle"], *grid(tell, columns, rows)]


def _parts_done(tell: Teller, step: dict[str, Any]) -> str:
    """How many parts are done; nothing where no source speaks of the step, since that is not none."""
    if step["of"] is None or step["status"] == "not_stated":
        return ""
    return f"{tell.number(step['done'])}/{tell.number(step['of'])}"


def _step(tell: Teller, step: str, kind: Cell) -> Cell:
    return tell.text(called(HANDOVERS, kind)) if step == "handed_over" else tell.word("step", step)


def _missing(tell: Teller, step: dict[str, Any]) -> str:
    """The units that a step waits for: by name where they are few, else their number."""
    missing = step["missing"]
    if len(missing) > _NAMES_MAX:
        return tell.text(marked("{count} đơn vị"), count=tell.number(len(missing)))
    return tell.units(missing) or ""


def _who_can(tell: Teller, step: dict[str, Any], kind: Cell) -> str:
    can_act = step["can_act"]
    units = can_act["units"]
    if units and units == step["missing"]:
        return tell.text(marked("đơn vị còn thiếu"))
    if 0 < len(units) <= _NAMES_MAX:
        return tell.units(units) or ""
    if can_act["role"] == "lead":
        return tell.text(called(LEADS, kind)).lower()
    return tell.text(_ROLES[can_act["role"]])


def votes(tell: Teller, told: Answer) -> list[Part]:
    """The ballots, one table each, and the named votes under it."""
    parts: list[Part] = [told["cycle"]]
    for one in told["ballots"]:
        parts += ["", *_ballot(tell, one)]
    return parts if told["ballots"] else [*parts, tell.text(marked("Chưa có cuộc bỏ phiếu nào được ghi."))]


def _ballot(tell: Teller, ballot: dict[str, Any]) -> list[Part]:
    title = tell.words("title", ballot["titles"]) or ballot["question"]
    head = facts(
        tell,
        (marked("Bỏ phiếu"), ballot["ballot"]),
        (marked("Về"), title),
        (marked("Hình thức"), tell.word("mode", ballot["mode"])),
        (marked("Kết thúc"), tell.on(ballot["decided_at"] or ballot["closed_at"])),
    )
    rows = [
        [
            tell.unit(one),
            *(tell.number(one[option]) for option in ("votes_for", "votes_against", "votes_abstain")),
            _arithmetic(tell, one),
            _elected(tell, one, ballot["tied"]),
        ]
        for one in ballot["candidates"]
    ]
    columns = [
        Column(_UNIT),
        Column(_FOR, right=True),
        Column(_AGAINST, right=True),
        Column(_ABSTAIN, right=True),
        Column(marked("Tỷ lệ (cần)"), right=True),
        Column(_RESULT),
    ]
    cast: list[Part] = [
        *grid(tell, [Column(marked("Cử tri")), Column(marked("Phiếu")), Column(_DAY)], _cast(tell, ballot))
    ]
    counted = grid(tell, columns, rows) if rows else []
    papers = _papers(tell, ballot["count"])
    told = [*ballot["sentences"][tell.language], *_warnings(tell, ballot)]
    return [*head, *papers, *told, *counted, *(cast if ballot["votes"] else [])]


def _warnings(tell: Teller, ballot: dict[str, Any]) -> list[str]:
    """What the chair should know of the rule and the numbers, as long as votes are taken."""
    if ballot["status"] != "open":
        return []
    return [tell.text(marked("Lưu ý: {warning}"), warning=one) for one in ballot["warnings"][tell.language]]


def _papers(tell: Teller, count: dict[str, Any] | None) -> list[str]:
    """The ballot papers as minutes tell them; nothing where no source counts any."""
    names = ("issued", "returned", "valid", "invalid")
    if count is None or all(count[name] is None for name in names):
        return []
    sentence = marked("Phiếu: phát ra {issued}, thu về {returned}, hợp lệ {valid}, không hợp lệ {invalid}.")
    return [tell.text(sentence, **{name: tell.number(count[name]) for name in names})]


def _arithmetic(tell: Teller, candidate: dict[str, Any]) -> Cell:
    if candidate["share"] is None:
        return None
    comparison = tell.word("comparison", candidate["comparison"])
    return f"{candidate['share']} ({comparison} {candidate['threshold']})"


def _elected(tell: Teller, candidate: dict[str, Any], tied: list[dict[str, Any]]) -> Cell:
    elected = candidate["elected"]
    if elected is None:
        return None
    if not elected and candidate["unit"] in [one["unit"] for one in tied]:
        return tell.text(marked("bằng phiếu"))
    return tell.text(marked("đạt") if elected else marked("không đạt"))


def _cast(tell: Teller, ballot: dict[str, Any]) -> list[list[Cell]]:
    names = {one["unit"]: str(tell.unit(one)) for one in ballot["candidates"]}
    rows: list[list[Cell]] = []
    for vote in ballot["votes"]:
        choices = None
        if vote["choices"] is not None:
            told = [
                f"{names.get(unit, unit)}: {tell.word('choice', one)}"
                for unit, one in vote["choices"].items()
            ]
            choices = "\n".join(told)
        rows.append([tell.unit(vote["elector"]), choices, tell.moment(vote["at"])])
    return rows


def commendations(tell: Teller, told: Answer) -> list[Part]:
    """The counts."""
    return [told["cycle"], *_counts(tell, told)]


def _counts(tell: Teller, told: Answer) -> list[Part]:
    rows = [
        [
            _form(tell, one),
            tell.unit(one["unit"]) or "",
            *(tell.number(one[counted]) for counted in ("collectives", "individuals", "awards")),
            tell.word("counting", one["counting"]),
        ]
        for one in told["commendations"]
    ]
    columns = [
        Column(marked("Hình thức khen thưởng")),
        Column(_UNIT, spare=True),
        Column(_COLLECTIVES, right=True),
        Column(_INDIVIDUALS, right=True),
        Column(marked("Tổng chung"), right=True),
        Column(marked("Cách đếm")),
    ]
    sources = sorted({one["source"] for one in told["commendations"] if one["source"]})
    noted = [f"{tell.text(marked('Nguồn'))}: {source}" for source in sources]
    return [*grid(tell, columns, rows, marked("Chưa ghi số liệu khen thưởng nào.")), *noted]


def _form(tell: Teller, line: dict[str, Any]) -> str:
    form = tell.word("form", line["form"]) or tell.text(marked("mọi hình thức"))
    grade = tell.word("grade", line["grade"])
    level = tell.word("level", line["level"])
    told = " ".join(part for part in (form, grade) if part)
    told = f"{told} ({level})" if level else told
    return f"– {told}" if line["within"] else told


def pledges(tell: Teller, told: Answer) -> list[Part]:
    """The pledges, and under them every target with its result."""
    rows = [
        [
            tell.unit(one),
            tell.on(one["signed_on"]),
            _share(tell, one),
            tell.words("title", one["pledged_titles"]),
        ]
        for one in told["pledges"]
    ]
    columns = [
        Column(_UNIT),
        Column(marked("Ngày ký"), whole=True),
        Column(marked("Đạt"), right=True),
        Column(marked("Danh hiệu đăng ký")),
    ]
    nobody = marked("Chưa ghi giao ước nào.")
    return [told["cycle"], *grid(tell, columns, rows, nobody), *_targets(tell, told)]


def _targets(tell: Teller, told: Answer) -> list[Part]:
    rows = [
        [
            tell.unit(one),
            target["name"],
            "" if target["direction"] == "yes_no" else tell.number(target["goal"]),
            "" if target["direction"] == "yes_no" else tell.number(target["actual"]),
            target["measure"] or "",
            tell.answer(target["met"]),
        ]
        for one in told["pledges"]
        for target in one["targets"]
    ]
    columns = [
        Column(_UNIT),
        Column(_TARGET),
        Column(marked("Mục tiêu"), right=True),
        Column(_RESULT, right=True),
        Column(marked("Đơn vị tính")),
        Column(marked("Đạt")),
    ]
    return grid(tell, columns, rows) if rows else []


def drives(tell: Teller, told: Answer) -> list[Part]:
    """The drives."""
    rows = [
        [
            one["name"],
            tell.on(one["launched_on"]),
            tell.day(one["ends"]) or tell.on(one["closed_on"]),
            tell.number(one["collectives"]),
            tell.number(one["individuals"]),
        ]
        for one in told["drives"]
    ]
    columns = [
        Column(_NAME),
        Column(marked("Phát động"), whole=True),
        Column(marked("Kết thúc"), whole=True),
        Column(_COLLECTIVES, right=True),
        Column(_INDIVIDUALS, right=True),
    ]
    return [told["cycle"], *grid(tell, columns, rows, marked("Chưa ghi đợt thi đua nào."))]


def history(tell: Teller, told: Answer) -> list[Part]:
    """Every entry."""
    rows: list[list[Cell]] = [
        [str(one["position"]), tell.on(one["on"]), _sentence(tell, one)] for one in told["entries"]
    ]
    columns = [
        Column(marked("Mục số"), right=True, whole=True),
        Column(_DAY, whole=True),
        Column(marked("Diễn biến")),
    ]
    return [told["cycle"], *grid(tell, columns, rows)]


def _sentence(tell: Teller, entry: dict[str, Any]) -> str:
    sentence = str(entry["sentence"])
    if not entry["stands"]:
        retracted = marked("{sentence} (đã rút, xem mục số {position})")
        return tell.text(retracted, sentence=sentence, position=str(entry["retracted_by"]))
    if entry["corrected_by"]:
        corrected = marked("{sentence} (đã đính chính, xem mục số {position})")
        return tell.text(corrected, sentence=sentence, position=str(entry["corrected_by"][-1]))
    return sentence
