"""What should be known before a decision that nobody is kept from."""

from projections.catalogue import marked

WARNINGS = marked(
    {
        "threshold_unreachable": (
            "Không đơn vị nào đạt được: cần {comparison:comparison} {threshold:id}, tức {needed} phiếu, mà "
            "chỉ tính trên {base_size}."
        ),
        "threshold_is_unanimity": (
            "Cần {comparison:comparison} {threshold:id} của {base_size}, tức tất cả {needed} phiếu: một "
            "phiếu không đồng ý là không đạt."
        ),
        "one_vote_suffices": (
            "Chỉ cần {needed} phiếu đồng ý trong {base_size} là đạt ({comparison:comparison} {threshold:id})."
        ),
        "few_electors": "Chỉ có {roll_size} cử tri: một phiếu có thể quyết định kết quả.",
        "quorum_is_everybody": (
            "Phải đủ cả {needed}/{roll_size} cử tri mới bỏ phiếu được (quy tắc cần {quorum:id})."
        ),
        "quorum_cannot_pass": (
            "Đủ {quorum_needed} cử tri là được bỏ phiếu, nhưng cần {needed} phiếu đồng ý trong "
            "{base_size} mới đạt ({comparison:comparison} {threshold:id}): nếu chỉ vừa đủ số thì không đơn "
            "vị nào đạt."
        ),
        "self_vote_off": (
            "Đơn vị không bỏ phiếu cho chính mình: đơn vị có trong {roll_size} cử tri được tính trên "
            "{base_size}."
        ),
        "tie_possible": "Chỉ chọn {seats} đơn vị; nếu bằng phiếu thì phân định theo {tie:tie}.",
        "rule_unconfirmed": (
            "Quy tắc bỏ phiếu này chưa được đối chiếu với văn bản nào; nguồn: {reference:reference}."
        ),
        "prerequisite_missing": (
            "Đơn vị được đề nghị tặng {title:honour} còn thiếu {missing:honour}. Căn cứ: {source:reference}[ "
            "({confirmed:unconfirmed})]. Nêu lý do khi đề nghị."
        ),
        "not_leading": (
            "Đơn vị được đề nghị tặng {title:honour} không xếp thứ nhất. Căn cứ: {source:reference}. "
            "Nêu lý do khi đề nghị."
        ),
        "lead_twice_in_a_row": (
            "{unit:unit} đã là cụm trưởng năm {before:id}, nay tiếp tục năm {year:id}. Cụm trưởng được "
            "chọn luân phiên ({rule})."
        ),
        "deputy_passed_over": (
            "{deputy:unit} là cụm phó năm trước nhưng {unit:unit} được chọn làm cụm trưởng năm {year:id}. "
            "Thường cụm phó làm cụm trưởng năm sau; đây là thông lệ, không phải quy định."
        ),
    }
)
