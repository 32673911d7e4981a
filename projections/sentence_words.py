"""What each fact says as a sentence, by its topic; `:` begins a variant for some of its facts."""

from projections.catalogue import marked

SENTENCES = marked(
    {
        "unit.registered": (
            "Ghi nhận đơn vị: {name}[ (gọi tắt: {short_name})][, loại: {kind:unit_kind}][, trực thuộc "
            "{parent:unit}][, {fictional:fictional}]."
        ),
        "unit.renamed": "Đổi tên đơn vị thành {name}[ (gọi tắt: {short_name})][, theo {document}].",
        "unit.merged": "{unit:unit} sáp nhập vào {into:unit}[, theo {document}].",
        "unit.split": "{unit:unit} tách thành {into:unit}[, theo {document}].",
        "unit.dissolved": "{unit:unit} giải thể[, theo {document}].",
        "representative.appointed": (
            "Cử người đại diện {unit:unit} (mã {person:id})[, chức vụ: {capacity}][, theo {document}]."
        ),
        "representative.released": "Thôi cử người đại diện {unit:unit} (mã {person:id})[, theo {document}].",
        "delegation.granted": (
            "Đại diện {unit:unit} (mã {by:id}) ủy quyền cho người thay (mã {stand_in:id}) về {scopes:scope}, "
            "đến hết {until:date}[, theo {document}]."
        ),
        "delegation.revoked": (
            "Đại diện {unit:unit} (mã {by:id}) thôi ủy quyền cho người thay (mã {stand_in:id})[; lý do: "
            "{reason}]."
        ),
        "cluster.formed": "Thành lập {name}[, {organiser:unit} tổ chức][, theo {document}].",
        "cluster.formed:movement": (
            "Ghi nhận phong trào thi đua: {name}[, {organiser:unit} tổ chức][, theo {document}]."
        ),
        "member.joined": "{unit:unit} là đơn vị thành viên[, theo {document}].",
        "member.left": "{unit:unit} thôi là đơn vị thành viên[, theo {document}][; lý do: {reason}].",
        "lead.assigned": (
            "Cấp trên phân công năm {year:id}: [{lead:unit} làm cụm trưởng|không nêu cụm trưởng][, "
            "{deputy:unit} làm cụm phó][, từ {effective_from:date}][, theo {document}]."
        ),
        "lead.assigned:stated": (
            "Năm {year:id}: [{lead:unit} là cụm trưởng|không nêu cụm trưởng][, {deputy:unit} là cụm phó][, "
            "từ {effective_from:date}][, theo {document}]."
        ),
        "lead.elected": (
            "Các đơn vị thành viên bầu {lead:unit} làm cụm trưởng năm {year:id}[, {deputy:unit} làm cụm "
            "phó][, từ {effective_from:date}]."
        ),
        "lead.handed_over": (
            "[{outgoing:unit} bàn giao|Bàn giao] nhiệm vụ cụm trưởng năm {year:id} cho [{lead:unit}|đơn vị "
            "không được nêu tên][; cụm phó là {deputy:unit}][; thực hiện từ {effective_from:date}][; theo "
            "{document}]."
        ),
        "handover.accepted": (
            "{unit:unit} nhận bàn giao nhiệm vụ cụm trưởng năm {year:id}[, theo {document}]."
        ),
        "cycle.opened": (
            "Mở năm thi đua [{first_year:id}–{last_year:id}|{first_year:id}][, phong trào “{movement}”][, "
            "chủ đề “{theme}”][, khẩu hiệu: {slogans:quoted}][, theo {document}]."
        ),
        "cycle.launched": "Phát động thi đua[ tại {place}][, {host:unit} đăng cai][, theo {document}].",
        "rules.adopted": (
            "Áp dụng bộ quy định “{rules}”[ và bảng chấm điểm “{table}” ({maximum} điểm)][, theo {document}]."
        ),
        "midyear.reviewed": (
            "Sơ kết 6 tháng[ tại {place}][, {host:unit} đăng cai][, theo {document}][. Kết quả: {findings}]."
        ),
        "ninemonth.checked": (
            "Kiểm tra 9 tháng[ tại {place}][, {host:unit} đăng cai][, theo {document}][. Kết quả: "
            "{findings}]."
        ),
        "cycle.summed_up": (
            "Hội nghị tổng kết năm[ tại {place}][, {host:unit} đăng cai][, {chairs:unit} chủ trì][, theo "
            "{document}][. Kết quả: {findings}]."
        ),
        "minutes.signed": "Ký biên bản[ số {number:id}][, đơn vị ký: {signatories:unit}][, theo {document}].",
        "dossier.submitted": "Trình hồ sơ thi đua của cụm[ lên {to:unit}][, theo {document}].",
        "cycle.closed": "Kết thúc năm thi đua[; lý do: {reason}].",
        "cycle.reopened": "Mở lại năm thi đua; lý do: {reason}.",
        "pledge.registered": (
            "{unit:unit} đăng ký thi đua[: {targets} chỉ tiêu; danh hiệu phấn đấu: {titles:title}|: "
            "{targets} chỉ tiêu|; danh hiệu phấn đấu: {titles:title}][, soạn theo giao ước của "
            "{copied_from:cycle}][, theo {document}]."
        ),
        "pledge.signed": "{unit:unit} ký giao ước thi đua[ (mã người ký {signatory:id})][, theo {document}].",
        "pledge.amended": (
            "{unit:unit} sửa giao ước thi đua[: {targets} chỉ tiêu; danh hiệu phấn đấu: {titles:title}|: "
            "{targets} chỉ tiêu|; danh hiệu phấn đấu: {titles:title}]; lý do: {reason}."
        ),
        "pledge.withdrawn": "{unit:unit} rút giao ước thi đua; lý do: {reason}.",
        "target.reported": (
            "{unit:unit} báo cáo kết quả [chỉ tiêu “{target:id}”|“{name}”|các chỉ tiêu đã đăng ký]: "
            "[{actual} {measure}, {met:met}|{actual} {measure}|{actual}, {met:met}|{actual}|{met:met}][, "
            "theo {document}]."
        ),
        "drive.launched": (
            "Phát động “{name}”[ nhân dịp {occasion}][, từ {starts:date} đến {ends:date}|, từ "
            "{starts:date}|, đến {ends:date}][, khẩu hiệu “{slogan}”][, theo {document}]."
        ),
        "drive.reviewed": (
            "Đánh giá kết quả đợt thi đua “{drive:unit}”[; khen thưởng {collectives} tập thể, "
            "{individuals} cá nhân|; khen thưởng {collectives} tập thể|; khen thưởng {individuals} cá "
            "nhân][, theo {document}][. Kết quả: {findings}]."
        ),
        "drive.closed": "Kết thúc đợt thi đua “{drive:unit}”[, theo {document}].",
        "score.self_submitted": "{unit:unit} tự chấm điểm[: {total} điểm|, {marks} tiêu chí].",
        "score.verified": (
            "[{by:unit} thẩm định|Cụm thẩm định] điểm của {unit:unit}[: {total} điểm|, {marks} tiêu chí]."
        ),
        "score.explained": "{unit:unit} giải trình {explanations} tiêu chí.",
        "score.rechecked": (
            "[{by:unit} phúc tra|Phúc tra] điểm của {unit:unit}[: {total} điểm|, {marks} tiêu chí]."
        ),
        "score.finalised": "Chốt điểm của {unit:unit}[, theo {document}].",
        "score.returned": "Trả lại bảng điểm cho {unit:unit}; lý do: {reason}.",
        "inspection.recorded": (
            "[{kind:inspection}|Kiểm tra] tại {unit:unit}[, do {by:unit} thực hiện][, theo {document}][. "
            "Kết quả: {findings}]."
        ),
        "ballot.opened": (
            "Mở cuộc bỏ phiếu[ vòng {round:id}][ xét {titles:honour}][, hình thức {mode:mode}][; đơn vị "
            "được lấy phiếu: {candidates:unit}][; {roll} cử tri][, có mặt {present}][; chọn {seats} đơn "
            "vị][; câu hỏi: “{question}”][; theo {document}]."
        ),
        "ballot.opened:acclamation": (
            "Đưa ra suy tôn[ {titles:honour}][: {candidates:unit}][; {roll} cử tri][, có mặt {present}][; "
            "chọn {seats} đơn vị][; câu hỏi: “{question}”][; theo {document}]."
        ),
        "attendance.taken": (
            "Điểm danh: [có mặt {present:unit}|không đơn vị nào có mặt][; theo {document}]."
        ),
        "tellers.appointed": "Cử ban kiểm phiếu (mã {tellers:id})[; theo {document}].",
        "ballot.closed": "Đóng phiếu[; có mặt: {present:unit}][; theo {document}].",
        "ballot.counted": "Kiểm phiếu: {outcome}[; theo {document}].",
        "ballot.acclaimed": (
            "[Hội nghị suy tôn {elected:unit}|{nobody}|Hội nghị suy tôn; nguồn tin không nêu đơn vị][; có "
            "mặt {present} đơn vị][; theo {document}]."
        ),
        "ballot.contested": "[{by:unit} kiến nghị|Có kiến nghị] về cuộc bỏ phiếu; lý do: {reason}.",
        "ballot.annulled": "Hủy kết quả bỏ phiếu[, theo {document}]; lý do: {reason}.",
        "vote.cast": "{elector:unit} bỏ phiếu {channel:channel}[ (người bỏ phiếu: {capacity})][: {choices}].",
        "vote.changed": (
            "{elector:unit} đổi phiếu {channel:channel}[ (người bỏ phiếu: {capacity})][: {choices}]."
        ),
        "nomination.proposed": (
            "[{by:unit} đề nghị|Đề nghị] tặng {title:honour} cho {unit:unit}[, {times} lần "
            "{consecutive:consecutive}|, {times} lần][, năm {year:id}][, theo {document}]."
        ),
        "nomination.recommended": (
            "[{by:unit} thẩm định, nhất trí|Thẩm định, nhất trí] đề nghị tặng {title:honour} cho "
            "{unit:unit}[, theo {document}]."
        ),
        "nomination.submitted": (
            "Trình hồ sơ đề nghị tặng {title:honour} cho {unit:unit}[ lên {to:unit}][, theo {document}]."
        ),
        "nomination.deferred": "Chưa xét tặng {title:honour} cho {unit:unit}; lý do: {reason}.",
        "nomination.resumed": "Tiếp tục xét tặng {title:honour} cho {unit:unit}[; lý do: {reason}].",
        "nomination.returned": (
            "Trả lại hồ sơ đề nghị tặng {title:honour} cho {unit:unit} để bổ sung; lý do: {reason}."
        ),
        "nomination.decided:granted": (
            "[{authority:unit} quyết định|Quyết định] tặng {title:honour} cho {unit:unit}[, {times} lần "
            "{consecutive:consecutive}|, {times} lần][, năm {year:id}][, số {number:id}][, ký "
            "{signed_on:date}][, theo {document}]."
        ),
        "nomination.decided:refused": (
            "[{authority:unit} quyết định|Quyết định] không tặng {title:honour} cho {unit:unit}[, năm "
            "{year:id}][, số {number:id}][, ký {signed_on:date}][, theo {document}]."
        ),
        "nomination.decided:downgraded": (
            "[{authority:unit} quyết định|Quyết định] tặng [{instead:honour}|danh hiệu thấp hơn] thay cho "
            "{title:honour} đối với {unit:unit}[, {times} lần {consecutive:consecutive}|, {times} lần][, "
            "năm {year:id}][, số {number:id}][, ký {signed_on:date}][, theo {document}]."
        ),
        "nomination.presented": (
            "[{by:unit} trao tặng|Trao tặng] {title:honour} cho {unit:unit}[ ({by_delegation:delegated})][ "
            "tại {place}][, theo {document}]."
        ),
        "nomination.annulled": (
            "Hủy bỏ quyết định tặng {title:honour} cho {unit:unit}[, theo {document}]; lý do: {reason}."
        ),
        "nomination.restored": "Phục hồi {title:honour} cho {unit:unit}[, theo {document}]; lý do: {reason}.",
        "commendation.reported": (
            "[{unit:unit}: khen thưởng|Khen thưởng][ {level:level}][, {form:form} {grade:grade}|, "
            "{form:form}][, {grantor:unit} tặng]: {figures}[ (từ {period_from:date} đến {period_to:date})| "
            "(từ {period_from:date})| (đến {period_to:date})][; nằm trong dòng “{within:id}”][; ghi chú: "
            "{note}][; theo {document}]."
        ),
        "entry.corrected": "Đính chính mục số {position:id}[: {changes}]; lý do: {reason}.",
        "entry.retracted": "Rút mục số {position:id}; lý do: {reason}.",
    }
)
