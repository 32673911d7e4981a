"""What comes back forged, twice, or to another browser lets nobody in."""

from typing import Any

import pytest
from joserfc.jwk import OctKey

from service.web.metrics import Metrics
from tests.oidc.conftest import RETURN, SECONDS, Door, query
from tests.oidc.provider import CLIENT, KEYS, SECRET

TEN_MINUTES = 600 * 1_000_000
SHARED = OctKey.import_key(SECRET, {"kid": "shared"})


@pytest.mark.parametrize(
    ("claims", "problem"),
    [
        ({"nonce": "another"}, "invalid_claim nonce"), ({"nonce": None}, "missing_claim nonce"),
        ({"aud": "another"}, "invalid_claim aud"), ({"aud": []}, "invalid_claim aud"),
        ({"aud": None}, "missing_claim aud"),
        ({"aud": [CLIENT, "another"]}, "missing_claim azp"),
        ({"aud": [CLIENT, "another"], "azp": "another"}, "invalid_claim azp"),
        ({"azp": "another"}, "invalid_claim azp"),
        ({"iss": "http://127.0.0.1:1"}, "invalid_claim iss"), ({"iss": None}, "missing_claim iss"),
        ({"exp": SECONDS - 61}, "expired_token exp"), ({"exp": None}, "missing_claim exp"),
        ({"exp": "never"}, "invalid_claim exp"),
        ({"iat": SECONDS + 120}, "invalid_claim iat"), ({"iat": None}, "missing_claim iat"),
        ({"sub": None}, "missing_claim sub"), ({"sub": ["248289761001"]}, "invalid_claim sub"),
        ({"at_hash": "of-another"}, "invalid_claim at_hash"),
    ],
)  # fmt: skip
def test_a_token_that_was_not_made_for_this_is_refused(
    claims: dict[str, Any], problem: str, door: Door
) -> None:
    door.linked()
    door.provider.claims = claims
    assert door.sign_in().status_code == 401
    assert door.who() is None
    assert f'"problem": "{problem}"' in door.log.getvalue()


@pytest.mark.parametrize(
    "claims", [{"aud": [CLIENT]}, {"aud": [CLIENT, "another"], "azp": CLIENT}, {"exp": SECONDS - 59}]
)
def test_what_is_unusual_and_right_is_taken(claims: dict[str, Any], door: Door) -> None:
    door.linked()
    door.provider.claims = claims
    assert door.sign_in().status_code == 303


@pytest.mark.parametrize(
    ("header", "key"),
    [
        ({"alg": "none"}, KEYS[0]),
        ({"alg": "HS256"}, SHARED),
        ({"alg": "HS256", "kid": "key-0"}, SHARED),
        ({"alg": "RS256", "kid": "key-0"}, KEYS[1]),
    ],
)
def test_a_signature_that_anybody_could_make_is_refused(header: dict[str, str], key: Any, door: Door) -> None:
    door.linked()
    door.provider.header, door.provider.key = header, key
    assert door.sign_in().status_code == 401
    assert door.who() is None


def test_what_came_back_once_is_used_up(each_door: Door) -> None:
    each_door.linked()
    address = each_door.leave()
    secret = each_door.house.client.cookies["thidua_oidc"]
    returning = each_door.come_back(address)
    assert each_door.arrive(returning).status_code == 303
    each_door.house.client.cookies.clear()
    each_door.house.client.cookies.set("thidua_oidc", secret)
    again = each_door.arrive(returning)
    assert (again.status_code, each_door.who()) == (400, None)
    assert each_door.provider.asked["token"] == 1


def test_a_code_that_the_provider_took_already_lets_nobody_in(door: Door) -> None:
    door.linked()
    returning = door.come_back(door.leave())
    door.provider.begun.clear()
    assert (door.arrive(returning).status_code, door.who()) == (401, None)
    assert "invalid_grant" in door.log.getvalue()


def test_anothers_code_is_of_no_use(door: Door) -> None:
    door.linked()
    stolen = query(door.come_back(door.leave()))["code"]
    door.house.client.cookies.clear()
    mine = query(door.come_back(door.leave()))
    assert door.arrive(f"{RETURN}?code={stolen}&state={mine['state']}").status_code == 401
    assert door.who() is None


def test_nobody_is_signed_in_by_anothers_link(door: Door) -> None:
    door.linked()
    returning = door.come_back(door.leave())
    door.house.client.cookies.clear()
    assert (door.arrive(returning).status_code, door.who()) == (400, None)
    door.leave()
    assert (door.arrive(returning).status_code, door.who()) == (400, None)
    assert door.provider.asked["token"] == 0


@pytest.mark.parametrize(
    "change",
    ["&state=x", "&code=x", "&iss=http://127.0.0.1:1", "&iss={issuer}&iss={issuer}", "&error=a&error=b"],
)
def test_what_is_told_twice_or_by_another_is_refused(change: str, door: Door) -> None:
    door.linked()
    told = query(door.come_back(door.leave()))
    address = f"{RETURN}?code={told['code']}&state={told['state']}"
    changed = address + change.format(issuer=door.provider.issuer)
    assert (door.arrive(changed).status_code, door.who()) == (400, None)


@pytest.mark.parametrize("told", ["", "?state=", "?code=x", "?state=%00&code=x", "?state=ữ%ff&code=x"])
def test_a_forged_return_leaves_the_sign_in_that_is_under_way(told: str, door: Door) -> None:
    door.linked()
    returning = door.come_back(door.leave())
    secret = door.house.client.cookies["thidua_oidc"]
    assert door.arrive(RETURN + told).status_code == 400
    door.house.client.cookies.set("thidua_oidc", secret)
    assert door.arrive(returning).status_code == 303


def test_who_gave_up_at_the_provider_is_told_so(door: Door) -> None:
    door.linked()
    state = query(door.leave())["state"]
    answer = door.arrive(f"{RETURN}?error=access_denied&error_description=%3Cb%3Ex&state={state}")
    assert answer.status_code == 401
    assert "<b>" not in answer.text
    assert door.provider.asked["token"] == 0


def test_a_sign_in_ends_after_ten_minutes(each_door: Door) -> None:
    each_door.linked()
    returning = each_door.come_back(each_door.leave())
    each_door.now[0] += TEN_MINUTES
    each_door.provider.now += 600
    assert each_door.arrive(returning).status_code == 400
    each_door.leave()
    with each_door.house.application.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM oidc_sign_ins").scalar() == 1


def test_a_refused_sign_in_is_counted_and_noted_without_who_it_was(door: Door) -> None:
    assert door.sign_in().status_code == 401
    metrics: Metrics = door.house.app.state.metrics
    assert metrics.registry.get_sample_value("thidua_sign_in_failures_total") == 1
    with door.house.application.engine.connect() as connection:
        noted = connection.exec_driver_sql("SELECT person, action, about, code FROM attempts").all()
    assert [tuple(one) for one in noted] == [(None, "sign_in", RETURN, "identity_unlinked")]
