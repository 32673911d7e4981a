"""Names are found as people type them."""

import unicodedata

import pytest

from projections.folding import folded, matches


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Hà Tĩnh", "ha tinh"),
        ("ĐẮK LẮK", "dak lak"),
        ("đặc khu Phú Quốc", "dac khu phu quoc"),
        ("Thừa Thiên – Huế", "thua thien – hue"),
        ("ca-tinh-ha-tinh", "ca-tinh-ha-tinh"),
        ("Ư ư Ơ ơ Ă Â Ê Ô", "u u o o a a e o"),
    ],
)
def test_diacritics_and_case_are_folded(text: str, plain: str) -> None:
    assert folded(text) == plain
    assert folded(unicodedata.normalize("NFD", text)) == plain


@pytest.mark.parametrize(
    "wanted", ["ha tinh", "HÀ TĨNH", "tinh  ha", "công", "ca-tinh", "cong ha-t", "", "  "]
)
def test_words_are_found_in_any_order_in_any_of_the_texts(wanted: str) -> None:
    assert matches(wanted, ["ca-tinh-ha-tinh", "Công an tỉnh Hà Tĩnh", None])


@pytest.mark.parametrize("wanted", ["nghe an", "ha tinh x", "công-an"])
def test_every_word_has_to_be_found(wanted: str) -> None:
    assert not matches(wanted, ["ca-tinh-ha-tinh", "Công an tỉnh Hà Tĩnh", None])


def test_nothing_is_found_where_nothing_is_stated() -> None:
    assert not matches("ha", [None])
    assert matches("", [])
