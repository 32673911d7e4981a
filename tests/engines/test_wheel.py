from pathlib import Path

from hatchling.builders.wheel import WheelBuilder

from service.migrating import SCRIPTS
from tests.rooms import ROOT


def test_the_wheel_holds_every_revision_beside_the_packages() -> None:
    held = {Path(one.distribution_path) for one in WheelBuilder(str(ROOT)).recurse_included_files()}
    scripts = {Path("migrations") / one.relative_to(SCRIPTS) for one in SCRIPTS.rglob("*.py")}
    assert len(scripts) > 2
    assert scripts <= held
    assert Path("service/migrating.py") in held
