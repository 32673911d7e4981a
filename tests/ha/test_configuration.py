"""What Patroni itself says of the configuration that the nodes run on."""

from tests.ha.conftest import Site


def test_patroni_finds_nothing_wrong_with_its_configuration(site: Site) -> None:
    for machine in site.cluster.machines.values():
        assert machine.validate() == ""


def test_the_nodes_run_as_configured(site: Site) -> None:
    leader = site.cluster.leads()
    for setting, value in {
        "synchronous_commit": "on",
        "fsync": "on",
        "data_checksums": "on",
        "wal_sender_timeout": "10s",
        "unix_socket_directories": "",
    }.items():
        assert site.cluster.ask(leader, f"SHOW {setting}") == value, setting
    assert site.cluster.ask(leader, "SHOW synchronous_standby_names").startswith("ANY 1 (")
