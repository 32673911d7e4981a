import pytest
from pydantic import SecretStr

from service.accounts import logins
from service.engine import writing
from tests.oidc.conftest import RETURN, START, Door, opened, query
from tests.oidc.provider import CLIENT, SUBJECT, Provider
from tests.web.house import open_house

MINUTE = 60 * 1_000_000


def test_who_is_linked_signs_in(each_door: Door) -> None:
    person = each_door.linked()
    answer = each_door.sign_in()
    assert (answer.status_code, answer.headers["location"]) == (303, "/")
    assert answer.headers["cache-control"] == "no-store"
    told = each_door.who()
    assert (told["person"], told["how"]) == (person, "oidc")


def test_the_browser_is_sent_to_the_provider_with_nothing_that_can_be_used(door: Door) -> None:
    answer = door.house.client.get(START, follow_redirects=False)
    address = answer.headers["location"]
    told = query(address)
    assert address.startswith(f"{door.provider.issuer}/authorize?")
    assert told["flow"] == "code"  # what the provider's own address holds is kept
    assert (told["response_type"], told["scope"], told["client_id"]) == ("code", "openid", CLIENT)
    assert told["redirect_uri"] == f"http://testserver{RETURN}"
    assert (told["code_challenge_method"], len(told["code_challenge"])) == ("S256", 43)
    assert len({told["state"], told["nonce"], told["code_challenge"]}) == 3
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "max-age=600" in cookie
    secret = door.house.client.cookies["thidua_oidc"]
    assert secret not in address


def test_each_sign_in_has_a_state_and_nonce_of_its_own(door: Door) -> None:
    first, second = query(door.leave()), query(door.leave())
    for name in ("state", "nonce", "code_challenge"):
        assert first[name] != second[name], name


def test_the_database_and_the_log_hold_nothing_of_a_sign_in(door: Door) -> None:
    door.linked()
    leaving = query(door.leave())
    secret = door.house.client.cookies["thidua_oidc"]
    with door.house.application.engine.connect() as connection:
        held = str(connection.exec_driver_sql("SELECT * FROM oidc_sign_ins").all())
    returning = door.come_back(door.provider.issuer + "/authorize?" + "&".join(
        f"{name}={value}" for name, value in leaving.items()
    ))  # fmt: skip
    assert door.arrive(returning).status_code == 303
    logged = door.log.getvalue()
    assert RETURN in logged
    for text in (secret, leaving["state"], leaving["nonce"], query(returning)["code"], SUBJECT):
        assert text not in held
        assert text not in logged


def test_over_https_the_secret_goes_to_this_host_alone(door: Door) -> None:
    door.linked()
    door.house.client.base_url = "https://testserver"
    address = door.leave()
    assert query(address)["redirect_uri"].startswith("https://testserver/")
    assert "__Host-thidua_oidc" in door.house.client.cookies
    answer = door.arrive(door.come_back(address))
    assert answer.status_code == 303
    assert all("secure" in one.lower() for one in answer.headers.get_list("set-cookie"))


def test_a_person_the_provider_knows_and_nobody_linked_is_told_so(door: Door) -> None:
    answer = door.sign_in()
    assert answer.status_code == 401
    assert SUBJECT in answer.text
    assert 'role="alert"' in answer.text
    assert door.who() is None
    with door.house.application.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT * FROM persons").all() == []


def test_a_disabled_person_is_refused_until_they_are_enabled(each_door: Door) -> None:
    person = each_door.linked()
    each_door.sign_in()
    engine = each_door.house.application.engine
    with writing(engine) as connection:
        logins.disable(connection, person, by="p-admin", now=each_door.now[0])
    assert each_door.who() is None
    assert each_door.sign_in().status_code == 401
    assert each_door.who() is None
    with writing(engine) as connection:
        logins.enable(connection, person, by="p-admin", now=each_door.now[0])
    assert each_door.sign_in().status_code == 303


def test_an_erased_person_is_unknown(door: Door) -> None:
    person, administrator = door.linked(), door.house.person("administrator")
    assert door.house.post(administrator, f"/persons/{person}/erasures").status_code == 201
    assert door.sign_in().status_code == 401
    assert door.who() is None


def test_the_sign_in_page_offers_the_provider_by_its_name(door: Door) -> None:
    page = door.house.client.get("/sign-in").text
    assert f'<a href="{START}">Đăng nhập bằng Cổng diễn tập &lt;A&gt;</a>' in page


def test_without_a_provider_there_is_no_such_way_in(sqlite_url: str) -> None:
    with open_house(sqlite_url) as house:
        assert START not in house.client.get("/sign-in").text
        for path in (START, RETURN):
            answer = house.client.get(path)
            assert (answer.status_code, answer.json()["type"]) == (404, "/problems/unknown-path")


@pytest.mark.parametrize(
    ("origins", "host", "redirect"),
    [
        ("https://thidua.example", "thidua.example", "https://thidua.example"),
        ("https://a.example,http://thidua.example:81", "thidua.example:81", "http://thidua.example:81"),
        ("", "testserver", "http://testserver"),
        ("", "127.0.0.1:9000", "http://127.0.0.1:9000"),
        ("", "thidua.example", None),
        ("https://thidua.example", "evil.example", None),
        ("https://thidua.example", "thidua.example.evil.example", None),
        ("https://thidua.example", "thidua.example@evil.example", None),
        ("https://thidua.example", "evil.example/thidua.example", None),
        ("", "", None),
    ],
)
def test_the_provider_sends_the_browser_back_to_ourselves_alone(
    origins: str, host: str, redirect: str | None, sqlite_url: str, provider: Provider
) -> None:
    for door in opened(sqlite_url, provider, origins=origins):
        answer = door.house.client.get(START, headers={"Host": host}, follow_redirects=False)
        if redirect is None:
            assert (answer.status_code, answer.headers.get("location")) == (403, None)
        else:
            assert query(answer.headers["location"])["redirect_uri"] == redirect + RETURN


@pytest.mark.parametrize("methods", [["client_secret_post"], ["client_secret_basic"], None])
def test_the_secret_is_shown_where_the_provider_looks_for_it(methods: list[str] | None, door: Door) -> None:
    if methods:
        door.provider.metadata["token_endpoint_auth_methods_supported"] = methods
    door.linked()
    assert door.sign_in().status_code == 303


def test_a_wrong_client_secret_lets_nobody_in(sqlite_url: str, provider: Provider) -> None:
    for door in opened(sqlite_url, provider, oidc_client_secret=SecretStr("sai")):
        door.linked()
        assert door.sign_in().status_code == 401
        assert door.who() is None
        assert "invalid_client" in door.log.getvalue()
