"""A backup of SQLite is taken while others write, is one whole checked file, and is never half there."""

import sqlite3
import threading
from contextlib import closing
from pathlib import Path

import msgspec
import pytest
from sqlalchemy.engine import make_url

from service.backups import taking
from service.backups.files import digest
from service.opening import opened
from service.verify import verify
from tests.moving.conftest import RunThidua
from tests.moving.furnishing import fill_more, furnish, root_of


def place_of(url: str) -> Path:
    """The file of a SQLite address."""
    return Path(make_url(url).database or "")


def manifest_of(file: Path) -> dict[str, object]:
    """What the manifest beside a backup says."""
    found: dict[str, object] = msgspec.json.decode(file.with_name(f"{file.name}.json").read_bytes())
    return found


def test_a_backup_is_one_whole_file_with_its_head_beside_it(
    thidua: RunThidua, sqlite_url: str, tmp_path: Path
) -> None:
    with opened(sqlite_url) as application:
        furnish(application)
        root = root_of(application.engine)
    file = tmp_path / "sao-luu.db"
    told = thidua("--database", sqlite_url, "backup", str(file))
    assert (told.exit_code, told.stderr) == (0, "")
    assert root in told.stdout
    assert sorted(one.name for one in tmp_path.iterdir()) == ["sao-luu.db", "sao-luu.db.json"]
    assert [one.stat().st_mode & 0o077 for one in tmp_path.iterdir()] == [0, 0]  # names and password hashes
    held = manifest_of(file)
    assert (held["root"], held["sha256"], held["size"]) == (root, digest(file), file.stat().st_size)
    with opened(f"sqlite:///{file}") as backup:
        assert verify(backup.engine, expected_root=root).expected_at == held["position"]


def test_a_backup_is_of_one_moment_while_others_write(
    sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(taking, "PAGES_AT_ONCE", 4)
    ended = threading.Event()
    grown = threading.Semaphore(0)

    def wait_until_grown(_done: int, _of: int) -> None:
        assert grown.acquire(timeout=60)

    def write() -> None:
        with opened(sqlite_url) as writer:
            number = 0
            while not ended.is_set():
                number += 1
                writer.do("form_cluster", cluster=f"c{number}", name="Cụm", kind="cluster")
                grown.release()

    with opened(sqlite_url) as application:
        furnish(application)
        thread = threading.Thread(target=write)
        thread.start()
        try:
            # Each step of the copy waits until the log has grown since the step before.
            manifest = taking.back_up(
                place_of(sqlite_url),
                tmp_path / "b.db",
                now=1,
                progress=wait_until_grown,
            )
        finally:
            ended.set()
            thread.join(60)
        assert application.max_position() > manifest.position
        grown_since = verify(application.engine, expected_root=manifest.root)
        assert grown_since.expected_at == manifest.position
    with opened(f"sqlite:///{tmp_path / 'b.db'}") as backup:
        report = verify(backup.engine)
        assert (report.position, report.root) == (manifest.position, manifest.root)


def test_what_ends_a_backup_halfway_leaves_nothing_of_it(sqlite_url: str, tmp_path: Path) -> None:
    opened_once(sqlite_url)

    def break_off(_done: int, _of: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        taking.back_up(place_of(sqlite_url), tmp_path / "b.db", now=1, progress=break_off)
    assert list(tmp_path.iterdir()) == []


def opened_once(url: str) -> None:
    """Make an empty database."""
    with opened(url) as application:
        fill_more(application, signing_in=False)


def test_a_backup_is_never_written_over_another(thidua: RunThidua, sqlite_url: str, tmp_path: Path) -> None:
    opened_once(sqlite_url)
    (tmp_path / "b.db").write_text("hôm qua", encoding="utf-8")
    told = thidua("--database", sqlite_url, "backup", str(tmp_path / "b.db"))
    assert told.exit_code == 2
    assert (tmp_path / "b.db").read_text(encoding="utf-8") == "hôm qua"


def test_a_damaged_database_gives_no_backup(thidua: RunThidua, sqlite_url: str, tmp_path: Path) -> None:
    opened_once(sqlite_url)
    with closing(sqlite3.connect(place_of(sqlite_url))) as database:
        database.execute("DROP TRIGGER event_log_no_delete")
        database.execute("DELETE FROM event_log")
        database.commit()
    told = thidua("--database", sqlite_url, "backup", str(tmp_path / "b.db"))
    assert told.exit_code == 1
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", ["backup", "restore"])
def test_postgresql_is_told_to_use_its_own_tools(
    command: str, thidua: RunThidua, postgresql_url: str, tmp_path: Path
) -> None:
    told = thidua("--database", postgresql_url, command, str(tmp_path / "b.db"))
    assert told.exit_code == 2
    assert "docs/guide/backups.md" in told.stderr


def test_a_database_that_is_not_there_cannot_be_backed_up(thidua: RunThidua, tmp_path: Path) -> None:
    told = thidua("--database", f"sqlite:///{tmp_path}/x.db", "backup", str(tmp_path / "b.db"))
    assert told.exit_code == 3


def test_a_folder_that_is_not_there_is_told(thidua: RunThidua, sqlite_url: str, tmp_path: Path) -> None:
    opened_once(sqlite_url)
    told = thidua("--database", sqlite_url, "backup", str(tmp_path / "x" / "b.db"))
    assert told.exit_code == 2
    assert "b.db" in told.stderr
