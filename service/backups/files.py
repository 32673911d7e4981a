"""Files that are whole or not there: written under another name, synced to the disk, then renamed."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

_CHUNK_BYTES = 1 << 20
BESIDE_SQLITE = ("-wal", "-shm", "-journal")  # what SQLite keeps next to a database


@contextmanager
def draft_of(file: Path) -> Iterator[Path]:
    """A new empty file beside `file`, readable by its owner only; what is left at the end is removed."""
    draft = file.with_name(f".{file.name}.{os.getpid()}.partial")
    draft.unlink(missing_ok=True)
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        yield draft
    finally:
        for left in (draft, *(beside(draft, suffix) for suffix in BESIDE_SQLITE)):
            left.unlink(missing_ok=True)


def beside(file: Path, suffix: str) -> Path:
    """The file of that name with a suffix."""
    return file.with_name(file.name + suffix)


def publish(draft: Path, file: Path) -> None:
    """Give a draft its name, once all of it is on the disk."""
    _sync(draft)
    draft.replace(file)
    _sync(file.parent)


def digest(file: Path) -> str:
    """The SHA-256 of a file, in hex."""
    hashed = sha256()
    with file.open("rb") as opened:
        while chunk := opened.read(_CHUNK_BYTES):
            hashed.update(chunk)
    return hashed.hexdigest()


def copy_bytes(file: Path, into: Path) -> None:
    """Copy a file into one that exists, whose owner and mode stay."""
    with file.open("rb") as read, into.open("wb") as written:
        while chunk := read.read(_CHUNK_BYTES):
            written.write(chunk)


def _sync(path: Path) -> None:
    opened = os.open(path, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
