"""What the parts of a board are called: the numbers and words that have a lineage, or differ."""

from collections.abc import Mapping

from projections.catalogue import Language, marked, translate

# By the name in an answer, up to the colon.
PARTS: Mapping[str, str] = marked(
    {
        "name": "tên",
        "first_year": "năm đầu",
        "last_year": "năm cuối",
        "movement": "phong trào",
        "theme": "chủ đề",
        "slogans": "khẩu hiệu",
        "step": "bước",
        "rule_set": "bộ quy định",
        "lead": "trưởng",
        "deputy": "phó",
        "max": "điểm tối đa",
        "ranked_by": "cách xếp hạng",
        "rank": "hạng",
        "status": "tình trạng",
        "member": "tư cách thành viên",
        "left": "đã rời",
        "pledged_titles": "danh hiệu đăng ký",
        "score.self": "điểm tự chấm",
        "score.verified": "điểm thẩm định",
        "score.final": "điểm chốt",
        "score.max": "điểm tối đa",
        "targets.total": "số chỉ tiêu",
        "targets.met": "chỉ tiêu đạt",
        "targets.all_met": "đạt mọi chỉ tiêu",
        "title": "danh hiệu",
        "votes": "phiếu",
        "commendation": "khen thưởng",
    }
)
# The groups of entries that several numbers share.
GROUPS: Mapping[str, str] = marked(
    {
        "rules": "quy định của năm",
        "members": "thành viên của cụm",
        "marks.self": "điểm tự chấm của mọi đơn vị",
        "marks.verified": "điểm thẩm định của mọi đơn vị",
        "marks.final": "điểm chốt của mọi đơn vị",
        "ballot": "cuộc bỏ phiếu",
    }
)


def called(language: Language, what: str, table: Mapping[str, str] = PARTS) -> str:
    """A part of the board in words, with what of it is meant: `title:flag_ministry` is of that title."""
    name, _, which = what.partition(":")
    if name not in table:
        return what
    words = translate(language, table[name])
    return f"{words}: {which}" if which else words
