"""Help: for everybody, in both languages, with a guide for each role."""

import pytest

from service.pages.help.glossary import glossary
from service.pages.help.page import GUIDES
from tests.pages.reader import Reader
from tests.web.house import House


@pytest.mark.parametrize("language", ["vi", "en"])
def test_help_is_open_to_everybody_and_explains_every_word(sqlite_house: House, language: str) -> None:
    page = Reader(sqlite_house, None, language=language).open("/help")
    assert page.status == 200
    for part in glossary():
        for term in part.terms:
            assert (term.means if language == "vi" else term.explained) in page.words()
            assert (term.vietnamese if language == "vi" else term.english) in page.words()
    assert [link for link in page.links() if link.startswith("/help/")] == [
        f"/help/{role}" for role in GUIDES
    ]


def test_on_the_english_page_vietnamese_words_are_marked_as_such(sqlite_house: House) -> None:
    page = Reader(sqlite_house, None, language="en").open("/help")
    marked = ["".join(one.itertext()) for one in page.tree.findall(".//main//*[@lang='vi']")]
    assert marked == [term.vietnamese for part in glossary() for term in part.terms]


@pytest.mark.parametrize("role", GUIDES)
def test_there_is_a_guide_for_each_role(sqlite_house: House, role: str) -> None:
    page = Reader(sqlite_house, sqlite_house.person()).open(f"/help/{role}")
    assert page.status == 200
    assert len(page.tree.findall(".//main//ol/li")) >= 5
    assert page.tree.findall(".//nav"), "who is signed in keeps the ways to other pages"


def test_there_is_no_guide_for_what_is_no_role(sqlite_house: House) -> None:
    assert Reader(sqlite_house, None).open("/help/secretary").status == 404


def test_no_word_is_explained_twice() -> None:
    words = [term.vietnamese for part in glossary() for term in part.terms]
    assert len(words) == len(set(words))
