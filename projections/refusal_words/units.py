"""Why nothing can be recorded of a unit, a cluster or its lead."""

from projections.catalogue import marked

UNITS = marked(
    {
        "unit_not_registered": (
            "Chưa ghi được: [đơn vị “{unit:id}”|đơn vị này] chưa có trong danh sách đơn vị vào ngày đó. "
            "Đăng ký đơn vị trước rồi ghi lại."
        ),
        "unit_already_registered": (
            "Không đăng ký lại được: mã “{unit:id}” đã dùng cho {name}. Đơn vị đổi tên thì ghi việc đổi "
            "tên; đơn vị khác thì đặt mã khác."
        ),
        "unit_ended": (
            "Không ghi được cho {unit:unit}: đơn vị đã {status:unit_status} từ {since:date}[, đơn vị kế "
            "thừa là {successors:unit}]. Đơn vị kế thừa không đương nhiên nhận vai trò, danh hiệu hay giao "
            "ước; chỉ nhận theo quyết định được ghi lại."
        ),
        "successor_missing": (
            "Không ghi được việc tách {unit:unit}: chưa nêu đơn vị kế thừa. Nêu ít nhất một đơn vị; không "
            "có đơn vị kế thừa thì ghi là giải thể."
        ),
        "unit_succeeds_itself": (
            "Không ghi được: {unit:unit} không thể kế thừa chính mình. Chỉ thay tên thì ghi việc đổi tên."
        ),
        "successor_named_twice": (
            "Không ghi được việc tách {unit:unit}: có đơn vị nêu hai lần trong số {into:unit}. Mỗi đơn vị "
            "kế thừa chỉ nêu một lần."
        ),
        "already_representative": (
            "Không cần cử lại: người này đã là đại diện của {unit:unit} từ {since:date} với cùng chức vụ. "
            "Chức vụ thay đổi thì ghi chức vụ mới."
        ),
        "not_representative": (
            "Không ghi thôi cử được: người này không phải đại diện của {unit:unit} vào ngày đó. Kiểm tra "
            "lại mã người và ngày."
        ),
        "delegator_not_representative": (
            "Không ủy quyền được: người ủy quyền không phải đại diện được cử của {unit:unit} vào ngày đó. "
            "Chỉ người được cử làm đại diện mới ủy quyền; người thay không ủy quyền tiếp."
        ),
        "stand_in_is_representative": (
            "Không cần ủy quyền: người thay đã là đại diện được cử của {unit:unit}. Nêu một người khác."
        ),
        "scopes_missing": (
            "Không ủy quyền được: chưa nêu phạm vi. Nêu ít nhất một trong các việc: {scopes:scope}."
        ),
        "scope_named_twice": (
            "Không ủy quyền được: {scope:scope} nêu hai lần trong phạm vi. Mỗi việc chỉ nêu một lần."
        ),
        "delegation_until_wrong": (
            "Không ủy quyền đến {until:date} được. Ngày hết hạn phải từ {earliest:date} đến {latest:date}; "
            "ai thay lâu hơn thì cử làm đại diện."
        ),
        "not_delegated": (
            "Không ghi thôi ủy quyền được: người thay không có ủy quyền đó của {unit:unit} vào ngày đó. Kiểm "
            "tra lại mã hai người và ngày."
        ),
        "cluster_not_formed": (
            "Chưa ghi được: [cụm “{cluster:id}”|cụm này] chưa thành lập vào ngày đó. Ghi quyết định thành "
            "lập cụm trước rồi ghi lại."
        ),
        "cluster_already_formed": (
            "Không ghi thành lập lại được: mã “{cluster:id}” đã dùng cho {name}. Cụm khác thì đặt mã khác."
        ),
        "already_member": (
            "Không cần ghi lại: {unit:unit} đã là thành viên của cụm từ {since:date}. Ngày vào cụm sai thì "
            "đính chính mục đã ghi."
        ),
        "not_a_member": (
            "Không ghi được: {unit:unit} không phải thành viên của cụm vào ngày đó nên không thể "
            "{role:part}.[ Thành viên của cụm: {members:unit}.] Đơn vị vừa vào cụm thì ghi việc vào cụm "
            "trước."
        ),
        "deputy_is_lead": (
            "Không ghi được: {unit:unit} không thể vừa là cụm trưởng vừa là cụm phó năm {year:id}. Nêu hai "
            "đơn vị khác nhau."
        ),
        "tenure_out_of_year": (
            "Không ghi được: nhiệm kỳ cụm trưởng năm {year:id} không thể bắt đầu từ {effective_from:date}. "
            "Ngày bắt đầu phải thuộc năm {year:id} hoặc năm liền trước."
        ),
        "already_handed_over": (
            "Không bàn giao lại được: nhiệm vụ cụm trưởng năm {year:id} đã bàn giao[ cho {lead:unit}] "
            "({since:date}). Ghi sai thì đính chính mục đã ghi."
        ),
        "outgoing_is_not_lead": (
            "Không ghi được: {unit:unit} không phải cụm trưởng bàn giao cho năm {year:id}. Chỉ cụm trưởng "
            "đương nhiệm bàn giao: {lead:unit}."
        ),
        "handover_differs_from_election": (
            "Không bàn giao cho {unit:unit} được: các đơn vị thành viên đã bầu {elected:unit} làm "
            "{role:role} năm {year:id}. Bàn giao đúng kết quả bầu, hoặc đính chính mục ghi kết quả bầu."
        ),
        "not_handed_over": (
            "Chưa nhận bàn giao được: nhiệm vụ cụm trưởng năm {year:id} chưa được bàn giao. Cụm trưởng "
            "đương nhiệm bàn giao trước."
        ),
        "already_accepted": (
            "Không cần nhận lại: nhiệm vụ cụm trưởng năm {year:id} đã được nhận bàn giao ({since:date})."
        ),
        "not_the_new_lead": (
            "Không nhận bàn giao được: {unit:unit} không phải cụm trưởng năm {year:id}. Chỉ {lead:unit} "
            "nhận bàn giao."
        ),
    }
)
