import pytest
from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

from service.accounts import passwords
from tests.accounts.conftest import PASSWORD
from tests.accounts.refusing import refused


def test_a_password_is_stored_as_argon2id_with_a_salt(stored: passwords.Hashed) -> None:
    assert stored.startswith("$argon2id$v=19$m=65536,t=3,p=4$")
    assert passwords.hashed(PASSWORD, "can-bo") != stored
    assert passwords.checked(PASSWORD, stored) == passwords.Checked(is_right=True)


@pytest.mark.parametrize(
    ("password", "code"),
    [
        ("mười một chữ"[:11], "password_too_short"),
        ("e\u0302\u0301" * 11, "password_too_short"),
        ("x" * 201, "password_too_long"),
        ("tôi là CAN-BO-A đây", "password_holds_login"),
        ("matkhau12345", "password_obvious"),
        ("MatKhau 12345", "password_obvious"),
        ("a" * 12, "password_obvious"),
        ("chữ hỏng \ud800 ở đây", "control_character"),
    ],
)
def test_a_weak_password_is_refused_and_not_repeated(password: str, code: str) -> None:
    with refused(code, password=None):
        passwords.hashed(password, "can-bo-a")


@pytest.mark.parametrize("password", ["mười hai chữ", "aaaaaaaaaaab", "一二三四五六七八九十百千", "x y" * 66])
def test_no_other_rule_of_composition_stands_in_the_way(password: str) -> None:
    assert passwords.checked(password, passwords.hashed(password, "can-bo")).is_right


def test_a_password_is_right_however_its_accents_are_typed(stored: passwords.Hashed) -> None:
    assert passwords.checked("mu\u0300a ga\u0323\u0306t na\u0306m ngoa\u0301i", stored).is_right


@pytest.mark.parametrize("password", ["", "mùa gặt năm nay", PASSWORD.upper(), "x" * 100_000, "\ud800"])
def test_a_wrong_password_is_wrong(password: str, stored: passwords.Hashed) -> None:
    assert not passwords.checked(password, stored).is_right


@pytest.mark.parametrize("password", [PASSWORD, "no login has this password", ""])
def test_nobodys_password_is_never_right(password: str) -> None:
    assert not passwords.checked(password, None).is_right


def test_an_unknown_login_costs_the_same_hashing(
    monkeypatch: pytest.MonkeyPatch, stored: passwords.Hashed
) -> None:
    asked: list[str] = []
    verify = Argon2Hasher.verify

    def noting(self: Argon2Hasher, password: str | bytes, kept: str | bytes) -> bool:
        asked.append(str(kept).rpartition("$")[0].rpartition("$")[0])
        return verify(self, password, kept)

    monkeypatch.setattr(Argon2Hasher, "verify", noting)
    for password, kept in (("sai mật khẩu rồi", stored), ("sai mật khẩu rồi", None), ("x" * 999, None)):
        passwords.checked(password, kept)
    assert asked == ["$argon2id$v=19$m=65536,t=3,p=4"] * 3


def test_a_hash_of_weaker_making_is_renewed() -> None:
    weaker = PasswordHash((Argon2Hasher(time_cost=1, memory_cost=1024, parallelism=1),)).hash(PASSWORD)
    found = passwords.checked(PASSWORD, weaker)
    assert found.is_right
    assert found.renewed is not None
    assert passwords.checked(PASSWORD, found.renewed) == passwords.Checked(is_right=True)
