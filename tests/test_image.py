"""What the image, compose.yaml and the units of systemd promise: nothing more than the service needs."""

import re
import subprocess
import tomllib
from configparser import RawConfigParser
from pathlib import Path
from typing import Any

import pytest
import yaml

from service.settings import PREFIX, Settings
from tests.rooms import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
LINES = [
    line.split(maxsplit=1)
    for line in re.sub(r"\\\n\s*", " ", re.sub(r"^#.*\n", "", DOCKERFILE, flags=re.MULTILINE)).splitlines()
    if line
]
FINAL = LINES[max(at for at, (word, _) in enumerate(LINES) if word == "FROM") :]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
UNITS = ("thidua.service", "thidua-backup.service")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]


def told(word: str, lines: list[list[str]]) -> list[str]:
    """What a kind of line of the Dockerfile says, each time."""
    return [rest for first, rest in lines if first == word]


def default(text: str) -> str:
    """A value of compose.yaml where the operator sets no other."""
    return re.sub(r"\$\{\w+:-(.*?)\}", r"\1", text)


def unit(name: str) -> RawConfigParser:
    """A unit of systemd; of what it says twice, the last."""
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # as the library documents it
    parser.read(ROOT / "deploy" / "systemd" / name, encoding="utf-8")
    return parser


def test_every_path_that_is_copied_exists_and_is_let_through() -> None:
    let_through = {
        line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")
    }
    copied = {
        part for rest in told("COPY", LINES) if not rest.startswith("--from=") for part in rest.split()[:-1]
    }
    assert copied == let_through
    assert [name for name in copied if not (ROOT / name).exists()] == []


def test_the_image_holds_every_package_of_the_wheel() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["tool"]["hatch"]["build"]
    copied = " ".join(told("COPY", LINES)).split()
    assert set(built["targets"]["wheel"]["packages"]) <= set(copied)


def test_both_stages_stand_on_one_named_base() -> None:
    (base,) = [rest for rest in told("ARG", LINES) if rest.startswith("PYTHON_IMAGE=")]
    assert re.fullmatch(r"PYTHON_IMAGE=python:3\.\d+-slim-[a-z]+", base)
    assert told("FROM", LINES) == ["${PYTHON_IMAGE} AS build", "${PYTHON_IMAGE}"]


def test_whatever_is_fetched_is_checked_by_its_hash() -> None:
    commands = [part for rest in told("RUN", LINES) for part in rest.split("&&") if "pip install" in part]
    assert len(commands) == 4
    for command in commands:
        assert "--require-hashes" in command or "--verify-hashes" in command or "--offline" in command


def test_the_image_runs_as_nobody_in_particular_and_installs_nothing() -> None:
    assert told("USER", FINAL) == ["10001:10001"]
    (made,) = told("RUN", FINAL)
    assert "pip uninstall" in made
    assert "--uid 10001 --gid 10001" in made
    for tool in ("apt-get", "pip install", "curl", "/tools"):
        assert tool not in made
    assert told("STOPSIGNAL", FINAL) == ["SIGTERM"]
    assert told("ENTRYPOINT", FINAL) == ['["thidua"]']


def test_the_image_asks_whether_it_lives() -> None:
    (health,) = told("HEALTHCHECK", FINAL)
    assert "/livez" in health
    (program,) = re.findall(r'CMD \["python", "-c", "(.+)"\]$', health)
    compile(program, "HEALTHCHECK", "exec")
    assert f"'127.0.0.1', {told('EXPOSE', FINAL)[0]}," in program


def test_the_image_carries_no_setting_that_a_secret_file_should_make() -> None:
    assert "DATABASE" not in " ".join(told("ENV", LINES))
    assert not re.search(r"(?i)password|secret=|token=", " ".join(told("ENV", LINES) + told("ARG", LINES)))


def test_the_versions_are_that_of_the_project() -> None:
    assert f"VERSION={VERSION}" in told("ARG", FINAL)
    assert default(SERVICES["thidua"]["image"]) == f"thidua:{VERSION}"


@pytest.mark.parametrize("name", SERVICES)
def test_every_service_is_kept_to_what_it_needs(name: str) -> None:
    service = SERVICES[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service.get("cap_add", []) == (["NET_BIND_SERVICE"] if name == "proxy" else [])
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert int(service["user"].split(":")[0]) > 0
    assert set(service["deploy"]["resources"]["limits"]) == {"cpus", "memory", "pids"}
    assert not {"privileged", "network_mode", "pid", "devices"} & set(service)
    assert re.search(r":[\w.-]+$", default(service["image"]))
    assert not default(service["image"]).endswith(":latest")


@pytest.mark.parametrize("name", ["database", "proxy"])
def test_servers_tell_compose_whether_they_live(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] == "CMD"


def test_only_the_proxy_is_reached_from_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if "outside" in service["networks"]] == ["proxy"]
    inner = {name: told for name, told in COMPOSE["networks"].items() if name != "outside"}
    assert all(one["internal"] for one in inner.values())
    assert set(SERVICES["proxy"]["networks"]).isdisjoint(SERVICES["database"]["networks"])
    assert (
        SERVICES["thidua"]["environment"]["THIDUA_PROXIES"] == inner["front"]["ipam"]["config"][0]["subnet"]
    )


def test_the_service_starts_when_the_owner_has_made_and_granted_the_tables() -> None:
    assert SERVICES["migrate"]["depends_on"] == {"database": {"condition": "service_healthy"}}
    assert SERVICES["roles"]["depends_on"] == {"migrate": {"condition": "service_completed_successfully"}}
    assert SERVICES["thidua"]["depends_on"] == {"roles": {"condition": "service_completed_successfully"}}
    sources = {name: SERVICES[name]["secrets"][0]["source"] for name in ("migrate", "roles", "thidua")}
    assert sources == {"migrate": "owner_url", "roles": "owner_url", "thidua": "application_url"}
    made = re.findall(r"CREATE ROLE (\w+)", (ROOT / "deploy/compose/roles.sql").read_text())
    assert {"thidua_application", "thidua_reader"} < set(made)
    assert set(made) - {"thidua_owner"} <= set(SERVICES["roles"]["command"])


def test_secrets_come_from_files_that_git_does_not_keep() -> None:
    files = {name: one["file"] for name, one in COMPOSE["secrets"].items()}
    assert files == {name: f"./deploy/compose/secrets/{name}" for name in files}
    used = {
        one if isinstance(one, str) else one["source"]
        for service in SERVICES.values()
        for one in service["secrets"]
    }
    assert used == set(files)
    asked = ["git", "-c", "safe.directory=*", "check-ignore", *files.values()]
    ignored = subprocess.run(asked, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    assert ignored.split() == list(files.values())
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or value.startswith("/run/secrets/")


def test_every_file_that_compose_mounts_exists() -> None:
    mounted = [mount.split(":")[0] for service in SERVICES.values() for mount in service.get("volumes", [])]
    files = [name for name in mounted if name.startswith("./")]
    assert files
    assert [name for name in files if not (ROOT / name).is_file()] == []
    assert {name for name in mounted if not name.startswith("./")} == set(COMPOSE["volumes"])


def test_secrets_are_made_once_and_stay(tmp_path: Path) -> None:
    script = tmp_path / "prepare.sh"
    script.write_bytes((ROOT / "deploy/compose/prepare.sh").read_bytes())

    def prepare() -> int:
        return subprocess.run(["sh", str(script)], check=False, capture_output=True).returncode

    secrets = tmp_path / "secrets"
    assert prepare() == 1  # the certificate and its key are for the operator to put there
    (secrets / "tls_certificate").write_text("certificate")
    (secrets / "tls_key").write_text("key")
    before = {path.name: path.read_text() for path in secrets.iterdir()}
    assert prepare() == 0
    assert {path.name: path.read_text() for path in secrets.iterdir()} == before
    assert set(before) == set(COMPOSE["secrets"])
    assert secrets.stat().st_mode & 0o777 == 0o700
    assert before["application_password"].strip() in before["application_url"]
    assert len({before[name] for name in before if name.endswith("password")}) == 4


def test_the_proxy_asks_nothing_of_the_outside() -> None:
    text = (ROOT / "deploy/compose/Caddyfile").read_text()
    for line in ("admin off", "auto_https off", "ocsp_stapling off", "protocols h1 h2"):
        assert f"\t{line}\n" in text
    named = set(re.findall(r"\{\$(\w+)\}", text))
    assert named <= set(SERVICES["proxy"]["environment"])


@pytest.mark.parametrize("name", UNITS)
def test_a_unit_may_do_no_more_than_it_needs(name: str) -> None:
    service = unit(name)["Service"]
    assert service["User"] == "thidua"
    assert service["ProtectSystem"] == "strict"
    assert service["CapabilityBoundingSet"] == ""
    for guard in ("NoNewPrivileges", "PrivateTmp", "PrivateDevices", "ProtectHome", "MemoryDenyWriteExecute"):
        assert service[guard] == "yes"
    assert "PASSWORD" not in "".join(service.values()).upper()


def test_the_unit_waits_longer_than_the_service_to_stop() -> None:
    seconds = Settings.model_fields["shutdown_seconds"].default
    assert int(unit("thidua.service")["Service"]["TimeoutStopSec"]) > seconds
    assert int(SERVICES["thidua"]["stop_grace_period"].removesuffix("s")) > seconds


def test_what_the_units_and_their_environment_name_exists() -> None:
    variables = re.findall(r"^(THIDUA_\w+)=", (ROOT / "deploy/systemd/thidua.env").read_text(), re.MULTILINE)
    assert variables
    assert {name.removeprefix(PREFIX).lower() for name in variables} <= set(Settings.model_fields)
    assert "thidua backup " in unit("thidua-backup.service")["Service"]["ExecStart"]
    assert unit("thidua-backup.timer")["Install"]["WantedBy"] == "timers.target"
