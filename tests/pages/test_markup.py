"""What the crawler looks for is found: one page for each fault, and none in a page without."""

import pytest

from tests.pages.markup import Markup, markup_faults
from tests.pages.wording import Wording

PAGE = '<!doctype html><html lang="vi"><head><title>Trang</title></head><body><main>{}</main></body></html>'


def faults(content: str) -> list[str]:
    return markup_faults(Markup(PAGE.format(content)))


def test_a_whole_page_has_no_fault() -> None:
    label = '<label for="a">Tên</label><input id="a" name="a" aria-describedby="b"><p id="b">Gợi ý</p>'
    table = '<table><caption>Bảng</caption><tr><th scope="col">Cột</th></tr></table>'
    assert (
        faults(f'<h1>Trang</h1><h2>Phần</h2>{label}{table}<a href="/x">Đi</a><img alt="" src="/assets/a">')
        == []
    )


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        ("<h2>Phần</h2>", "0 h1"),
        ("<h1>A</h1><h1>B</h1>", "2 h1"),
        ("<h1>A</h1><h3>B</h3>", "h3 after h1"),
        ("<h1></h1>", "an empty heading"),
        ('<h1>A</h1><p id="a"></p><p id="a"></p>', "id 'a' 2 times"),
        ('<h1>A</h1><label for="a">Tên</label>', "for leads to no 'a'"),
        ('<h1>A</h1><a href="#a">Đi</a>', "#a leads nowhere"),
        ('<h1>A</h1><input name="a">', "input 'a' has no label"),
        ('<h1>A</h1><a href="/x"></a>', "a a without words: /x"),
        ('<h1>A</h1><img src="/assets/a">', "an image without alt: /assets/a"),
        ("<h1>A</h1><svg></svg>", "an svg that is neither named nor hidden"),
        ("<h1>A</h1><table></table>", "a table without a caption"),
        ("<h1>A</h1><th>B</th>", "a th without a scope"),
        ('<h1>A</h1><p style="color: red"></p>', "an attribute style on p"),
        ('<h1>A</h1><p onclick="x()"></p>', "an attribute onclick on p"),
        ('<h1>A</h1><a href="https://vi.du/">Đi</a>', "href is not of this service: https://vi.du/"),
        ('<h1>A</h1><a href="//vi.du/">Đi</a>', "href is not of this service: //vi.du/"),
        ('<h1>A</h1><img alt="" src="data:,">', "src is not of this service: data:,"),
        ("<h1>A</h1><script></script>", "an inline script"),
        ("<h1>A</h1><style></style>", "an inline style"),
        ("<h1>A</h1><p><b></p>", "</p> closes <b>"),
        ("<h1>A</h1><p class=x></p>", "cannot be read: '<'"),
    ],
)
def test_each_fault_of_markup_is_told(content: str, fault: str) -> None:
    assert fault in faults(content)


@pytest.mark.parametrize(
    ("language", "text", "fault"),
    [
        ("vi", "<p>Đơn vị hold</p>", "English hold: 'Đơn vị hold'"),
        ("en", "<p>A unit: đơn vị</p>", "Vietnamese: 'A unit: đơn vị'"),
        ("en", '<input placeholder="Tìm">', "Vietnamese: 'Tìm'"),
        ("vi", "<p>Có None</p>", "'None' is left in 'Có None'"),
        ("vi", "<p>Theo at_least</p>", "'at_least' is left in 'Theo at_least'"),
        ("vi", "<p>Năm {year}</p>", "'{' is left in 'Năm {year}'"),
        ("en", "<p>Đội hold</p>", None),
        ("vi", "<p>Đội hold</p>", None),
        ("en", '<p lang="vi">Đơn vị</p>', None),
        ("vi", "<p><code>at_least</code></p>", None),
        ("vi", "<p>g-51754bfdf31992ad</p>", None),
    ],
)
def test_each_fault_of_wording_is_told(language: str, text: str, fault: str | None) -> None:
    page = Markup(
        PAGE.format(text).replace("Trang", "A").replace('lang="vi"><head', f'lang="{language}"><head')
    )
    said = Wording([one for one in ("Đội hold", "bfdf31992") if one in text])
    assert list(said.faults(page, "vi" if language == "vi" else "en")) == ([] if fault is None else [fault])
