"""Why somebody may not do something: by which rule, who may, and from when; and what the edge cannot read."""

from projections.catalogue import marked

AUTHORITY = marked(
    {
        "not_permitted": (
            "Bạn chưa làm được việc này: {action:action}. Theo bảng phân quyền, người làm được[ ở giai đoạn "
            "{phase:phase}]: [{who:holder}|không ai]. [Đơn vị bạn đại diện làm được từ {since:date}.|Bạn "
            "làm được ở giai đoạn: {yours:phase}.|Quyền có từ khi được giao vai trò, được cử làm đại diện "
            "hoặc được ủy quyền.]"
        ),
        "not_permitted_in_phase": (
            "Chưa làm được việc này: {action:action}. Năm thi đua ở giai đoạn {phase:phase}; theo bảng phân "
            "quyền, việc này làm từ giai đoạn: {phases:phase}. Người làm được: [{who:holder}|không ai]."
        ),
        "not_permitted_dated": (
            "Bạn không nêu ngày cho việc này được: {action:action}. Theo bảng phân quyền, bạn chỉ ghi vào "
            "lúc làm, từ bây giờ. Người ghi được việc đã qua: [{who:holder}|không ai]."
        ),
        "ballot_terms_pinned": (
            "Chưa mở được cuộc bỏ phiếu: theo bảng phân quyền, quy tắc là quy tắc năm đã thông qua và cử tri "
            "là các thành viên trong ngày, chỉ cơ quan thi đua nêu khác được. Bỏ trường “{field:id}” rồi gửi "
            "lại; làm được ngay."
        ),
        "token_scope_missing": (
            "Mã truy cập này chưa đủ phạm vi: theo bảng phân quyền, việc này cần phạm vi "
            "{scope:token_scope}. Chủ của mã đăng nhập rồi tạo mã có phạm vi đó; làm được từ khi có mã mới."
        ),
        "session_needed": (
            "Không dùng mã truy cập cho việc này được: theo bảng phân quyền, việc này chỉ làm sau khi đăng "
            "nhập. Chủ của mã làm được từ khi đăng nhập."
        ),
        "effective_in_future": (
            "Chưa ghi được: {date:date} chưa tới. [Theo quy tắc ghi ngày, việc này ghi trước nhiều nhất "
            "{days_max} ngày.|Theo quy tắc ghi ngày, chỉ ghi việc đã làm.] Người được quyền ghi lại từ hôm "
            "đó, hoặc sửa ngày."
        ),
        "late_reason_needed": (
            "Chưa ghi được việc của {date:date}: ghi việc đã qua phải nêu lý do, từ {letters_min} ký tự trở "
            "lên. Người ghi nêu lý do ở “{field:id}”; ghi được ngay từ khi có lý do."
        ),
        "body_unreadable": (
            "Không đọc được nội dung gửi lên: phải là JSON viết bằng UTF-8. Người gửi sửa lại rồi gửi."
        ),
        "version_unreadable": (
            "Không đọc được “{field:id}”. Ghi đúng giá trị ETag đã nhận, kể cả dấu ngoặc kép, hoặc dấu *."
        ),
    }
)
