"""Why an entry, a correction or a chronicle cannot be taken in."""

from projections.catalogue import marked

RECORDS = marked(
    {
        "not_a_slug": (
            "Không dùng được mã “{value:id}” ở “{field:id}”. Mã gồm chữ thường không dấu, số và dấu gạch "
            "nối đơn, dài nhất {length_max} ký tự, ví dụ “don-vi-a”."
        ),
        "cluster_ends_in_year": (
            "Không dùng được mã cụm “{value:id}”: bốn chữ số ở cuối sẽ bị đọc thành năm. Viết khác đi, ví dụ "
            "thêm chữ trước số."
        ),
        "not_a_cycle": (
            "Không có năm thi đua mang mã “{value:id}”. Mã năm thi đua gồm mã cụm và năm, ví dụ "
            "“cum-dien-tap-2022”."
        ),
        "not_a_ballot": (
            "Không có cuộc bỏ phiếu mang mã “{value:id}”. Mã gồm mã năm thi đua, dấu chấm và tên, ví dụ "
            "“cum-dien-tap-2022.co-thi-dua”."
        ),
        "moment_unreadable": (
            "Không đọc được ngày “{text:id}”. Viết 2022-11-22, 2022-11, 2022 hoặc 2022-11-22T14:30+07:00."
        ),
        "moment_without_offset": (
            "Không dùng được thời điểm “{text:id}”: chưa nêu múi giờ. Thêm +07:00 vào sau giờ."
        ),
        "moment_out_of_range": (
            "Không dùng được năm {year:id}: chỉ nhận từ năm {earliest:id} đến năm {latest:id}."
        ),
        "date_needed": "Không ghi được: việc này phải có ngày, ít nhất là năm. Bổ sung theo nguồn tin.",
        "contradicts_entry": (
            "Không ghi được: nếu ghi thì mục số {position:id} ({topic:topic}) không còn đúng. {cause} Đính "
            "chính hoặc rút mục số {position:id} trước."
        ),
        "correction_changes_nothing": (
            "Không đính chính được: mục số {position:id} đã đúng như giá trị mới. Nêu giá trị khác."
        ),
        "correction_misfits": (
            "Không đính chính mục số {position:id} được: giá trị mới không đúng kiểu ({problem}). Nêu lại "
            "giá trị."
        ),
        "entry_not_standing": (
            "Không ghi được: mục số {position:id} ({topic:topic}) đã được rút. Muốn dùng lại thì rút chính "
            "mục đã rút nó."
        ),
        "reason_too_short": "Không ghi được: lý do quá ngắn. Nêu lý do từ {letters_min} ký tự trở lên.",
        "vote_not_correctable": (
            "Không đính chính được mục số {position:id}: phiếu do đơn vị tự bỏ ({channel:channel}). Chỉ "
            "đính chính được phiếu chép từ biên bản."
        ),
        "ballot_has_votes": (
            "Không đính chính được: cuộc bỏ phiếu “{ballot:id}” đã có {votes} phiếu. Hủy kết quả và mở "
            "cuộc bỏ phiếu khác."
        ),
        "ballot_not_reopened": (
            "Không rút được mục số {position:id} ({topic:topic}): cử tri đã tự bỏ phiếu ở cuộc “{ballot:id}” "
            "và lựa chọn của họ đã công khai. Hủy kết quả và mở cuộc bỏ phiếu khác."
        ),
        "ballot_cast_live": (
            "Không nhập được: cử tri đang tự bỏ phiếu ở cuộc “{ballot:id}”. Đóng hoặc hủy cuộc này riêng, "
            "ngoài tệp nhập, vì tệp bị từ chối hay chạy thử không để lại gì trong nhật ký."
        ),
        "entry_in_use": (
            "Không rút được mục số {position:id}: {kind:entry_kind} “{name:id}” đang có {users} chuỗi mục "
            "khác dựa vào. Rút các mục đó trước."
        ),
        "topic_unknown": (
            "Không ghi được: không có loại mục “{topic:id}” hoặc chuỗi mục “{stream:id}”. Kiểm tra lại tên."
        ),
        "position_unknown": "Không có mục số {position:id} trong nhật ký. Kiểm tra lại số thứ tự.",
        "contended": "Chưa ghi được: có nhiều người cùng ghi một lúc. Thử lại sau ít phút.",
        "file_unreadable": "Không đọc được tệp: {problem}. Kiểm tra đường dẫn và lưu tệp ở dạng UTF-8.",
        "file_too_large": "Không đọc được tệp: tệp lớn hơn {bytes_max} byte. Chia thành nhiều tệp.",
        "parts_too_many": (
            "Không đọc được tệp: có hơn {parts_max} tên trường và giá trị. Chia thành nhiều tệp."
        ),
        "lines_too_many": "Không nhận được: tệp có hơn {lines_max} dòng. Chia thành nhiều tệp.",
        "import_too_slow": (
            "Không nhập được: sau {seconds_max} giây mới xong {done} trên {total} dòng, trong khi người khác "
            "phải chờ. Chia thành nhiều tệp."
        ),
        "csv_unreadable": "Không đọc được tệp: không đúng định dạng CSV ({problem}). Sửa dòng này.",
        "file_without_rows": "Không có gì để nhập: tệp không có dòng nào dưới dòng tên cột.",
        "column_missing": "Thiếu cột “{column:id}”. Các cột của tệp này: {allowed:id}.",
        "column_unknown": (
            "Không có cột “{column:id}”.[ Có phải {near:id}?] Các cột của tệp này: {allowed:id}."
        ),
        "column_repeated": "Không dùng được: cột “{column:id}” nêu hai lần. Chỉ giữ một.",
        "cells_too_many": (
            "Không dùng được: dòng này có {cells} ô, bảng chỉ có {columns} cột. Đặt ô có dấu phân cách trong "
            "dấu nháy kép."
        ),
        "row_repeated": "Không dùng được: “{id:id}” đã có ở dòng {line:id}. Chỉ giữ một.",
        "figure_ambiguous": (
            "Không rõ số “{value:id}”: dấu chấm hoặc dấu phẩy có thể là phân cách hàng nghìn. Viết liền các "
            "chữ số (2079), hoặc thêm số 0 ở cuối phần lẻ (2,0790)."
        ),
        "truth_unreadable": "Không đọc được “{value:id}” ở cột “{field:id}”. Viết có hoặc không.",
        "import_key_reused": (
            "Không nhận được: Idempotency-Key này đã dùng cho lần nhập “{batch:id}” với nội dung khác. Dùng "
            "khóa mới cho tệp này."
        ),
        "yaml_unreadable": "Không đọc được tệp: không đúng định dạng YAML ({problem}). Sửa dòng này.",
        "key_repeated": "Không dùng được: “{key:id}” nêu hai lần trong một mục. Chỉ giữ một.",
        "key_not_text": "Không dùng được: tên trường phải là chữ. Sửa dòng này.",
        "nested_too_deep": "Không dùng được: nội dung lồng nhau quá {depth_max} cấp. Viết đơn giản hơn.",
        "alias_not_allowed": (
            "Không dùng được: tệp không nhận tham chiếu (dấu * và &). Viết lại nội dung đầy đủ."
        ),
        "control_character": "Không dùng được: có ký tự điều khiển trong nội dung. Xóa ký tự đó rồi gõ lại.",
        "text_blank": (
            "Không dùng được: giá trị[ của “{field:id}”] để trống. Nguồn tin không nêu thì bỏ cả trường đó."
        ),
        "text_too_long": (
            "Không dùng được: đoạn chữ dài {letters} ký tự, nhiều nhất là {letters_max}. Rút gọn, hoặc dẫn "
            "tên văn bản."
        ),
        "amendment_not_correctable": (
            "Không đính chính được mục số {position:id}: đó là {topic:topic}. Rút mục đó rồi ghi lại cho "
            "đúng."
        ),
        "unit_departed": (
            "Không ghi được: mục số {position:id} đã kéo theo việc {unit:unit} rời cụm. Rút mục số {left:id} "
            "trước."
        ),
        "command_id_reused": (
            "Không ghi được: mã lệnh “{command_id:id}” đã dùng cho một việc khác (mục số {position:id}, "
            "{topic:topic}). Dùng mã mới cho việc này."
        ),
        "unit_acts_later": (
            "Không ghi được: {unit:unit} còn có mục số {position:id} ({topic:topic}, {date:date}) sau "
            "{when:date}. Đính chính hoặc rút mục đó trước, hoặc nêu ngày muộn hơn."
        ),
        "command_unknown": (
            "Không có việc mang tên [“{command:id}”|để trống].[ Gần nhất: {near:id}.] Dùng đúng tên việc."
        ),
        "field_missing": "Thiếu trường “{field:id}”. Các trường của mục này: {allowed:id}.",
        "field_unknown": (
            "Không có trường “{field:id}”.[ Có phải {near:id}?] Các trường của mục này: {allowed:id}."
        ),
        "field_repeated": "Trường “{field:id}” được nêu hai lần. Mỗi trường nêu một lần.",
        "field_misfits": "Giá trị[ của “{field:id}”] không đúng kiểu: {problem}. Sửa giá trị.",
        "label_unknown": (
            "Không có mục mang nhãn [“{label:id}”|để trống] ở phía trên.[ Các nhãn đã có: {known:id}.] Đặt "
            "nhãn (id) cho mục cần nhắc đến."
        ),
        "label_repeated": "Không dùng được: nhãn “{label:id}” đặt cho hai mục. Mỗi mục một nhãn.",
        "format_unknown": (
            "Không đọc được tệp: định dạng “{found:id}” chưa được hỗ trợ. Định dạng hiện dùng: {known:id}."
        ),
        "unit_declared_otherwise": (
            "Không dùng được: đơn vị “{unit:id}” khai {field:field} là [“{told:id}”|để trống], trong nhật "
            "ký là [“{known:id}”|không nêu]. Khai đúng như nhật ký, hoặc ghi việc thay đổi."
        ),
        "number_too_long": "Không dùng được: số dài quá {digits_max} chữ số. Kiểm tra lại số liệu.",
        "fact_misfits": (
            "Không ghi được: nội dung không đúng kiểu của mục “{topic:topic}” ({problem}). Sửa nội dung."
        ),
        "stream_misfits": (
            "Không ghi được: tên chuỗi mục “{stream:id}” không khớp; tên gồm {names:id}. Sửa tên."
        ),
        "cycle_named_otherwise": (
            "Không mở được: mã “{cycle:id}” không khớp với cụm và năm đã nêu. Dùng mã “{named:id}”."
        ),
        "rehearsal_too_small": (
            "Không diễn tập được: {members} đơn vị là quá ít. Nêu từ {least} đơn vị trở lên."
        ),
        "rehearsal_scene_unknown": (
            "Không diễn tập được: không có phần “{scene:id}”. Các phần có: {known:id}."
        ),
    }
)
