"""What is in the bundle: a bill of materials with licences, and a checksum for each file."""

import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

MATERIALS = "sbom.cdx.json"
SUMS = "SHA256SUMS"
ALGORITHM = "SHA-256"  # as CycloneDX names it


def write_materials(root: Path, bundle: Path, python: Path) -> None:
    """Write the bill of materials (CycloneDX) of an environment into which the bundle was installed."""
    told = subprocess.run(
        [
            sys.executable, "-m", "cyclonedx_py", "environment", "--output-reproducible", "--short-PURLs",
            "--pyproject", str(root / "pyproject.toml"), str(python),
        ],
        check=True, stdout=subprocess.PIPE,
    ).stdout  # fmt: skip
    digests = {_package(wheel): digest(wheel) for wheel in (bundle / "wheelhouse").iterdir()}
    bill = materials(json.loads(told), digests)
    text = json.dumps(bill, indent=2, ensure_ascii=False, sort_keys=True)
    (bundle / MATERIALS).write_text(f"{text}\n", encoding="utf-8")


def materials(bill: dict[str, Any], digests: dict[str, str]) -> dict[str, Any]:
    """A bill with the digest of each wheel, and without addresses, which a closed network cannot follow.

    Raises:
        ValueError: a component tells no licence, or is no wheel of the bundle.
    """
    bill = _without_addresses(bill)
    for component in (bill["metadata"]["component"], *bill["components"]):
        if not component.get("licenses"):
            raise ValueError(f"{component['name']} tells no licence")
        name = _canonical(component["name"])
        if name not in digests:
            raise ValueError(f"{component['name']} is no wheel of the bundle")
        component["hashes"] = [{"alg": ALGORITHM, "content": digests[name]}]
    return bill


def write_sums(bundle: Path) -> None:
    """Write the checksum of every file, as `sha256sum --check` reads it."""
    files = sorted(path for path in bundle.rglob("*") if path.is_file() and path.name != SUMS)
    lines = [f"{digest(path)}  {path.relative_to(bundle).as_posix()}\n" for path in files]
    (bundle / SUMS).write_text("".join(lines), encoding="utf-8")


def digest(path: Path) -> str:
    """The SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest()


def _without_addresses(told: Any) -> Any:
    if isinstance(told, list):
        return [_without_addresses(one) for one in told]
    if isinstance(told, dict):
        return {name: _without_addresses(one) for name, one in told.items() if name != "externalReferences"}
    return told


def _package(wheel: Path) -> str:
    return _canonical(wheel.name.split("-")[0])


def _canonical(name: str) -> str:
    """One spelling of a package's name, of several that mean the same."""
    return re.sub(r"[-_.]+", "-", name).lower()
