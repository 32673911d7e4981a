"""The forms by which a file is sent: on trial, and then for good."""

from collections.abc import Mapping

from projections.catalogue import marked
from service.bulk import targets, units
from service.bulk.rows import CSV, JSON, Columns
from service.pages.office.forms import Field, Form
from service.web.import_shapes import WORDS_MAX, ToldImport
from service.web.imports import YAML

# Under which address each kind of file is sent.
KINDS: Mapping[str, str] = {"chronicle": "chronicles", "units": "units", "targets": "targets"}
MEDIA_TYPES: Mapping[str, Mapping[str, str]] = {
    "chronicle": {".yaml": YAML, ".yml": YAML, ".json": JSON},
    "units": {".csv": CSV, ".json": JSON},
    "targets": {".csv": CSV, ".json": JSON},
}
_TITLES = marked(
    {
        "chronicle": "Nhập biên niên: chạy thử",
        "units": "Nhập đơn vị: chạy thử",
        "targets": "Nhập chỉ tiêu: chạy thử",
    }
)
_HINTS = marked(
    {
        "chronicle": "Tệp .yaml hoặc .json.",
        "units": "Tệp .csv (UTF-8, như bảng tính lưu ra) hoặc .json.",
        "targets": "Tệp .csv (UTF-8, như bảng tính lưu ra) hoặc .json.",
    }
)
_COLUMNS: Mapping[str, Columns | None] = {
    "chronicle": None,
    "units": units.COLUMNS,
    "targets": targets.COLUMNS,
}
_WORDS = {"maxlength": str(WORDS_MAX)}
_REASON = Field(
    name="reason",
    label=marked("Vì sao ghi muộn"),
    hint=marked("Áp dụng cho mọi dòng ghi lùi ngày; để trống thì lấy nguồn của từng dòng."),
    optional=True,
    attributes=_WORDS,
)
_OF_TARGETS = (
    Field(
        name="effective",
        label=marked("Ngày đăng ký"),
        kind="date",
        hint=marked("Để trống là hôm nay."),
        optional=True,
    ),
    Field(name="source", label=marked("Nguồn"), optional=True, attributes=_WORDS),
)


def trial_form(kind: str, cycle: str | None = None) -> Form:
    """A file on trial: all of it is done and taken back, so that every problem is found."""
    file = Field(
        name="file",
        label=marked("Tệp cần nhập"),
        kind="file",
        hint=_HINTS[kind],
        attributes={"accept": ",".join(MEDIA_TYPES[kind])},
    )
    return Form(
        address=f"/imports/{KINDS[kind]}{f'/{cycle}' if cycle else ''}",
        title=_TITLES[kind],
        act=marked("Chạy thử"),
        told=(
            marked(
                "Chạy thử làm tất cả rồi trả lại như cũ: chưa ghi gì. Mọi chỗ sai được nêu theo từng dòng."
            ),
        ),
        columns=_COLUMNS[kind],
        fields=(file, _REASON, *(_OF_TARGETS if kind == "targets" else ())),
        cancel="/imports",
    )


def recording_form(batch: ToldImport) -> Form:
    """The same file again, to be recorded: the service keeps none between the two."""
    return Form(
        address=f"/imports/{KINDS[batch.kind]}{f'/{batch.cycle}' if batch.cycle else ''}",
        title=marked("Ghi thật"),
        act=marked("Ghi vào nhật ký"),
        fields=(
            Field(
                name="file",
                label=marked("Chọn lại đúng tệp đã chạy thử"),
                kind="file",
                hint=marked("Dịch vụ không giữ tệp; tệp khác với tệp đã chạy thử sẽ không được nhận."),
                attributes={"accept": ",".join(MEDIA_TYPES[batch.kind])},
            ),
            Field(name="tried", label="", kind="hidden"),
        ),
        cancel="/imports",
    )
