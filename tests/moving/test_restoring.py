"""A backup goes back where it may, and what it lacks is named before anything changes."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select

from service.accounts.tables import sessions, tokens
from service.backups.files import digest
from service.backups.manifest import of_backup
from service.backups.taking import back_up
from service.opening import opened
from service.verify import verify
from tests.conftest import NewDatabase
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import all_rows, fill_more, furnish, root_of, signs_in
from tests.moving.test_backups import manifest_of, place_of

ADMIN = ("admin", "create", "--login", "quan-tri", "--password-file")
DAMAGED = b"no database" * 5000
POSITION = 20  # the last entry of what `furnish` fills


@pytest.fixture(scope="session")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a furnished database, a backup of it, and two entries that came after the backup."""
    folder = tmp_path_factory.mktemp("grown")
    with opened(f"sqlite:///{folder / 'grown.db'}") as application:
        furnish(application)
        taken = back_up(folder / "grown.db", folder / "b.db", now=1)
        fill_more(application)
        fill_more(application, cluster="nua")
    assert taken.position == POSITION
    return folder


@pytest.fixture
def backup(grown: Path, sqlite_url: str, tmp_path: Path) -> Path:
    """A backup of one's own, of the database at `sqlite_url`."""
    for name, place in {
        "grown.db": place_of(sqlite_url),
        "b.db": tmp_path / "b.db",
        "b.db.json": tmp_path / "b.db.json",
    }.items():
        shutil.copy(grown / name, place)
    return tmp_path / "b.db"


def test_a_backup_goes_where_nothing_is(
    backup: Path, thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    url = new_database("sqlite")
    told = thidua("--database", url, "restore", str(backup))
    assert (told.exit_code, told.stderr) == (0, ""), told.output
    with opened(url) as application, opened(f"sqlite:///{backup}") as copy:
        assert all_rows(application.engine)["event_log"] == all_rows(copy.engine)["event_log"]
        assert all_rows(application.engine)["persons"] == all_rows(copy.engine)["persons"]
        assert signs_in(application)


def test_nothing_comes_to_life_again_with_a_backup(
    backup: Path, thidua: RunThidua, new_database: NewDatabase
) -> None:
    url = new_database("sqlite")
    thidua("--database", url, "restore", str(backup))
    with opened(url) as application, application.engine.connect() as connection:
        assert connection.execute(select(sessions.c.session)).all() != []
        assert connection.execute(select(tokens.c.token)).all() != []
        assert connection.execute(select(sessions).where(sessions.c.ended_at.is_(None))).all() == []
        assert connection.execute(select(tokens).where(tokens.c.revoked_at.is_(None))).all() == []


def test_an_older_backup_is_named_with_what_it_lacks(
    backup: Path, thidua: RunThidua, sqlite_url: str
) -> None:
    before = place_of(sqlite_url).read_bytes()
    told = thidua("--database", sqlite_url, "restore", str(backup), "--replace")
    assert told.exit_code == 1
    assert "không có 2 mục mà cơ sở dữ liệu đang có" in told.stderr
    assert f"từ mục số {POSITION + 1} đến mục số {POSITION + 2}" in told.stderr
    assert place_of(sqlite_url).read_bytes() == before


def test_a_loss_that_is_accepted_keeps_the_replaced_file(
    backup: Path, thidua: RunThidua, sqlite_url: str
) -> None:
    place = place_of(sqlite_url)
    with opened(sqlite_url) as application:
        rows = all_rows(application.engine)
    told = thidua("--database", sqlite_url, "restore", str(backup), "--replace", "--accept-loss")
    assert told.exit_code == 0, told.output
    (kept,) = place.parent.glob(f"{place.name}.replaced-*Z")
    assert str(kept) in told.stdout
    with opened(f"sqlite:///{kept}") as replaced, opened(sqlite_url) as application:
        assert all_rows(replaced.engine) == rows
        assert application.max_position() == POSITION
        assert verify(application.engine).root == manifest_of(backup)["root"]


def test_a_backup_of_older_software_is_brought_on(
    grown: Path, thidua: RunThidua, new_database: NewDatabase, tmp_path: Path
) -> None:
    old = tmp_path / "old.db"
    shutil.copy(grown / "b.db", old)
    with closing(sqlite3.connect(old)) as database:
        database.execute("DROP TABLE read_model_generations")
        database.execute("UPDATE alembic_version SET version_num = '0001'")
        database.commit()
        listed = database.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
        for (name,) in listed:
            if name.endswith("_1"):
                database.execute(f"DROP TABLE {name}")
    file, url = tmp_path / "old-backup.db", new_database("sqlite")
    back_up(old, file, now=1)
    told = thidua("--database", url, "restore", str(file))
    assert told.exit_code == 0, told.output
    with opened(url) as application:
        assert verify(application.engine).root == manifest_of(file)["root"]


def test_what_is_there_is_replaced_only_when_told(
    backup: Path, thidua: RunThidua, new_database: NewDatabase
) -> None:
    url = new_database("sqlite")
    assert thidua("--database", url, "restore", str(backup)).exit_code == 0
    again = thidua("--database", url, "restore", str(backup))
    assert again.exit_code == 1
    assert "--replace" in again.stderr
    assert thidua("--database", url, "restore", str(backup), "--replace").exit_code == 0  # nothing is missing


def test_acts_on_accounts_after_the_backup_are_named(
    backup: Path, thidua: RunThidua, sqlite_url: str
) -> None:
    assert thidua("--database", sqlite_url, *ADMIN, password(backup)).exit_code == 0
    told = thidua("--database", sqlite_url, "restore", str(backup))
    assert "việc về tài khoản" in told.stderr
    assert "login_set" in told.stderr


def password(backup: Path) -> str:
    """A file with a password in it."""
    file = backup.with_name("mat-khau.txt")
    file.write_text("một câu đủ dài để làm mật khẩu", encoding="utf-8")
    return str(file)


def test_a_database_in_use_is_not_replaced(backup: Path, thidua: RunThidua, sqlite_url: str) -> None:
    with opened(sqlite_url) as application:
        told = thidua("--database", sqlite_url, "restore", str(backup), "--replace", "--accept-loss")
        assert told.exit_code == 1
        assert "dừng dịch vụ" in told.stderr
        assert application.max_position() == POSITION + 2
        application.do("form_cluster", cluster="con-song", name="Cụm", kind="cluster")


def test_a_damaged_database_is_replaced_knowingly(backup: Path, thidua: RunThidua, sqlite_url: str) -> None:
    place = place_of(sqlite_url)
    place.write_bytes(DAMAGED)
    told = thidua("--database", sqlite_url, "restore", str(backup), "--replace")
    assert told.exit_code == 1
    assert "--known-position" in told.stderr
    told = thidua("--database", sqlite_url, "restore", str(backup), "--replace", "--accept-loss")
    assert told.exit_code == 0, told.output
    (kept,) = place.parent.glob(f"{place.name}.replaced-*Z")
    assert kept.read_bytes() == DAMAGED


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--known-position", "23"], f"thiếu 3 mục, từ mục số {POSITION + 1} đến mục số 23"),
        (["--known-position", "23", "--known-root", "00"], "thiếu 3 mục"),
        (["--known-root", "00"], "Không mục nào của bản sao lưu có gốc đã nêu"),
        (["--known-position", "5", "--known-root", "00"], "thuộc một nhật ký khác"),
    ],
)
def test_a_head_noted_elsewhere_is_compared(
    options: list[str], words: str, backup: Path, thidua: RunThidua, new_database: NewDatabase
) -> None:
    url = new_database("sqlite")
    told = thidua("--database", url, "restore", str(backup), *options)
    assert told.exit_code == 1
    assert words in told.stderr
    assert not place_of(url).exists()


def test_a_noted_head_that_the_backup_has_is_no_loss(
    backup: Path, thidua: RunThidua, sqlite_url: str, new_database: NewDatabase
) -> None:
    noted = ["--known-position", str(POSITION), "--known-root", str(manifest_of(backup)["root"]).upper()]
    assert thidua("--database", new_database("sqlite"), "restore", str(backup), *noted).exit_code == 0
    assert thidua("--database", new_database("sqlite"), "restore", str(backup), *noted[2:]).exit_code == 0
    with opened(sqlite_url) as application:
        newer = root_of(application.engine)
    told = thidua("--database", new_database("sqlite"), "restore", str(backup), "--known-root", newer)
    assert told.exit_code == 1


def test_a_changed_byte_is_found(backup: Path, thidua: RunThidua, new_database: NewDatabase) -> None:
    raw = bytearray(backup.read_bytes())
    raw[-1] ^= 1
    backup.write_bytes(raw)
    url = new_database("sqlite")
    told = thidua("--database", url, "restore", str(backup))
    assert told.exit_code == 1
    assert "đã hỏng" in told.stderr
    assert not place_of(url).exists()


def test_a_log_that_is_not_that_of_the_manifest_is_found(
    backup: Path, thidua: RunThidua, new_database: NewDatabase
) -> None:
    """Somebody changed a state in the backup, and made the checksum fit again."""
    with closing(sqlite3.connect(backup)) as database:
        database.execute("DROP TRIGGER event_log_no_update")
        database.execute("UPDATE event_log SET actor = 'ai-do' WHERE position = 3")
        database.commit()
    told = of_backup(backup).read_text(encoding="utf-8")
    fitting = told.replace(str(manifest_of(backup)["sha256"]), digest(backup))
    of_backup(backup).write_text(fitting, encoding="utf-8")
    url = new_database("sqlite")
    result = thidua("--database", url, "restore", str(backup))
    assert result.exit_code == 1
    assert "đã hỏng" in result.stderr
    assert not place_of(url).exists()
    assert sorted(one.name for one in place_of(url).parent.glob(".*")) == []


def test_a_backup_without_its_manifest_is_not_restored(
    backup: Path, thidua: RunThidua, new_database: NewDatabase
) -> None:
    backup.with_name("b.db.json").unlink()
    told = thidua("--database", new_database("sqlite"), "restore", str(backup))
    assert told.exit_code == 1
    assert "b.db.json" in told.stderr
