"""Addresses of databases as operators write them."""

import pytest
from sqlalchemy.exc import ArgumentError

from service.database_url import NOWHERE, read_url, told_address
from service.opening import Unreachable, open_thidua


@pytest.mark.parametrize(
    ("address", "hosts", "ports"),
    [
        ("postgresql://a:5432,b:6432/thidua", "a,b", "5432,6432"),
        ("postgresql://thidua:x%40y@a,b:6432,[::1]/thidua", "a,b,::1", "5432,6432,5432"),
        ("postgresql+psycopg://a:5432,b/thidua?sslmode=require", "a,b", "5432,5432"),
    ],
)
def test_a_server_on_several_hosts_is_the_one_that_takes_writes(address: str, hosts: str, ports: str) -> None:
    url = read_url(address)
    assert (url.query["host"], url.query["port"]) == (hosts, ports)
    assert url.database == "thidua"
    assert url.query["target_session_attrs"] == "read-write"
    assert url.password == ("x@y" if "@" in address else None)


def test_an_operator_who_wants_another_of_the_hosts_gets_it() -> None:
    url = read_url("postgresql://a:5432,b:5432/thidua?target_session_attrs=any")
    assert url.query["target_session_attrs"] == "any"
    written_otherwise = read_url("postgresql://thidua@/thidua?host=a:5432&host=b:5432")
    assert written_otherwise.query["target_session_attrs"] == "read-write"


@pytest.mark.parametrize(
    "address", ["postgresql://a:5432/thidua", "postgresql:///thidua?host=%2Frun", "sqlite:///a.db"]
)
def test_an_address_of_one_server_stays_as_it_is(address: str) -> None:
    assert read_url(address).render_as_string() == address


def test_an_address_is_shown_without_its_password() -> None:
    told = told_address("postgresql://thidua:secret@a:1,b:2/thidua?sslpassword=secret")
    assert "secret" not in told
    assert all(part in told for part in ("thidua", "a", "b"))


@pytest.mark.parametrize("address", ["no address", "postgresql://a:x/thidua", "postgresql://a:1,b:x/thidua"])
def test_what_is_no_address_is_told_as_such(address: str) -> None:
    with pytest.raises((ArgumentError, ValueError)):
        read_url(address)
    assert told_address(address) == NOWHERE
    with pytest.raises(Unreachable):
        open_thidua(address)
