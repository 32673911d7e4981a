"""Why a ballot, a vote or a count cannot be taken."""

from projections.catalogue import marked

BALLOTS = marked(
    {
        "ballot_not_opened": "Chưa ghi được: cuộc bỏ phiếu này chưa mở. Mở cuộc bỏ phiếu trước.",
        "ballot_already_opened": (
            "Không mở lại được: mã “{ballot:id}” đã dùng cho một cuộc bỏ phiếu. Cuộc bỏ phiếu khác thì "
            "đặt mã khác."
        ),
        "ballot_annulled": (
            "Không ghi được: cuộc bỏ phiếu “{ballot:id}” đã bị hủy kết quả; lý do: {reason}. Mở cuộc bỏ "
            "phiếu mới."
        ),
        "ballot_already_decided": (
            "Không ghi được: cuộc bỏ phiếu “{ballot:id}” đã có kết quả ({decided_at:date}). Kết quả sai "
            "thì đính chính, hoặc hủy kết quả và nêu lý do."
        ),
        "one_title_a_ballot": (
            "Không mở phiếu được: khi nêu đơn vị được lấy phiếu thì mỗi cuộc chỉ xét một danh hiệu[, ở đây "
            "có {titles:title}]. Mở mỗi danh hiệu một cuộc bỏ phiếu."
        ),
        "seats_wrong": (
            "Không mở phiếu được: số đơn vị được chọn là {seats}. Số này từ 1 trở lên; không giới hạn thì "
            "bỏ trống."
        ),
        "round_wrong": (
            "Không mở phiếu được: vòng {round} [nêu cuộc bỏ phiếu vòng trước {previous:id}|không nêu cuộc "
            "bỏ phiếu vòng trước]. Chỉ từ vòng hai mới nêu, và phải nêu, vòng trước."
        ),
        "ballot_incomplete": (
            "Không mở phiếu được: hình thức {mode:mode} cần có {field:field}. Bổ sung trước khi mở."
        ),
        "ballot_already_closed": (
            "Không đóng lại được: cuộc bỏ phiếu “{ballot:id}” đã đóng ({closed_at:date})."
        ),
        "ballot_not_closed": (
            "Chưa kiểm phiếu được: cuộc bỏ phiếu “{ballot:id}” ({mode:mode}) chưa đóng. Đóng phiếu trước "
            "rồi kiểm phiếu."
        ),
        "mode_has_no_acclamation": (
            "Không ghi suy tôn được: cuộc bỏ phiếu “{ballot:id}” theo hình thức {mode:mode}. Ghi kết quả "
            "kiểm phiếu."
        ),
        "mode_has_no_count": (
            "Không ghi kiểm phiếu được: cuộc “{ballot:id}” theo hình thức {mode:mode}, không đếm phiếu. "
            "Ghi kết quả suy tôn."
        ),
        "mode_unstated_has_no_counts": (
            "Không ghi số phiếu từng đơn vị được: cuộc bỏ phiếu “{ballot:id}” không nêu hình thức. Đính "
            "chính hình thức trước."
        ),
        "mode_counts_otherwise": (
            "Không kiểm phiếu cách này được: cuộc bỏ phiếu “{ballot:id}” theo hình thức {mode:mode}. Cách "
            "này chỉ dùng cho {modes:mode}."
        ),
        "count_present_differs": (
            "Không ghi kiểm phiếu được: biên bản ghi {counted} đơn vị có mặt, lúc đóng phiếu điểm danh "
            "{attendance} đơn vị. Đối chiếu lại hai số."
        ),
        "more_elected_than_seats": (
            "Không ghi kết quả được: {elected:unit} nhiều hơn số đơn vị được chọn ({seats}). Kiểm tra lại "
            "kết quả."
        ),
        "vote_after_close": (
            "Không đóng phiếu vào lúc đó được ({when:date}): {elector:unit} bỏ phiếu sau thời điểm này "
            "({at:date}). Ghi lại cho đúng thời điểm đóng phiếu."
        ),
        "voter_not_present": (
            "Không ghi được: {elector:unit} không có trong danh sách có mặt của cuộc bỏ phiếu "
            "“{ballot:id}”.[ Có mặt: {present:unit}.] Bổ sung danh sách có mặt, hoặc ghi ý kiến bằng văn "
            "bản."
        ),
        "listed_twice": (
            "Không ghi được: “{value:id}” nêu hai lần trong {field:field}. Mỗi đơn vị chỉ nêu một lần."
        ),
        "present_not_on_roll": (
            "Không ghi được: {elector:unit} có mặt nhưng không có trong danh sách cử tri.[ Cử tri: "
            "{roll:unit}.] Kiểm tra lại danh sách."
        ),
        "not_a_candidate": (
            "Không ghi kết quả được: {unit:unit} không phải đơn vị được lấy phiếu.[ Đơn vị được lấy phiếu: "
            "{candidates:unit}.]"
        ),
        "ballot_not_open": (
            "Không bỏ phiếu được ({when:date}): cuộc bỏ phiếu “{ballot:id}” [đã đóng "
            "({closed_at:date})|không nhận phiếu vào lúc này]. Chỉ bỏ phiếu từ khi mở đến khi đóng phiếu."
        ),
        "vote_change_not_allowed": (
            "Không đổi phiếu được: quy tắc của cuộc bỏ phiếu “{ballot:id}” không cho {elector:unit} đổi "
            "phiếu đã bỏ."
        ),
        "mode_has_no_named_votes": (
            "Không bỏ phiếu ghi tên được: cuộc bỏ phiếu “{ballot:id}” theo hình thức {mode:mode}. Kết quả "
            "chỉ được ghi theo số đếm."
        ),
        "not_on_roll": (
            "Không bỏ phiếu được: {elector:unit} không có trong danh sách cử tri của cuộc bỏ phiếu "
            "“{ballot:id}”.[ Cử tri: {roll:unit}.]"
        ),
        "channel_not_in_mode": (
            "Không bỏ phiếu {channel:channel} được: cuộc bỏ phiếu “{ballot:id}” theo hình thức "
            "{mode:mode}. Gửi ý kiến bằng văn bản."
        ),
        "written_opinion_not_allowed": (
            "Không nhận ý kiến bằng văn bản của {elector:unit} được: quy tắc của cuộc bỏ phiếu "
            "“{ballot:id}” không có hình thức này. Đơn vị có mặt để bỏ phiếu."
        ),
        "self_vote_not_allowed": (
            "Không bỏ phiếu được: quy tắc của cuộc bỏ phiếu “{ballot:id}” không cho {elector:unit} bỏ "
            "phiếu cho chính mình. Bỏ phiếu cho các đơn vị khác."
        ),
        "choice_not_offered": (
            "Không bỏ phiếu được: phiếu của cuộc “{ballot:id}” phải có ý kiến về từng đơn vị được lấy "
            "phiếu[ ({offered:unit})].[ Còn thiếu: {missing:unit}.][ Số đơn vị ngoài danh sách: {unlisted}.]"
        ),
        "choice_unknown": (
            "Không bỏ phiếu được: trên phiếu có lựa chọn không hợp lệ. Với mỗi đơn vị, chọn một trong: "
            "{choices:choice}."
        ),
        "already_voted": (
            "Không bỏ phiếu lại được: {elector:unit} đã bỏ phiếu ({at:date}). Muốn đổi thì dùng việc đổi "
            "phiếu, nếu quy tắc cho phép."
        ),
        "outcome_belies_count": (
            "Không đính chính được: theo số phiếu của cuộc bỏ phiếu “{ballot:id}”, đơn vị đạt là "
            "[{by_count:unit}|không đơn vị nào][, bằng phiếu là {tied:unit}], còn kết quả ghi "
            "[{elected:unit}|không đơn vị nào]. Đính chính số phiếu và kết quả cùng lúc cho khớp."
        ),
        "vote_counted": (
            "Không đính chính được mục số {position:id}: cuộc bỏ phiếu “{ballot:id}” đã có kết quả "
            "({decided_at:date}). Rút mục ghi kết quả trước, đính chính phiếu rồi kiểm phiếu lại."
        ),
        "not_voted_yet": "Chưa đổi phiếu được ({when:date}): đơn vị chưa bỏ phiếu. Bỏ phiếu trước.",
        "count_candidates_wrong": (
            "Không ghi kiểm phiếu được: số phiếu nêu cho [{counted:unit}|không đơn vị nào], còn đơn vị "
            "được lấy phiếu là [{candidates:unit}|không đơn vị nào]. Mỗi đơn vị được lấy phiếu nêu đúng "
            "một lần."
        ),
        "count_figure_negative": (
            "Không ghi kiểm phiếu được: {figure:figure} là {value}, không thể âm. Kiểm tra lại biên bản."
        ),
        "count_more_issued_than_roll": (
            "Không ghi kiểm phiếu được: phát ra {issued} phiếu cho {roll_size} cử tri. Số phiếu phát ra "
            "không vượt quá số cử tri."
        ),
        "count_more_attending_than_roll": (
            "Không ghi kiểm phiếu được: {attending} cử tri có mặt hoặc cho ý kiến, trong khi danh sách có "
            "{roll_size}. Kiểm tra lại số có mặt."
        ),
        "count_more_issued_than_attending": (
            "Không ghi kiểm phiếu được: phát ra {issued} phiếu cho {attending} cử tri có mặt hoặc cho ý "
            "kiến. Kiểm tra lại hai số."
        ),
        "count_more_returned_than_issued": (
            "Không ghi kiểm phiếu được: thu về {returned} phiếu, phát ra chỉ {issued} phiếu. Kiểm tra lại "
            "biên bản."
        ),
        "count_valid_and_invalid_differ": (
            "Không ghi kiểm phiếu được: {valid} phiếu hợp lệ và {invalid} phiếu không hợp lệ không bằng "
            "{returned} phiếu thu về. Kiểm tra lại biên bản."
        ),
        "count_options_differ": (
            "Không ghi kiểm phiếu được: số phiếu của {candidate:unit} ({votes_for} đồng ý, {votes_against} "
            "không đồng ý, {votes_abstain} không có ý kiến) không khớp với {valid} phiếu hợp lệ. Kiểm tra "
            "lại biên bản."
        ),
        "tellers_disagree": (
            "Chưa ghi kiểm phiếu được: hai bản kiểm phiếu khác nhau về {figure:figure}[ của "
            "{candidate:unit}][: {first} và {second}]. Hai người kiểm phiếu đếm lại."
        ),
        "tellers_agreed": (
            "Không sửa bản kiểm phiếu được: hai bản của cuộc “{ballot:id}” đã khớp nhau. Người chủ trì phân "
            "định số phiếu bằng nhau, hoặc cử lại ban kiểm phiếu để đếm lại."
        ),
        "tellers_not_agreed": (
            "Chưa phân định được: cuộc “{ballot:id}” chưa có hai bản kiểm phiếu khớp nhau. Chờ hai người "
            "kiểm phiếu nhập xong."
        ),
        "tellers_same": (
            "Không ghi kiểm phiếu được: hai bản kiểm phiếu do cùng một người lập. Hai người khác nhau đếm "
            "độc lập."
        ),
        "teller_not_appointed": (
            "Không ghi kiểm phiếu được: người kiểm phiếu không thuộc ban kiểm phiếu đã cử của cuộc "
            "“{ballot:id}”. Người trong ban kiểm phiếu đếm, hoặc cử lại ban kiểm phiếu trước."
        ),
        "tellers_wrong": (
            "Không cử ban kiểm phiếu được: đã nêu {named} người. Cần ít nhất {needed} người khác nhau, mỗi "
            "người nêu một lần."
        ),
        "mode_has_no_tellers": (
            "Không cử ban kiểm phiếu được: cuộc bỏ phiếu “{ballot:id}” theo hình thức {mode:mode}. Ban kiểm "
            "phiếu chỉ dùng cho {modes:mode}."
        ),
        "count_incomplete": (
            "Chưa tính kết quả được: biên bản chưa có {figure:figure}. Bổ sung số liệu; hồ sơ cũ không có "
            "số thì ghi kết quả theo nguồn tin."
        ),
        "quorum_not_met": (
            "Chưa tiến hành được: {attending}/{roll_size} cử tri tham gia, quy tắc cần ít nhất {quorum:id} "
            "tổng số cử tri ({needed}). Chờ đủ số, hoặc lấy ý kiến bằng văn bản nếu quy tắc cho phép."
        ),
        "tie_undecided": (
            "Chưa có kết quả: {tied:unit} bằng phiếu cho {seats} suất còn lại. Quy tắc phân định theo "
            "{tie:tie}: nêu đơn vị được chọn."
        ),
        "no_tie_to_decide": (
            "Không chọn thêm được: cuộc bỏ phiếu “{ballot:id}” không có đơn vị bằng phiếu cần chọn, hoặc "
            "quy tắc phân định theo {tie:tie}.[ Đơn vị nêu thêm: {chosen:unit}.]"
        ),
        "tie_choice_wrong": (
            "Không ghi kết quả được: phải chọn đúng {seats} đơn vị trong số bằng phiếu ({tied:unit}), đã "
            "nêu [{chosen:unit}|không đơn vị nào]."
        ),
        "no_second_round": (
            "Không mở vòng hai được: cuộc bỏ phiếu “{ballot:id}” [có {tied:unit} bằng phiếu|không có đơn "
            "vị bằng phiếu][, quy tắc phân định theo {tie:tie}]. Chỉ mở vòng hai khi bằng phiếu và quy tắc "
            "quy định như vậy."
        ),
    }
)
