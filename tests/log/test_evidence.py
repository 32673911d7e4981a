"""Leaves, the right edge of the tree and its root, against what the standards say: RFC 6962 and RFC 8785."""

import json
import os
from hashlib import sha256
from typing import Any

import msgspec
import rfc8785
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import Engine

from domain.facts import Fact
from domain.units import UnitRegistered
from projections.logbook import decode_fact, encode_fact
from service.application import Thidua
from service.evidence import HASH_BYTES, Sealed, commitment, grow, leaf, root
from tests.domain.samples import SAMPLES
from tests.log.setting import YEAR, head_of, log_rows

SIZES = range(71)
LEAVES = [sha256(bytes([0, size])).digest() for size in SIZES]
VIETNAMESE = "aăâbcdđeêghiklmnoôơpqrstuưvxyàảãáạằẳẵắặầẩẫấậÀẢÃÁẠĐđỲỶỸÝỴ '\"\\/\b\t\n\f\r\x00\x1f\x7f\u2028é€😀"
TEXTS = st.text(st.sampled_from(VIETNAMESE) | st.characters(codec="utf-8"), max_size=30)
INTEGERS = st.integers(-(2**53) + 1, 2**53 - 1)
KEYS = st.from_regex(r"[a-z0-9_-]+", fullmatch=True)
JSON = st.recursive(
    st.none() | st.booleans() | INTEGERS | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def tree(leaves: list[bytes]) -> bytes:
    """MTH of RFC 6962, section 2.1, over leaf hashes, as it is written there."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + tree(leaves[:split]) + tree(leaves[split:])).digest()


def sealed(**changed: Any) -> Sealed:
    plain = Sealed(
        position=1,
        originator_id="unit:a",
        originator_version=1,
        topic="unit.registered",
        commitment="00" * HASH_BYTES,
        effective=-2_208_988_800_000_000,
        precision="unknown",
        recorded_at=1_700_000_000_000_000,
        actor=None,
        authority=None,
        session=None,
        command_id="c",
        ordinal=0,
        source=None,
        reason=None,
    )
    return msgspec.structs.replace(plain, **changed)


def test_the_right_edge_gives_the_root_of_rfc_6962() -> None:
    frontier = b""
    for size in SIZES:
        assert root(frontier) == tree(LEAVES[:size]), size
        assert len(frontier) == HASH_BYTES * size.bit_count()
        frontier = grow(frontier, size, [LEAVES[size]])


def test_leaves_added_together_are_leaves_added_in_turn() -> None:
    whole = grow(b"", 0, LEAVES)
    for cut in SIZES:
        first = grow(b"", 0, LEAVES[:cut])
        assert grow(first, cut, LEAVES[cut:]) == whole, cut


def test_a_leaf_is_told_from_a_node_by_its_first_byte() -> None:
    assert leaf(sealed()) == sha256(b"\x00" + rfc8785.dumps(msgspec.to_builtins(sealed()))).digest()


@given(
    position=INTEGERS,
    effective=INTEGERS,
    originator_id=TEXTS,
    actor=st.none() | TEXTS,
    source=st.none() | TEXTS,
)
def test_an_envelope_is_sealed_as_canonical_json(**changed: Any) -> None:
    entry = sealed(**changed)
    assert leaf(entry) == sha256(b"\x00" + rfc8785.dumps(msgspec.to_builtins(entry))).digest()


@given(name=TEXTS, short_name=st.none() | TEXTS)
def test_a_state_is_canonical_json(name: str, short_name: str | None) -> None:
    state = encode_fact(UnitRegistered(name=name, short_name=short_name))
    assert state == rfc8785.dumps(json.loads(state))
    assert decode_fact(UnitRegistered.topic, state) == UnitRegistered(name=name, short_name=short_name)


class Anything(Fact, frozen=True, kw_only=True):
    """A fact of any JSON that the log may hold: integers to 2^53, ASCII keys, no floats."""

    topic = "test.anything"
    value: Any


@given(value=JSON)
def test_any_json_of_a_state_is_canonical(value: Any) -> None:
    state = encode_fact(Anything(value=value))
    assert state == rfc8785.dumps({"value": value})


def test_every_fact_is_canonical_json() -> None:
    for fact in SAMPLES:
        state = encode_fact(fact)
        assert state == rfc8785.dumps(json.loads(state)), fact.topic


def test_every_part_of_an_envelope_changes_its_leaf() -> None:
    for name, value in msgspec.structs.asdict(sealed()).items():
        other = value + 1 if isinstance(value, int) else f"{value}x"
        assert leaf(sealed(**{name: other})) != leaf(sealed()), name
    assert set(Sealed.__struct_fields__) == set(msgspec.structs.asdict(sealed()))


def test_a_commitment_says_nothing_without_its_salt() -> None:
    state, salt = b'{"name":"a"}', os.urandom(16)
    assert commitment(salt, state) == commitment(salt, state)
    assert commitment(salt, state) != commitment(os.urandom(16), state)
    assert commitment(salt, state) != commitment(salt, state + b" ")
    assert commitment(salt, state) != sha256(state).digest()
    assert commitment(salt, state) == sha256(b"thidua.state.v1\x00" + salt + state).digest()


def test_no_two_entries_share_a_salt(engine: Engine, app: Thidua) -> None:
    for unit in ("a", "b", "c"):
        app.do("register_unit", when=YEAR, unit=unit, name="cùng một tên")
    rows = log_rows(engine)
    assert {row.state for row in rows} == {'{"name":"cùng một tên"}'}
    assert len({bytes(row.salt) for row in rows}) == len({bytes(row.commitment) for row in rows}) == 3
    assert {len(row.salt) for row in rows} == {16}


def test_the_root_is_known_at_each_append(engine: Engine, app: Thidua) -> None:
    for size in range(1, 12):
        app.do("register_unit", when=YEAR, unit=f"u{size}", name="x")
        leaves = [bytes(row.leaf) for row in log_rows(engine)]
        head = head_of(engine)
        assert head.position == len(leaves) == size
        assert root(bytes(head.frontier)) == tree(leaves)
