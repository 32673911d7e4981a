"""The roles in which a person acts, and the phases of a year in which a role counts."""

from enum import StrEnum


class Role(StrEnum):
    """In what role a person asks for something. None of them follows from another."""

    ANYONE = "anyone"  # also who is not signed in
    PERSON = "person"  # signed in
    ADMINISTRATOR = "administrator"  # of accounts: neither votes nor scores
    OFFICE = "office"  # the emulation office of a cluster's organiser, or of a unit above it
    LEAD = "lead"  # speaks for the unit that leads the cluster in the cycle's year
    DEPUTY = "deputy"
    REPRESENTATIVE = "representative"  # speaks for the unit that the act is about
    MEMBER = "member"  # speaks for any member unit of the cluster
    TELLER = "teller"  # appointed to count the ballot
    INSPECTOR = "inspector"  # reads all, writes nothing


class Phase(StrEnum):
    """How far the cycle is that an act belongs to."""

    NONE = "none"  # no cycle is concerned, or it is not opened yet
    RUNNING = "running"
    CONCLUDED = "concluded"  # summed up, and not closed yet
    CLOSED = "closed"


class Scope(StrEnum):
    """What an API token must be good for; `session`: only a person who signed in, never a token."""

    READ = "read"
    WRITE = "write"
    METRICS = "metrics"
    SESSION = "session"
