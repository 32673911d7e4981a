"""What another site, a shared computer and an ended session must not bring about on pages."""

from collections.abc import Iterator

import pytest

from service.accounts import logins, passwords
from service.engine import writing
from service.pages.problem_pages import KEPT_FIELDS_MAX
from tests.conftest import NewDatabase
from tests.pages.reader import Form, Page, Reader
from tests.pages.scene import Scene
from tests.web.house import House, open_house

CROSS = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"})
PASSWORD = "mot mat khau du dai"
ENDED = "Phiên đã hết, nên chưa làm gì."


@pytest.fixture(scope="module")
def scene(new_database: NewDatabase) -> Iterator[Scene]:
    with open_house(new_database("sqlite")) as opened:
        yield Scene(opened)


@pytest.fixture(scope="module")
def house(scene: Scene) -> House:
    return scene.house


@pytest.mark.parametrize("told", CROSS)
@pytest.mark.parametrize(
    "path", ["/sign-ins", "/sign-outs", "/preferences", "/password-changes", "/units", "/persons/p/erasures"]
)
def test_another_site_sends_no_form_even_without_a_cookie(
    house: House, path: str, told: dict[str, str]
) -> None:
    sent = {"confirmed": "yes", "theme": "dark", "login": "a", "password": "b", "_command_id": "x"}
    answer = house.client.post(
        path, data=sent, headers={"Accept": "text/html", **told}, follow_redirects=False
    )
    assert (answer.status_code, "set-cookie" in answer.headers) == (403, False)
    assert 'name="kept' not in answer.text


def test_a_form_of_ones_own_site_is_taken_without_a_cookie(house: House) -> None:
    answer = house.client.post(
        "/preferences",
        data={"theme": "dark", "back": "/help"},
        headers={"Sec-Fetch-Site": "same-origin"},
        follow_redirects=False,
    )
    assert (answer.status_code, answer.headers["location"]) == (303, "/help")
    house.client.cookies.clear()


def test_passwords_are_not_told_again_when_the_session_has_ended(house: House) -> None:
    typed = {"old": [PASSWORD], "new": ["cau-moi-1"], "again": ["cau-moi-1"]}
    page = Reader(house, None).send("/password-changes", typed)
    assert page.status == 401
    assert ENDED in page.words()
    assert not [value for values in typed.values() for value in values if value in page.text]


@pytest.mark.parametrize(
    ("path", "typed"),
    [
        ("/persons/p-1/erasures", {"confirmed": ["yes"]}),
        ("/persons/p-1/disablings", {}),
        ("/persons/p-1/grants", {"role": ["office"]}),
        ("/ballots/x-2022.y/teller-counts", {"valid": ["3"]}),
    ],
)
def test_what_would_act_at_once_is_not_sent_again_after_signing_in(
    house: House, path: str, typed: dict[str, list[str]]
) -> None:
    page = Reader(house, None).send(path, typed)
    assert page.status == 401
    assert ENDED in page.words()
    assert page.form("/sign-ins").names == {"login", "password"}


def test_a_long_form_outlives_its_session(scene: Scene) -> None:
    house, person = scene.house, scene.house.person("office")
    now = house.application.log_recorder.clock()
    stored = passwords.hashed(PASSWORD, "van-phong")
    with writing(house.application.engine) as connection:
        logins.set_login(connection, person, "van-phong", stored, by=None, now=now)
    typed = {f"marks.{place}.note": ["x"] for place in range(KEPT_FIELDS_MAX - 1)}
    nobody = Reader(house, None)
    path = f"/cycles/{scene.cycle}/scores/a/self-scores"
    door = nobody.send(path, {**typed, "_command_id": ["k"]}).form("/sign-ins")
    resumed = nobody.send("/sign-ins", door.filled(login="van-phong", password=PASSWORD))
    house.client.cookies.clear()
    form: Form = resumed.form(path)
    assert typed.items() <= form.values.items()


@pytest.mark.parametrize("path", ["//evil.example/x", "//evil.example"])
def test_a_page_that_is_not_there_leads_to_no_other_site(house: House, path: str) -> None:
    answer = house.client.get(
        f"http://testserver{path}?as_of=2022-01-01", headers={"Accept": "text/html"}, follow_redirects=False
    )
    page = Page(answer)
    assert page.status == 404
    assert not [link for link in page.links() if "evil" in link]


def test_a_page_that_was_not_there_yet_leads_to_now(house: House) -> None:
    page = Reader(house, None).open("/khong-co", as_of="2022-01-01", q="a b")
    assert "/khong-co?q=a+b" in page.links()
