"""Why nothing can be recorded in a cycle, a pledge, a drive, an inspection, a count of commendations."""

from projections.catalogue import marked

YEAR = marked(
    {
        "cycle_already_opened": "Không mở lại được: {cycle:cycle} đã mở từ {since:date}.",
        "years_reversed": (
            "Không mở được: năm cuối {last_year:id} đứng trước năm đầu {first_year:id}. Kiểm tra lại hai năm."
        ),
        "document_missing": (
            "Không thay quy định được: {cycle:cycle} đã áp dụng quy định từ {since:date}. Muốn thay phải "
            "nêu văn bản ban hành quy định mới."
        ),
        "cycle_not_opened": (
            "Chưa ghi được: [{cycle:cycle}|năm thi đua này] chưa mở vào ngày đó[, chỉ mở từ {since:date}]. "
            "Mở năm thi đua trước, hoặc ghi lại cho đúng ngày."
        ),
        "cycle_closed": (
            "Không ghi được: {cycle:cycle} đã kết thúc ({since:date}). Mở lại năm thi đua và nêu lý do, "
            "rồi ghi."
        ),
        "step_not_reached": (
            "Chưa ghi được: {cycle:cycle} chưa qua bước “{step:step}”, mà bộ quy định “{rule_set:id}” yêu "
            "cầu làm đủ trình tự. Ghi bước đó trước."
        ),
        "cycle_goes_on": (
            "Chưa kết thúc được ({date:date}): [{cycle:cycle}|năm thi đua này] còn việc ghi {latest:date}. "
            "Kết thúc vào ngày sau đó."
        ),
        "cycle_not_closed": "Không mở lại được: [{cycle:cycle}|năm thi đua này] chưa kết thúc.",
        "step_already_reached": (
            "Không ghi lại được: bước “{step:step}” của {cycle:cycle} đã ghi ({since:date}). Ghi sai thì "
            "đính chính mục đã ghi."
        ),
        "step_out_of_order": (
            "Không ghi được: bước “{step:step}” ({date:date}) và bước “{other:step}” ({other_date:date}) "
            "của {cycle:cycle} trái trình tự của năm thi đua. Kiểm tra lại ngày của cả hai bước."
        ),
        "pledge_already_registered": (
            "Không đăng ký lại được: đơn vị đã đăng ký thi đua ({registered:date}). Thay đổi nội dung thì "
            "sửa giao ước và nêu lý do."
        ),
        "pledge_not_registered": (
            "Chưa ghi được: đơn vị chưa đăng ký thi đua vào ngày đó. Đơn vị đăng ký chỉ tiêu, danh hiệu "
            "trước."
        ),
        "pledge_already_signed": "Không ký lại được: giao ước đã ký ({signed:date}).",
        "pledge_withdrawn": (
            "Không ghi được: đơn vị đã rút giao ước ({withdrawn:date}). Đơn vị đăng ký lại trước."
        ),
        "amendment_empty": (
            "Không sửa giao ước được: chưa nêu chỉ tiêu hay danh hiệu nào thay đổi. Nêu danh sách mới của "
            "chỉ tiêu, danh hiệu, hoặc cả hai."
        ),
        "reason_missing": "Không ghi được: chưa nêu lý do. Nêu lý do bằng một câu ngắn.",
        "target_and_name": (
            "Không ghi được: kết quả nêu cả chỉ tiêu “{target:id}” và tên “{name}”. Chỉ nêu một trong hai."
        ),
        "result_missing": (
            "Không ghi được kết quả[ của “{target:id}”| của “{name}”]: chưa có số thực hiện, cũng chưa nêu "
            "đạt hay không đạt. Nêu ít nhất một trong hai."
        ),
        "target_not_registered": (
            "Không ghi được kết quả: đơn vị không đăng ký chỉ tiêu “{target:id}”.[ Chỉ tiêu đã đăng ký: "
            "{registered:id}.] Số liệu ngoài chỉ tiêu đăng ký thì nêu tên thay cho mã chỉ tiêu."
        ),
        "target_repeated": (
            "Không ghi được: chỉ tiêu “{target:id}” nêu hai lần. Mỗi chỉ tiêu chỉ nêu một lần."
        ),
        "goal_on_yes_no_target": (
            "Không ghi được: chỉ tiêu “{target:id}” thuộc loại có hoặc không nên không có mức phấn đấu "
            "{goal}. Bỏ mức phấn đấu, hoặc đổi loại chỉ tiêu."
        ),
        "title_repeated": "Không ghi được: {title:honour} nêu hai lần. Mỗi danh hiệu chỉ nêu một lần.",
        "drive_already_launched": (
            "Không phát động lại được: “{name}” đã phát động ({launched:date}). Đợt khác thì đặt mã khác."
        ),
        "drive_ends_before_start": (
            "Không ghi được: “{name}” kết thúc ({ends:date}) trước khi bắt đầu ({starts:date}). Kiểm tra "
            "lại hai ngày."
        ),
        "drive_not_launched": "Chưa ghi được: đợt thi đua này chưa phát động. Ghi việc phát động trước.",
        "drive_already_closed": "Không ghi lại được: “{name}” đã kết thúc ({closed:date}).",
        "inspection_already_recorded": (
            "Không ghi lại được: lần kiểm tra này đã ghi ({recorded:date}). Lần kiểm tra khác thì lấy số "
            "thứ tự tiếp theo."
        ),
        "inspector_does_not_fit": (
            "Không ghi được: hình thức “{kind:inspection}” không khớp với đơn vị kiểm tra {by:unit} và đơn "
            "vị được kiểm tra {unit:unit}. Tự kiểm tra là đơn vị kiểm tra chính mình; các hình thức khác "
            "do đơn vị khác kiểm tra."
        ),
        "count_negative": (
            "Không ghi được: {field:field} là {count}, mà số lượng không thể âm. Kiểm tra lại số liệu."
        ),
        "commendation_line_known": (
            "Không ghi được: dòng số liệu “{line:id}” đã có. Số sai thì đính chính mục đã ghi; số liệu "
            "khác thì đặt tên dòng khác."
        ),
        "commendation_line_unknown": (
            "Chưa ghi được dòng “{line:id}”: dòng “{within:id}” mà nó thuộc về chưa có.[ Các dòng đã có: "
            "{lines:id}.] Ghi dòng tổng trước."
        ),
        "commendation_without_figures": (
            "Không ghi được dòng “{line:id}”: chưa có số tập thể, số cá nhân hay số lượt khen thưởng. Nêu "
            "ít nhất một số; nguồn tin không có số thì không ghi dòng này."
        ),
        "part_exceeds_whole": (
            "Không ghi được dòng “{line:id}”: {field:field} là {part}, lớn hơn {whole} của dòng "
            "“{within:id}” mà nó thuộc về. Kiểm tra lại số liệu và cách đếm lượt hay người."
        ),
        "period_ends_before_start": (
            "Không ghi được dòng “{line:id}”: kỳ số liệu kết thúc ({period_to:date}) trước khi bắt đầu "
            "({period_from:date}). Kiểm tra lại hai ngày."
        ),
    }
)
