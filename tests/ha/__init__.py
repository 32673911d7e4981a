"""Three machines on this one: PostgreSQL under Patroni and etcd, as in deploy/ha, taken down for real."""
