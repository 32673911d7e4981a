"""The offline bundle: what it pins, what it tells of itself, and that it is packed alike each time."""

import hashlib
import re
import subprocess
import tarfile
from pathlib import Path
from typing import Any

import pytest

from deploy.bundle import images, inventory, packing, papers, wheelhouse
from tests.rooms import ROOT

LOCK = """\
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:aa \\
    --hash=sha256:bb
    # via click
deprecated==1.3.1 ; python_full_version < '3.12' \\
    --hash=sha256:cc
    # via limits
deprecated==3.0.1 ; python_full_version >= '3.12' \\
    --hash=sha256:dd
    # via limits
psycopg[binary]==3.3.9 \\
    --hash=sha256:ee
    # via thidua (pyproject.toml)
"""


def bill(**component: Any) -> dict[str, Any]:
    """A bill of materials of thidua and one component."""
    licensed = {
        "licenses": [{"license": {"id": "MIT"}}],
        "externalReferences": [{"url": "https://x.example"}],
    }
    return {
        "metadata": {"component": {"name": "thidua"} | licensed, "tools": [{"externalReferences": []}]},
        "components": [{"name": "Some.Thing"} | licensed | component],
    }


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two files, one of which may be run."""
    folder = tmp_path / "bundle"
    (folder / "inner").mkdir(parents=True)
    (folder / "text").write_text("một", encoding="utf-8")
    (folder / "inner" / "script").write_text("#!/bin/sh\n", encoding="utf-8")
    (folder / "inner" / "script").chmod(0o700)
    return folder


def test_the_pins_of_one_python_are_chosen_with_their_hashes() -> None:
    assert wheelhouse.chosen(LOCK, {"deprecated==1.3.1", "psycopg==3.3.9"}) == (
        "deprecated==1.3.1 ; python_full_version < '3.12' \\\n    --hash=sha256:cc\n"
        "psycopg[binary]==3.3.9 \\\n    --hash=sha256:ee\n"
    )


def test_what_the_lock_lacks_is_named() -> None:
    with pytest.raises(ValueError, match=r"psycopg==3\.4"):
        wheelhouse.chosen(LOCK, {"psycopg==3.4"})


def test_every_pin_of_the_lock_can_be_chosen() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    found = {f"{pin['name']}=={pin['release']}" for pin in wheelhouse.LOCKED.finditer(lock)}
    assert len(found) == len(re.findall(r"^[a-z]", lock, re.MULTILINE))
    assert "# via" not in wheelhouse.chosen(lock, found)


def test_our_own_wheel_is_pinned_by_what_it_holds(tmp_path: Path) -> None:
    wheel = tmp_path / "thidua-0.1.0-py3-none-any.whl"
    wheel.write_bytes(b"wheel")
    digest = hashlib.sha256(b"wheel").hexdigest()
    assert wheelhouse.pinned(wheel) == f"thidua==0.1.0 \\\n    --hash=sha256:{digest}\n"


def test_a_bill_has_digests_and_no_addresses() -> None:
    made = inventory.materials(bill(), {"thidua": "aa", "some-thing": "bb"})
    assert "externalReferences" not in str(made)
    assert made["components"][0]["hashes"] == [{"alg": "SHA-256", "content": "bb"}]
    assert made["metadata"]["component"]["hashes"] == [{"alg": "SHA-256", "content": "aa"}]


@pytest.mark.parametrize(
    ("component", "problem"),
    [({"licenses": []}, "tells no licence"), ({"name": "another"}, "is no wheel of the bundle")],
)
def test_a_bill_that_does_not_tell_all_is_refused(component: dict[str, Any], problem: str) -> None:
    with pytest.raises(ValueError, match=problem):
        inventory.materials(bill(**component), {"thidua": "aa", "some-thing": "bb"})


def test_the_sums_are_those_that_sha256sum_checks(folder: Path) -> None:
    inventory.write_sums(folder)
    check = ["sha256sum", "--check", "--quiet", "--strict", inventory.SUMS]
    assert subprocess.run(check, cwd=folder, check=False).returncode == 0
    assert len((folder / inventory.SUMS).read_text(encoding="utf-8").splitlines()) == 2
    (folder / "text").write_text("hai", encoding="utf-8")
    assert subprocess.run(check, cwd=folder, check=False, capture_output=True).returncode == 1


def test_the_same_contents_pack_to_the_same_bytes(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    first = packing.pack(folder).read_bytes()
    (folder / "text").touch()
    (folder / "inner" / "script").chmod(0o755)
    packed = packing.pack(folder)
    assert packed.read_bytes() == first
    with tarfile.open(packed) as archive:
        told = [(one.name, one.mode, one.mtime, one.uid, one.uname) for one in archive]
    assert told == [
        ("bundle", 0o755, packing.EPOCH_SECONDS, 0, ""),
        ("bundle/inner", 0o755, packing.EPOCH_SECONDS, 0, ""),
        ("bundle/inner/script", 0o755, packing.EPOCH_SECONDS, 0, ""),
        ("bundle/text", 0o644, packing.EPOCH_SECONDS, 0, ""),
    ]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1000000000")
    assert packing.pack(folder).read_bytes() != first


def test_only_what_git_tracks_is_copied(tmp_path: Path) -> None:
    root, bundle = tmp_path / "root", tmp_path / "bundle"
    (root / "deploy" / "compose").mkdir(parents=True)
    for name in ("LICENSE", "deploy/compose/Caddyfile", "deploy/compose/password", "unwanted"):
        (root / name).write_text(name, encoding="utf-8")
    git = ["git", "-C", str(root), "-c", "safe.directory=*"]
    subprocess.run([*git, "init", "--quiet"], check=True)
    subprocess.run([*git, "add", "LICENSE", "deploy/compose/Caddyfile", "unwanted"], check=True)
    papers.copy(root, bundle)
    copied = sorted(path.relative_to(bundle).as_posix() for path in bundle.rglob("*") if path.is_file())
    assert copied == ["LICENSE", "deploy/compose/Caddyfile"]


def test_every_paper_of_the_bundle_exists() -> None:
    assert [name for name in papers.WANTED if not (ROOT / name).exists()] == []


def test_the_images_of_compose_are_those_to_save() -> None:
    named = images.named(ROOT)
    assert len(named) == 3
    assert all(":" in name and "$" not in name for name in named)


def test_without_an_engine_the_bundle_says_that_it_has_no_images(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert images.save(ROOT, tmp_path, "0.1.0") == "no container engine answers here"
    assert list(tmp_path.iterdir()) == []
