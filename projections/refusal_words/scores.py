"""Why a score or a scoring table cannot be taken."""

from projections.catalogue import marked

SCORES = marked(
    {
        "not_a_figure": (
            "Không ghi được: giá trị “{value:id}” ở “{field:id}” không phải số hợp lệ. Số có nhiều nhất "
            "{integer_digits_max} chữ số phần nguyên và {decimals_max} chữ số phần thập phân."
        ),
        "criterion_repeated": (
            "Không dùng được bảng chấm điểm: tiêu chí “{criterion:id}” nêu hai lần. Mỗi tiêu chí có một mã "
            "riêng."
        ),
        "maximum_not_positive": (
            "Không dùng được bảng chấm điểm: điểm tối đa của “{criterion:id}” là {maximum}. Điểm tối đa "
            "phải lớn hơn 0."
        ),
        "group_empty": (
            "Không dùng được bảng chấm điểm: nhóm “{criterion:id}” chưa có tiêu chí nào. Thêm tiêu chí "
            "hoặc bỏ nhóm."
        ),
        "leaf_with_criteria": (
            "Không dùng được bảng chấm điểm: tiêu chí “{criterion:id}” ({kind:criterion}) không thể có "
            "tiêu chí con. Chỉ nhóm tiêu chí có tiêu chí con."
        ),
        "knockout_on_group": (
            "Không dùng được bảng chấm điểm: nhóm “{criterion:id}” không thể là điểm liệt. Đặt điểm liệt ở "
            "từng tiêu chí."
        ),
        "criteria_do_not_add_up": (
            "Không dùng được bảng chấm điểm: các tiêu chí của nhóm “{criterion:id}” cộng lại là {total}, "
            "nhóm ghi {maximum}. Sửa cho khớp."
        ),
        "table_does_not_add_up": (
            "Không dùng được bảng chấm điểm “{table:id}”: các nhóm cộng lại là {total}, bảng ghi "
            "{maximum}. Sửa cho khớp; điểm cộng, điểm trừ không tính vào tổng."
        ),
        "total_beside_marks": (
            "Không ghi được: đã chấm từng tiêu chí thì không nêu thêm tổng điểm {total}. Bỏ tổng điểm, "
            "hoặc chỉ ghi tổng điểm khi nguồn tin không có điểm từng tiêu chí."
        ),
        "marks_missing": (
            "Không ghi được: chưa có điểm tiêu chí nào và chưa có tổng điểm. Chấm các tiêu chí, hoặc ghi "
            "tổng điểm theo nguồn tin."
        ),
        "mark_repeated": (
            "Không ghi được: tiêu chí “{criterion:id}” chấm hai lần. Mỗi tiêu chí chỉ chấm một lần."
        ),
        "figure_negative": (
            "Không ghi được: {field:mark} của tiêu chí “{criterion:id}” là {value}, không thể âm. Kiểm tra "
            "lại số liệu."
        ),
        "scoring_table_missing": (
            "Chưa chấm từng tiêu chí được: năm thi đua chưa ban hành bảng chấm điểm. Ban hành quy định kèm "
            "bảng chấm điểm trước."
        ),
        "criterion_unknown": (
            "Không chấm được: bảng chấm điểm “{table:id}” không có tiêu chí “{criterion:id}”. Dùng đúng mã "
            "tiêu chí của bảng."
        ),
        "criterion_is_group": (
            "Không chấm được: “{criterion:id}” là nhóm tiêu chí. Chấm từng tiêu chí trong nhóm."
        ),
        "mark_of_wrong_kind": (
            "Không chấm được: tiêu chí “{criterion:id}” ({kind:criterion}) không nhận {given:mark}. Nêu "
            "{needed:mark}."
        ),
        "mark_incomplete": (
            "Không chấm được: tiêu chí “{criterion:id}” ({kind:criterion}) còn thiếu {needed:mark}. Bổ "
            "sung, hoặc ghi tiêu chí không áp dụng cho đơn vị."
        ),
        "points_out_of_range": (
            "Không chấm được: tiêu chí “{criterion:id}” được {points} điểm, ngoài khung từ {minimum} đến "
            "{maximum}. Kiểm tra lại điểm."
        ),
        "explanation_missing": (
            "Không ghi được: giải trình chưa có nội dung. Nêu tiêu chí và lý do của từng tiêu chí."
        ),
        "score_already_submitted": (
            "Không nộp lại được: đơn vị đã nộp bảng tự chấm điểm ({submitted:date}). Cụm trả lại thì đơn "
            "vị mới nộp lại."
        ),
        "score_already_final": (
            "Không ghi được: điểm của đơn vị đã chốt ({finalised:date}). Điểm sai thì đính chính mục đã ghi."
        ),
        "score_stage_passed": (
            "Không ghi được bước {stage:stage}: điểm đã qua bước {passed:stage} ({since:date}). Cụm trả "
            "lại bảng điểm trước, hoặc ghi lại cho đúng ngày."
        ),
        "score_in_draft": (
            "Chưa ghi được bước {stage:stage}: bảng điểm đã trả lại đơn vị ({returned:date}). Đơn vị nộp "
            "lại bảng tự chấm điểm trước."
        ),
        "nothing_scored": "Chưa ghi được: đơn vị chưa có điểm nào. Đơn vị tự chấm điểm trước.",
    }
)
