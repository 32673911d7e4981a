"""Why a duty waits, by its code: one sentence that names the fact it follows from."""

from projections.catalogue import marked

DUTIES = marked(
    {
        "launch_cycle": "Năm thi đua đã mở ({opened:date}) mà chưa phát động.",
        "adopt_rules": (
            "Năm thi đua đã mở ({opened:date}) mà chưa ban hành quy định, bảng điểm. Chưa có quy định thì "
            "chưa chấm điểm và chưa bỏ phiếu theo quy định được."
        ),
        "review_midyear": "Năm đã phát động, chưa ghi sơ kết 6 tháng. Cụm không sơ kết thì bỏ qua bước này.",
        "check_ninemonth": (
            "Năm đã phát động, chưa ghi kiểm tra 9 tháng. Cụm không kiểm tra thì bỏ qua bước này."
        ),
        "sum_up_cycle": "Năm đã phát động mà chưa ghi hội nghị tổng kết.",
        "sum_up_scored": "Điểm của mọi đơn vị đã chốt, chưa ghi hội nghị tổng kết.",
        "sign_minutes": "Đã tổng kết và các cuộc bỏ phiếu đều có kết quả, biên bản chưa ký.",
        "submit_dossier": "Biên bản đã ký, hồ sơ của cụm chưa trình.",
        "close_cycle": "Hồ sơ đã trình và không còn việc nào chờ trong năm này.",
        "review_drive": "Đợt “{name}” đã phát động[, kết thúc {ends:date}], chưa sơ kết.",
        "close_drive": "Đợt “{name}” đã sơ kết mà chưa ghi kết thúc.",
        "register_pledge": "Năm đã phát động, {unit:unit} chưa đăng ký chỉ tiêu và danh hiệu.",
        "sign_pledge": "{unit:unit} đã đăng ký thi đua ({registered:date}) mà chưa ký giao ước.",
        "report_target": "{unit:unit} còn {missing}/{total} chỉ tiêu chưa báo cáo kết quả.",
        "submit_self_score": "Bảng điểm đã ban hành, {unit:unit} chưa nộp điểm tự chấm.",
        "score_returned": "Bảng điểm của {unit:unit} bị trả lại ({returned:date}), chờ nộp lại.",
        "verify_score": "{unit:unit} đã nộp điểm tự chấm ({reached:date}), cụm chưa thẩm định.",
        "explain_score": (
            "Cụm thẩm định khác với điểm tự chấm của {unit:unit}. Đơn vị giải trình được cho đến khi chốt "
            "điểm; đồng ý thì không cần làm gì."
        ),
        "recheck_score": "{unit:unit} đã giải trình điểm ({reached:date}), chờ phúc tra.",
        "finalise_score": "Điểm của {unit:unit} đã kiểm tra xong ({reached:date}) mà chưa chốt.",
        "open_ballot": "Đã tổng kết, chưa có cuộc bỏ phiếu hay suy tôn nào.",
        "open_second_round": "Cuộc bỏ phiếu[ {titles:honour}] có phiếu bằng nhau, chờ bỏ phiếu vòng hai.",
        "take_attendance": "Cuộc bỏ phiếu[ {titles:honour}] đang mở, chưa điểm danh cử tri.",
        "appoint_tellers": "Cuộc bỏ phiếu kín[ {titles:honour}] chưa có ban kiểm phiếu.",
        "cast_vote": "Cuộc bỏ phiếu[ {titles:honour}] đang mở, {unit:unit} chưa bỏ phiếu.",
        "close_ballot": "Mọi cử tri có mặt đã bỏ phiếu[ {titles:honour}], cuộc bỏ phiếu chưa kết thúc.",
        "close_unnamed_ballot": (
            "Cuộc bỏ phiếu[ {titles:honour}] đang mở và đã điểm danh. Kết thúc khi cử tri đã bỏ phiếu xong."
        ),
        "count_roll_call": "Cuộc bỏ phiếu[ {titles:honour}] đã kết thúc, chưa tổng hợp phiếu ghi tên.",
        "count_hands": "Cuộc biểu quyết[ {titles:honour}] đã kết thúc, chưa ghi số giơ tay.",
        "enter_teller_count": (
            "Cuộc bỏ phiếu kín[ {titles:honour}] đã kết thúc, chờ hai người kiểm phiếu nhập số liệu."
        ),
        "acclaim": "Việc suy tôn[ {titles:honour}] đã mở, chưa ghi kết quả.",
        "record_outcome": "Cuộc bỏ phiếu[ {titles:honour}] chưa ghi kết quả theo biên bản.",
        "ballot_contested": (
            "[{by:unit} khiếu nại|Có khiếu nại về] kết quả bỏ phiếu: “{reason}”. Khiếu nại đúng thì hủy kết "
            "quả; không đúng thì việc này hết khi danh hiệu có quyết định hoặc năm thi đua kết thúc."
        ),
        "propose_nomination": "{unit:unit} đạt phiếu {title:honour}, cụm chưa đề nghị.",
        "recommend_nomination": "Đã đề nghị {title:honour} cho {unit:unit} ({since:date}), chờ thẩm định.",
        "nomination_returned": (
            "Đề nghị {title:honour} cho {unit:unit} bị trả lại để bổ sung ({since:date}), chờ trình lại."
        ),
        "submit_nomination": (
            "Đã thẩm định đề nghị {title:honour} cho {unit:unit} ({since:date}), chưa trình."
        ),
        "decide_nomination": "Đề nghị {title:honour} cho {unit:unit} đã trình, chờ quyết định.",
        "resume_nomination": "Đề nghị {title:honour} cho {unit:unit} đang tạm dừng xét từ {since:date}.",
        "present_nomination": "{unit:unit} đã được tặng {title:honour} ({since:date}), chưa ghi việc trao.",
        "join_cluster": "Cụm đã thành lập mà chưa có đơn vị thành viên.",
        "appoint_representative": (
            "{unit:unit} là thành viên của cụm mà chưa có đại diện: chưa ai ký giao ước, bỏ phiếu thay được."
        ),
        "assign_lead": "Năm {year:id} đang diễn ra mà chưa có cụm trưởng.",
        "elect_lead": "Đã tổng kết, chưa chọn cụm trưởng năm {year:id}. Nhiệm kỳ này hết ngày 31/12.",
        "hand_over_lead": "{lead:unit} sẽ làm cụm trưởng năm {year:id}, cụm trưởng hiện nay chưa bàn giao.",
        "accept_handover": (
            "Nhiệm vụ cụm trưởng năm {year:id} đã bàn giao ({handed_over:date})[ cho {lead:unit}], chưa nhận."
        ),
        "open_cycle": "Cụm chưa mở năm thi đua {year:id}.",
    }
)
