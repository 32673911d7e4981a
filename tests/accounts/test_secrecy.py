"""Whoever reads the database learns no secret, and nothing of a person who was erased."""

import re
from pathlib import Path

import pytest

from domain.refusals import Refusal
from service.accounts import logins, passwords, persons, tokens
from service.accounts.persons import Personal
from service.accounts.tables import metadata
from service.engine import open_engine, writing
from tests.accounts.conftest import DAY, LIFETIME, NOW, PASSWORD

CHANGED = "câu mới để nhớ lâu"
GUESSED = "đoán bừa một câu"
PERSONAL = Personal(name="Người Sẽ Xóa", rank="Thượng úy", phone="0900 000 017", email="xoa@a.example")


def written(url: str) -> bytes:
    """All that a database has on disk."""
    file = Path(url.removeprefix("sqlite:///"))
    return b"".join(path.read_bytes() for path in sorted(file.parent.glob(f"{file.name}*")))


def test_no_secret_is_in_the_file_after_use(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        metadata.create_all(connection)
        person = persons.create(connection, Personal(), by=None, now=NOW)
        stored = passwords.hashed(PASSWORD, "can-bo-a")
        logins.set_login(connection, person, "can-bo-a", stored, by=None, now=NOW)
        token = tokens.create(
            connection, person, label="Máy", scopes=frozenset({"read"}), expires_at=NOW + DAY, now=NOW
        )
    opened = logins.sign_in(engine, "can-bo-a", PASSWORD, now=NOW, lifetime=LIFETIME)
    with pytest.raises(Refusal):
        logins.sign_in(engine, "khong-ai-co", GUESSED, now=NOW, lifetime=LIFETIME)
    logins.change_password(engine, person, PASSWORD, CHANGED, keep=None, now=NOW)
    engine.dispose()
    held = written(sqlite_url)
    assert {opened.session.encode(), token.token.encode(), b"can-bo-a"} - set(found(held)) == set()
    secrets = (PASSWORD, CHANGED, GUESSED, opened.secret, token.secret, token.secret[7:], "khong-ai-co")
    assert [secret for secret in secrets if secret.encode() in held] == []


def found(held: bytes) -> list[bytes]:
    """The ids and logins in a file: they are to be there, or nothing was looked at."""
    return re.findall(rb"[st]-[0-9a-f]{16}|can-bo-a", held)


def test_nothing_of_an_erased_person_is_left_in_the_file(sqlite_url: str) -> None:
    engine = open_engine(sqlite_url)
    with writing(engine) as connection:
        metadata.create_all(connection)
        person = persons.create(connection, PERSONAL, by=None, now=NOW)
        other = persons.create(connection, Personal(name="Người Ở Lại"), by=None, now=NOW)
        stored = passwords.hashed(PASSWORD, "se-xoa")
        logins.set_login(connection, person, "se-xoa", stored, by=None, now=NOW)
    with writing(engine) as connection:
        persons.change(connection, other, Personal(name="Người Vẫn Ở Lại"), by=None, now=NOW)
        persons.erase(connection, person, by=None, now=NOW)
    engine.dispose()
    held = written(sqlite_url)
    personal = [text for text in (PERSONAL.name, PERSONAL.rank, PERSONAL.phone, PERSONAL.email) if text]
    assert [text for text in (*personal, "se-xoa", stored) if text.encode() in held] == []
    assert "Người Vẫn Ở Lại".encode() in held
    assert "Người Ở Lại".encode() not in held
