"""One file out of a folder: the same bytes from the same contents, whoever packs it and when."""

import gzip
import os
import tarfile
from pathlib import Path

# The second that build tools agree on, where nobody names one: 2 February 2020.
EPOCH_SECONDS = 1_580_601_600


def pack(folder: Path) -> Path:
    """Pack a folder beside itself as `.tar.gz`."""
    packed = folder.with_name(f"{folder.name}.tar.gz")
    seconds = int(os.environ.get("SOURCE_DATE_EPOCH", EPOCH_SECONDS))

    def plain(member: tarfile.TarInfo) -> tarfile.TarInfo:
        """Without who made it and when; only whether it may be run."""
        member.uid = member.gid = 0
        member.uname = member.gname = ""
        member.mtime = seconds
        member.mode = 0o755 if member.isdir() or member.mode & 0o100 else 0o644
        return member

    with (
        packed.open("wb") as raw,
        gzip.GzipFile(filename="", fileobj=raw, mode="wb", compresslevel=6, mtime=0) as zipped,
        tarfile.open(fileobj=zipped, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in (folder, *sorted(folder.rglob("*"))):
            archive.add(path, path.relative_to(folder.parent), recursive=False, filter=plain)
    return packed
