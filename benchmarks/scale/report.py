"""What a run found, as Markdown."""

from collections.abc import Sequence

from benchmarks.scale.steps import Measured, Size

_STEPS = {
    "load": "bulk load",
    "rebuild": "rebuild of all read models",
    "verify": "verify",
    "ask": "questions",
}
_MEBIBYTE = 2**20


def markdown(size: Size, measured: Sequence[Measured], notes: Sequence[str], command: str) -> str:
    """The page: machine, what each step took at each size, and how long questions about the past take."""
    lines = [
        "# Scale",
        "",
        f"Fictional histories of up to {size.clusters:,} clusters over {size.years} years, made by",
        "`service.rehearsal.history` and loaded by `service.loading`; about 2 % of the entries are late, 1 %",
        f"corrections, 0.5 % retractions. Written by `{command}`.",
        "",
        *(f"- {note}" for note in notes),
        "",
        "## Time, memory and disk",
        "",
        "Each step runs in a process of its own. *Own memory* is the most that the process held for itself;",
        "up to 64 MiB of it are pages that SQLite keeps, as soon as a log has as many. *Resident* counts",
        "mapped pages of the database file too, of which SQLite maps up to 256 MiB. What a PostgreSQL server",
        "holds is not in it. *Disk* is the whole database after the step.",
        "",
        "| entries | step | seconds | entries/s | CPU seconds | own memory MiB | resident MiB | disk MiB |",
        "|--:|---|--:|--:|--:|--:|--:|--:|",
        *(_step(one) for one in measured if one.step != "ask"),
        "",
        "## Questions about the past",
        "",
        "Random clusters and years, each at a random day and a random position of the log from then on, one",
        "after another in one process; milliseconds, read and decoded, without HTTP.",
        "",
        "| entries | question | p50 | p99 | slowest |",
        "|--:|---|--:|--:|--:|",
        *(line for one in measured for line in _latencies(one)),
        "",
    ]
    return "\n".join(lines)


def _step(one: Measured) -> str:
    rate = one.events / one.seconds
    return (
        f"| {one.events:,} | {_STEPS[one.step]} | {one.seconds:,.1f} | {rate:,.0f} | {one.cpu_seconds:,.1f} "
        f"| {one.own_mebibytes:,} | {one.resident_mebibytes:,} | {one.disk_bytes // _MEBIBYTE:,} |"
    )


def _latencies(one: Measured) -> list[str]:
    return [
        f"| {one.events:,} | {found.question} | {found.p50:.2f} | {found.p99:.2f} | {found.slowest:.1f} |"
        for found in one.latencies
    ]
