"""The files of deploy/ha, with the places of this run where they name those of a real cluster."""

from collections.abc import Mapping

from tests.rooms import ROOT

DEPLOYED = ROOT / "deploy" / "ha"
# The PostgreSQL of the wheel is built without TLS, so what is said to it goes in the clear here; Patroni and
# etcd speak as they are deployed.
IN_THE_CLEAR = {
    'ssl: "on"': 'ssl: "off"',
    "hostssl ": "host ",
    "sslmode: verify-full": "sslmode: disable",
    "sslmode=verify-full": "sslmode=disable",
}


def rendered(name: str, places: Mapping[str, str]) -> str:
    """The text of a file, with this run's places."""
    text = (DEPLOYED / name).read_text(encoding="utf-8")
    for deployed, here in {**IN_THE_CLEAR, **places}.items():
        text = text.replace(deployed, here)
    return text


def variables(name: str, places: Mapping[str, str]) -> dict[str, str]:
    """The variables that a file of them sets."""
    lines = [line for line in rendered(name, places).splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)
