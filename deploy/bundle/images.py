"""The container images of compose.yaml, where a container engine answers."""

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

ENGINES = ("docker", "podman")
SAVED = "images.tar"


def save(root: Path, bundle: Path, version: str) -> str | None:
    """Build thidua's image, and save it with the others that compose.yaml names; else tell why not."""
    engine = next(filter(_answers, ENGINES), None)
    if engine is None:
        return "no container engine answers here"
    own = f"thidua:{version}"
    others = [name for name in named(root) if not name.startswith("thidua:")]
    subprocess.run(
        [engine, "build", "--build-arg", f"VERSION={version}", "--tag", own, str(root)], check=True
    )
    for name in others:
        subprocess.run([engine, "pull", name], check=True)
    subprocess.run([engine, "save", "--output", str(bundle / SAVED), own, *others], check=True)
    return None


def named(root: Path) -> list[str]:
    """The images that compose.yaml names where the operator names no other."""
    services: dict[str, Any] = yaml.safe_load((root / "compose.yaml").read_text(encoding="utf-8"))["services"]
    return sorted({re.sub(r"\$\{\w+:-(.*?)\}", r"\1", one["image"]) for one in services.values()})


def _answers(engine: str) -> bool:
    if shutil.which(engine) is None:
        return False
    return subprocess.run([engine, "info"], check=False, capture_output=True).returncode == 0
