"""Why a nomination or a rule set cannot be taken."""

from projections.catalogue import marked

TITLES = marked(
    {
        "nomination_not_proposed": (
            "Chưa ghi được: [{unit:unit}|đơn vị] chưa được đề nghị tặng [{title:honour}|danh hiệu này]. "
            "Ghi việc đề nghị trước."
        ),
        "already_proposed": (
            "Không đề nghị lại được: {unit:unit} đã được đề nghị tặng {title:honour}, hiện ở trạng thái "
            "“{status:status}” ({since:date})."
        ),
        "already_decided": (
            "Không ghi được: việc xét tặng {title:honour} cho {unit:unit} đã có quyết định, trạng thái "
            "“{status:status}” ({since:date}). Ghi sai thì đính chính mục đã ghi."
        ),
        "already_presented": "Không trao lại được: {title:honour} đã trao cho {unit:unit} ({since:date}).",
        "presented_before_decided": (
            "Không ghi được quyết định “{outcome:outcome}” ({date:date}): {title:honour} đã trao cho "
            "{unit:unit} ({since:date}). Quyết định tặng phải có trước ngày trao."
        ),
        "consideration_deferred": (
            "Chưa ghi được: việc xét tặng {title:honour} cho {unit:unit} đang để lại, chưa xét (từ "
            "{since:date}). Ghi việc tiếp tục xét trước."
        ),
        "not_deferred": (
            "Không ghi tiếp tục xét được: việc xét tặng {title:honour} cho {unit:unit} không ở trạng thái "
            "chưa xét mà là “{status:status}” (từ {since:date})."
        ),
        "not_granted": (
            "Chưa trao được: {unit:unit} chưa có quyết định tặng {title:honour}, trạng thái "
            "“{status:status}” (từ {since:date}). Ghi quyết định của cấp có thẩm quyền trước."
        ),
        "nomination_annulled": (
            "Không ghi được: quyết định tặng {title:honour} cho {unit:unit} đã bị hủy bỏ (từ "
            "{since:date}). Chỉ ghi tiếp khi danh hiệu được phục hồi."
        ),
        "nothing_to_annul": (
            "Không hủy bỏ được: {unit:unit} chưa có quyết định tặng {title:honour}, trạng thái "
            "“{status:status}” (từ {since:date})."
        ),
        "not_annulled": (
            "Không phục hồi được: {title:honour} của {unit:unit} không bị hủy bỏ, trạng thái "
            "“{status:status}” (từ {since:date})."
        ),
        "times_not_positive": "Không ghi được: số lần là {times}. Số lần từ 1 trở lên.",
        "instead_without_downgrade": (
            "Không ghi được: quyết định “{outcome:outcome}” không đi kèm danh hiệu tặng thay "
            "({instead:title}). Chỉ nêu khi tặng danh hiệu thấp hơn."
        ),
        "prerequisite_missing": (
            "Chưa đề nghị tặng {title:honour} được: còn thiếu {missing:honour}. Căn cứ: {source:reference}[ "
            "({confirmed:unconfirmed})]. Đề nghị danh hiệu đó trước hoặc cùng lúc."
        ),
        "title_not_in_rule_set": (
            "Không dùng được danh hiệu “{title:title}”: bộ quy định “{rule_set:id}” không có danh hiệu "
            "này. Các danh hiệu có: {titles:title}."
        ),
        "mode_not_available_yet": "Chưa mở phiếu được: hình thức {mode:mode} chưa có. Chọn hình thức khác.",
        "ballot_without_rule": (
            "Không mở phiếu được: hình thức {mode:mode} cần quy tắc bỏ phiếu. Ban hành quy định của năm "
            "thi đua trước, hoặc nêu quy tắc."
        ),
        "mode_not_allowed": (
            "Không mở phiếu được: quy tắc không có hình thức {mode:mode}. Các hình thức được dùng: "
            "{modes:mode}."
        ),
        "written_opinion_without_quorum": (
            "Không mở phiếu được: hình thức {mode:mode} không có người dự họp, mà quy tắc chỉ tính số có "
            "mặt. Chọn hình thức khác, hoặc sửa quy tắc."
        ),
        "rule_fraction_wrong": (
            "Không dùng được bộ quy định: “{value:id}” ở “{field:id}” không phải phân số lớn hơn 0 và "
            "không quá 1. Viết như 2/3."
        ),
        "rule_set_dates_wrong": (
            "Không dùng được bộ quy định: hết hiệu lực ({valid_to:date}) trước khi có hiệu lực "
            "({valid_from:date}). Sửa “{field:id}”."
        ),
        "rule_written_opinion_uncounted": (
            "Không dùng được bộ quy định: có lấy ý kiến bằng văn bản nhưng “{field:id}” chỉ tính "
            "{value:base}. Chọn cách tính khác, hoặc bỏ hình thức này."
        ),
        "rule_code_wrong": (
            "Không dùng được bộ quy định: mã “{value:id}” ở “{field:id}” sai. Mã gồm chữ thường không dấu, "
            "số và dấu gạch dưới."
        ),
        "rule_list_empty": "Không dùng được bộ quy định: “{field:id}” còn trống. Nêu ít nhất một mục.",
        "rule_number_wrong": (
            "Không dùng được bộ quy định: “{field:id}” là {value}. Giá trị này từ {least} trở lên."
        ),
        "rule_set_field_wrong": (
            "Không đọc được bộ quy định[ ở “{field:id}”]: {problem}. Sửa theo mẫu của bộ quy định kèm theo."
        ),
        "rule_set_unreadable": (
            "Không đọc được bộ quy định: tệp không đúng định dạng TOML ({problem}). Sửa tệp rồi đọc lại."
        ),
        "rule_title_unknown": (
            "Không dùng được bộ quy định: “{value:id}” ở “{field:id}” không phải danh hiệu nêu trước đó.[ "
            "Các danh hiệu có: {titles:id}.]"
        ),
        "rule_listed_twice": (
            "Không dùng được bộ quy định: “{value:id}” nêu hai lần ở “{field:id}”. Mỗi mục chỉ nêu một lần."
        ),
        "rule_set_unknown": (
            "Không áp dụng được: không có bộ quy định “{rule_set:id}”. Các bộ quy định có: {known:id}."
        ),
        "rules_not_valid": (
            "Không áp dụng được bộ quy định “{rule_set:id}” cho [{cycle:cycle}|năm thi đua này]: bộ quy "
            "định có hiệu lực từ {valid_from:date}[ đến {valid_to:date}]. Chọn bộ quy định có hiệu lực "
            "trong năm đó."
        ),
    }
)
