"""The files that set up a cluster are sound by themselves; tests/ha runs them."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from sqlalchemy.engine import URL

from service.database_url import read_url
from tests.rooms import ROOT

FOLDER = ROOT / "deploy" / "ha"
GUIDE = ROOT / "docs" / "guide" / "high-availability.md"
# A way of hashing, the name of a cluster, how much a server says of itself, a path, a variable of psql.
HARMLESS = r"scram-sha-256|thidua|minimal|/etc/thidua-node/.+|'\w+';"
NODES = [f"{letter}.thidua.example" for letter in "abc"]


@pytest.fixture
def patroni() -> Any:
    """The configuration of Patroni."""
    return yaml.safe_load((FOLDER / "patroni.yml").read_text(encoding="utf-8"))


@pytest.fixture
def agreed(patroni: Any) -> Any:
    """What all nodes agree on."""
    return patroni["bootstrap"]["dcs"]


def variables(name: str) -> dict[str, str]:
    """What a file for the environment sets."""
    lines = (FOLDER / name).read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


@pytest.fixture
def database_url() -> URL:
    """The address that a service process is given."""
    return read_url(variables("service.env")["THIDUA_DATABASE_URL"])


def test_nothing_is_acknowledged_that_only_one_node_has(agreed: Any) -> None:
    assert agreed["synchronous_mode"] in ("quorum", True)
    assert agreed["synchronous_mode_strict"] is True
    parameters = agreed["postgresql"]["parameters"]
    assert [parameters[name] for name in ("synchronous_commit", "fsync", "full_page_writes")] == ["on"] * 3
    assert agreed["synchronous_node_count"] == 1


def test_a_leader_without_etcd_steps_down_before_another_rises(agreed: Any) -> None:
    assert agreed["loop_wait"] + 2 * agreed["retry_timeout"] <= agreed["ttl"]
    assert agreed["primary_stop_timeout"] < agreed["ttl"]


def test_a_former_leader_can_be_rewound(patroni: Any, agreed: Any) -> None:
    assert agreed["postgresql"]["use_pg_rewind"] is True
    assert "data-checksums" in patroni["bootstrap"]["initdb"]


@pytest.mark.parametrize("path", sorted(FOLDER.iterdir()), ids=lambda path: path.name)
def test_no_file_holds_a_secret(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    told = re.findall(r"(?i)(?:password|secret|token|key)\w*['\"]?\s*[:=]\s*(\S+)", text)
    assert [word for word in told if not re.fullmatch(HARMLESS, word)] == []


def test_everything_that_goes_over_the_network_is_encrypted(patroni: Any, database_url: URL) -> None:
    assert {line.split()[0] for line in patroni["postgresql"]["pg_hba"]} == {"hostssl"}
    assert {role["sslmode"] for role in patroni["postgresql"]["authentication"].values()} == {"verify-full"}
    assert patroni["etcd3"]["protocol"] == "https"
    assert database_url.query["sslmode"] == "verify-full"
    addresses = re.findall(r"(\w+)://", (FOLDER / "node.env").read_text(encoding="utf-8"))
    assert set(addresses) == {"https"}
    assert variables("node.env")["ETCD_CLIENT_CERT_AUTH"] == "true"
    assert variables("node.env")["ETCD_PEER_CLIENT_CERT_AUTH"] == "true"


def test_whoever_must_know_all_nodes_does(database_url: URL) -> None:
    node = variables("node.env")
    assert database_url.query["host"] == ",".join(NODES)
    assert database_url.query["target_session_attrs"] == "read-write"
    assert database_url.password is None
    assert node["PATRONI_ETCD3_HOSTS"] == ",".join(f"{name}:2379" for name in NODES)
    assert node["ETCD_INITIAL_CLUSTER"] == ",".join(f"{name[0]}=https://{name}:2380" for name in NODES)


def test_the_guide_names_every_file() -> None:
    guide = GUIDE.read_text(encoding="utf-8")
    assert [path.name for path in FOLDER.iterdir() if path.name not in guide] == []
