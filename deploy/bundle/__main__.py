"""`make bundle`: all that a machine without a network needs to run thidua, in one folder and one file."""

import shutil
import sys
import tomllib
from pathlib import Path
from tempfile import TemporaryDirectory

from deploy.bundle import images, inventory, packing, papers, trial, wheelhouse

ROOT = Path(__file__).parents[2]


def main() -> None:
    """Make the bundle in dist/, and show that it installs and answers without a network."""
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    bundle = ROOT / "dist" / f"thidua-{version}-offline"
    shutil.rmtree(bundle, ignore_errors=True)
    bundle.mkdir(parents=True)
    tell("wheels")
    wheelhouse.fill(ROOT, bundle)
    papers.copy(ROOT, bundle)
    with TemporaryDirectory() as scratch:
        tell("trial: install without a network, import the examples, verify")
        python = trial.install(bundle, Path(scratch))
        trial.answer(bundle, python, Path(scratch))
        tell("bill of materials")
        inventory.write_materials(ROOT, bundle, python)
    tell("images")
    left_out = images.save(ROOT, bundle, version)
    inventory.write_sums(bundle)
    packed = packing.pack(bundle)
    tell(f"{packed.relative_to(ROOT)}: {packed.stat().st_size / 1e6:.1f} MB")
    if left_out:
        tell(f"WITHOUT the images: {left_out}. The bundle installs on systemd, not with compose.")


def tell(step: str) -> None:
    """Say what is being done."""
    sys.stdout.write(f"bundle: {step}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
