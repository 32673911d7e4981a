"""The manifest beside a backup: which log it holds up to where, and what its bytes must be."""

from importlib.metadata import version
from pathlib import Path

import msgspec

from service.backups.files import beside, draft_of, publish

FORMAT = "thidua-backup/1"
SUFFIX = ".json"


class ManifestUnreadable(Exception):
    """A backup has no manifest beside it, or one that says something else than a manifest does."""

    def __init__(self, file: Path) -> None:
        super().__init__(str(file))
        self.file = file


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a backup holds: `root` seals its `position` entries, the last one recorded at `recorded_at`.

    Times are microseconds UTC, `size` is in bytes, `software` the version that made the backup.
    """

    format: str = FORMAT
    software: str
    made_at: int
    position: int
    recorded_at: int
    root: str
    size: int
    sha256: str


def of_backup(file: Path) -> Path:
    """Where the manifest of a backup stands."""
    return beside(file, SUFFIX)


def software() -> str:
    """The version of this software."""
    return version("thidua")


def write(manifest: Manifest, file: Path) -> None:
    """Write the manifest of a backup."""
    place = of_backup(file)
    with draft_of(place) as draft:
        draft.write_bytes(msgspec.json.format(msgspec.json.encode(manifest), indent=2) + b"\n")
        publish(draft, place)


def read(file: Path) -> Manifest:
    """The manifest of a backup.

    Raises:
        ManifestUnreadable.
    """
    place = of_backup(file)
    try:
        manifest = msgspec.json.decode(place.read_bytes(), type=Manifest)
    except (OSError, msgspec.DecodeError) as error:
        raise ManifestUnreadable(place) from error
    if manifest.format != FORMAT:
        raise ManifestUnreadable(place)
    return manifest
