import json
import re
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from projections.catalogue import LANGUAGES, translate
from service.cli.failures import Code
from service.cli.settings import MASK
from service.settings import Settings, listed
from tests.rooms import ROOT
from tests.service.conftest import RunCli

REFERENCE = (ROOT / "docs" / "reference" / "settings.md").read_text(encoding="utf-8")
SECRET = "not-to-be-told"
DATABASE = f"postgresql://thidua:{SECRET}@db.example/thidua?sslpassword={SECRET}"


def default(name: str) -> str:
    """The default of a setting, as the reference tells it."""
    value = Settings.model_fields[name].default
    text = value.get_secret_value() if isinstance(value, SecretStr) else str(value)
    return f"`{text}`" if text else "empty"


def test_every_setting_is_documented_with_its_default_and_meaning() -> None:
    rows = re.findall(r"^\| `THIDUA_(\w+)` \| (\S.*?) \| (.+) \|$", REFERENCE, re.MULTILINE)
    assert rows == [
        (name.upper(), default(name), translate("en", str(field.description)))
        for name, field in Settings.model_fields.items()
    ]


def test_every_setting_says_what_it_means_in_both_languages() -> None:
    for field in Settings.model_fields.values():
        vietnamese, english = (translate(language, str(field.description)) for language in LANGUAGES)
        assert vietnamese != english


def test_the_settings_in_use_are_told(run_cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_RATE_READS", "")
    monkeypatch.setenv("THIDUA_PORT", "8001")
    told = json.loads(run_cli("sqlite:///var/other.db", "settings", "--json").stdout)["settings"]
    assert [one["name"] for one in told] == list(Settings.model_fields)
    found = {one["variable"]: (one["value"], one["is_default"]) for one in told}
    assert found["THIDUA_DATABASE_URL"] == ("sqlite:///var/other.db", False)
    assert found["THIDUA_RATE_READS"] == ("", False)
    assert found["THIDUA_PORT"] == (8001, False)
    assert found["THIDUA_SESSION_HOURS"] == (12, True)
    assert found["THIDUA_OIDC_CLIENT_SECRET"] == ("", True)


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_no_secret_is_told(form: list[str], run_cli: RunCli, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("THIDUA_OIDC_CLIENT_SECRET", SECRET)
    monkeypatch.setenv("COLUMNS", "400")
    result = run_cli(DATABASE, "settings", *form)
    assert result.exit_code == Code.FINE
    assert "db.example" in result.output
    assert MASK in result.output
    assert SECRET not in result.output


def test_a_secret_does_not_show_itself() -> None:
    settings = Settings(oidc_client_secret=SecretStr(SECRET))
    assert SECRET not in f"{settings!r} {settings}"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_reads", "lots"), ("rate_writes", "300"), ("rate_imports", "1/second;5/minute"),
        ("rate_sign_ins", "-1/minute"), ("origins", "thidua.example"), ("origins", "https://a.example,null"),
        ("proxies", "proxy.example"), ("proxies", "10.0.0.1/8"), ("session_hours", "0"),
        ("oidc_issuer", "http://id.example"), ("oidc_issuer", "id.example"),
        ("session_idle_minutes", "-5"), ("body_bytes_max", "1 MiB"), ("shutdown_seconds", "0"),
    ],
)  # fmt: skip
def test_a_setting_that_cannot_be_used_is_named(
    name: str, value: str, run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"THIDUA_{name.upper()}", value)
    with pytest.raises(ValidationError):
        Settings()
    result = run_cli("sqlite:///var/other.db", "settings")
    assert result.exit_code == Code.USAGE
    assert f"THIDUA_{name.upper()}" in result.stderr
    assert value in result.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("rate_reads", "5 per 2 minutes"), ("rate_reads", "20/hour"), ("proxies", "10.0.0.0/8, 2001:db8::1"),
        ("origins", "https://thidua.example, http://10.0.0.1:8000"),
    ],
)  # fmt: skip
def test_what_the_reference_promises_can_be_set(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(f"THIDUA_{name.upper()}", value)
    assert getattr(Settings(), name) == value


def test_a_file_sets_what_the_environment_does_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "thidua_database_url").write_text(f"{DATABASE}\n", encoding="utf-8")
    (tmp_path / "thidua_oidc_client_secret").write_text(SECRET, encoding="utf-8")
    (tmp_path / "thidua_port").write_text("8001", encoding="utf-8")
    monkeypatch.setenv("CREDENTIALS_DIRECTORY", str(tmp_path))
    monkeypatch.setenv("THIDUA_PORT", "8002")
    settings = Settings()
    assert settings.database_url == DATABASE
    assert settings.oidc_client_secret.get_secret_value() == SECRET
    assert settings.port == 8002


def test_an_issuer_needs_the_id_by_which_it_knows_this_service(
    run_cli: RunCli, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("THIDUA_OIDC_ISSUER", "https://id.example")
    result = run_cli("sqlite:///var/other.db", "settings")
    assert result.exit_code == Code.USAGE
    assert "THIDUA_OIDC_CLIENT_ID" in result.stderr
    monkeypatch.setenv("THIDUA_OIDC_CLIENT_ID", "thidua")
    assert Settings().oidc_issuer == "https://id.example"


def test_several_things_are_named_with_commas() -> None:
    assert listed(" 10.0.0.0/8 ,, ::1, ") == ["10.0.0.0/8", "::1"]
    assert listed("") == []
