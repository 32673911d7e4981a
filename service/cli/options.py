"""Options that several commands have, each told once."""

from pathlib import Path
from typing import Annotated

import typer

from projections.catalogue import Language, marked
from service.paging import PAGE_LINES_MAX

AsOf = Annotated[
    str | None,
    typer.Option(help=marked("Xem tại ngày nào, ví dụ 2022-11-21; mặc định hôm nay."), metavar="DATE"),
]
KnownAt = Annotated[
    str | None,
    typer.Option(
        help=marked("Theo những gì biết đến lúc nào: một ngày (hết ngày ấy) hoặc một thời điểm có múi giờ."),
        metavar="TIME",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help=marked("Trả lời bằng JSON, giống hệt qua HTTP."))]
Lang = Annotated[Language | None, typer.Option(help=marked("Ngôn ngữ; mặc định theo THIDUA_LANGUAGE."))]
Find = Annotated[
    str | None,
    typer.Option("--find", help=marked("Từ có trong tên hoặc mã; không cần dấu."), metavar="WORDS"),
]
After = Annotated[
    str | None, typer.Option(help=marked("Xem tiếp sau dòng nào, như trang trước đã nêu."), metavar="LINE")
]
AfterEntry = Annotated[
    int | None,
    typer.Option("--after", min=0, help=marked("Xem tiếp sau mục số mấy."), metavar="POSITION"),
]
Limit = Annotated[
    int | None,
    typer.Option(min=1, max=PAGE_LINES_MAX, help=marked("Nhiều nhất bao nhiêu dòng."), metavar="N"),
]
Reason = Annotated[str, typer.Option(help=marked("Lý do, nói rõ điều gì sai."), metavar="TEXT")]
Port = Annotated[int | None, typer.Option(min=1, max=65_535, help=marked("Cổng; mặc định theo THIDUA_PORT."))]
Cycle = Annotated[str, typer.Argument(metavar="CYCLE", help=marked("Mã năm, ví dụ bca-local-5-2022."))]
Cluster = Annotated[str, typer.Argument(metavar="CLUSTER", help=marked("Mã cụm, khối, ví dụ bca-local-5."))]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help=marked("Mã đơn vị."))]
Position = Annotated[int, typer.Argument(metavar="POSITION", min=1, help=marked("Số của mục trong nhật ký."))]
Files = Annotated[
    list[Path], typer.Argument(metavar="FILES", help=marked("Các tệp biên niên, hoặc thư mục."))
]
