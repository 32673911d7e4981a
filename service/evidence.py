"""Hashes that make the log evidence: commitments, leaves and the right edge of a Merkle tree.

The tree is that of RFC 6962: leaf and node hashes are told apart by their first byte, and the dense place
of a leaf is its position in the log minus one.
"""

from collections.abc import Iterable
from hashlib import sha256

import msgspec

HASH_BYTES = 32
SALT_BYTES = 16
_STATE_TAG = b"thidua.state.v1\x00"
_LEAF = b"\x00"
_NODE = b"\x01"


class Sealed(msgspec.Struct, frozen=True, kw_only=True):
    """What a leaf seals: the whole envelope, with a commitment in place of the state.

    The salted commitment lets a state and its salt be erased together without breaking any proof.
    """

    position: int
    originator_id: str
    originator_version: int
    topic: str
    commitment: str
    effective: int
    precision: str
    recorded_at: int
    actor: str | None
    authority: str | None
    session: str | None
    command_id: str
    ordinal: int
    source: str | None
    reason: str | None


_encoder = msgspec.json.Encoder(order="sorted")


def commitment(salt: bytes, state: bytes) -> bytes:
    """What stands for a state in its leaf: nothing can be learned from it without the salt."""
    return sha256(_STATE_TAG + salt + state).digest()


def leaf(sealed: Sealed) -> bytes:
    """The hash of an entry: canonical JSON (RFC 8785) of its envelope, as an RFC 6962 leaf."""
    return sha256(_LEAF + _encoder.encode(sealed)).digest()


def grow(frontier: bytes, size: int, leaves: Iterable[bytes]) -> bytes:
    """The right edge of the tree after more leaves, at about two hashes each.

    `frontier` holds the roots of the perfect subtrees of a tree of `size` leaves, largest first; there is
    one for each set bit of `size`.
    """
    edge = [frontier[at : at + HASH_BYTES] for at in range(0, len(frontier), HASH_BYTES)]
    for node in leaves:
        merged, bits = node, size
        while bits & 1:
            merged = sha256(_NODE + edge.pop() + merged).digest()
            bits >>= 1
        edge.append(merged)
        size += 1
    return b"".join(edge)


def root(frontier: bytes) -> bytes:
    """The hash of the whole tree: its right edge, folded from the right; of no leaf, the empty hash."""
    edge = [frontier[at : at + HASH_BYTES] for at in range(0, len(frontier), HASH_BYTES)]
    if not edge:
        return sha256(b"").digest()
    whole = edge.pop()
    while edge:
        whole = sha256(_NODE + edge.pop() + whole).digest()
    return whole
