"""What docs/reference/log.md tells: its tables are those of the code, its example is worked out anew."""

import json
import re
from hashlib import sha256

import msgspec

from domain.identity import stream
from domain.moments import Anchor, Precision
from domain.topics import AMENDMENTS, FACTS, TOPICS
from projections.logbook import event_log
from service import evidence
from tests.rooms import ROOT

TEXT = (ROOT / "docs" / "reference" / "log.md").read_text(encoding="utf-8")
EXAMPLE = dict(
    re.findall(r"^(\w[\w ]*\w) {2,}(\S.*)$", TEXT.partition("```text\n")[2].partition("```")[0], re.M)
)
LINES_MAX = 150
# The parts that make a stream one of its kind.
PARTS = {
    "unit": ["{unit}"],
    "cluster": ["{cluster}"],
    "cycle": ["{cycle}"],
    "pledge": ["{cycle}", "{unit}"],
    "drive": ["{cycle}", "{drive}"],
    "score": ["{cycle}", "{unit}"],
    "inspection": ["{cycle}", "{unit}", "{number}"],
    "ballot": ["{ballot}"],
    "vote": ["{ballot}", "{elector}"],
    "nomination": ["{cycle}", "{title}", "{unit}"],
    "commendation": ["{cycle}"],
}


def section(title: str) -> str:
    """The text under a heading."""
    return TEXT.partition(f"## {title}\n")[2].partition("\n## ")[0]


def first_cells(title: str) -> list[str]:
    """What the first column of a section's table names."""
    return re.findall(r"^\| `(\w+)`", section(title), re.M)


def test_the_page_stays_short() -> None:
    assert len(TEXT.splitlines()) <= LINES_MAX


def test_every_column_of_the_log_is_told_and_no_other() -> None:
    assert first_cells("The envelope") == [column.name for column in event_log.columns]


def test_every_stream_is_told_with_its_topics() -> None:
    rows = []
    for kind, facts in FACTS.items():
        topics = " ".join(f"`{fact.topic}`" + "†" * (fact.anchor is Anchor.START) for fact in facts)
        rows.append(f"| `{stream(kind, *PARTS[kind])}` | {topics} |")
    amendments = " ".join(f"`{fact.topic}`" for fact in AMENDMENTS)
    assert re.findall(r"^\| [`a].* \|$", section("Streams and topics"), re.M) == [
        *rows,
        f"| any of these | {amendments} |",
    ]


def test_every_precision_is_told() -> None:
    cells = re.findall(r"^\| (`.*?`) \|", section("Time"), re.M)
    assert [name for cell in cells for name in re.findall(r"`(\w+)`", cell)] == [
        one.value for one in Precision
    ]


def test_every_problem_that_verify_finds_is_told() -> None:
    source = (ROOT / "service" / "verify.py").read_text(encoding="utf-8")
    assert set(first_cells("What `thidua verify` checks")) == set(re.findall(r'tell\(\s*"(\w+)"', source))


def test_the_example_is_worked_out_with_nothing_but_hashes() -> None:
    salt, state = bytes.fromhex(EXAMPLE["salt"]), EXAMPLE["state"]
    commitment = sha256(b"thidua.state.v1\x00" + salt + state.encode()).hexdigest()
    assert commitment == EXAMPLE["commitment"]
    envelope = json.loads(EXAMPLE["envelope"])
    assert envelope["commitment"] == commitment
    written = json.dumps(envelope, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert written == EXAMPLE["envelope"]
    leaf = sha256(b"\x00" + written.encode()).digest()
    assert leaf.hex() == EXAMPLE["leaf"]
    pair = sha256(b"\x01" + leaf + leaf).digest()
    assert sha256(b"\x01" + pair + leaf).hexdigest() == EXAMPLE["root of 3"]


def test_the_software_works_the_example_out_alike() -> None:
    sealed = msgspec.json.decode(EXAMPLE["envelope"], type=evidence.Sealed)
    leaf = evidence.leaf(sealed)
    assert leaf.hex() == EXAMPLE["leaf"]
    committed = evidence.commitment(bytes.fromhex(EXAMPLE["salt"]), EXAMPLE["state"].encode())
    assert committed.hex() == EXAMPLE["commitment"]
    assert evidence.root(evidence.grow(b"", 0, [leaf] * 3)).hex() == EXAMPLE["root of 3"]
    decoded = msgspec.json.decode(EXAMPLE["state"], type=TOPICS[sealed.topic])
    assert msgspec.json.encode(decoded, order="sorted").decode() == EXAMPLE["state"]
