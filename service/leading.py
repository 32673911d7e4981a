"""What those who lead are called: a cluster has a cụm trưởng, a bloc a khối trưởng, a movement neither."""

from collections.abc import Mapping

from projections.catalogue import marked

LEADS: Mapping[str, str] = marked({"cluster": "Cụm trưởng", "block": "Khối trưởng"})
DEPUTIES: Mapping[str, str] = marked({"cluster": "Cụm phó", "block": "Khối phó"})
MOVEMENT = "movement"  # nobody leads it in turn


def called(words: Mapping[str, str], kind: str | None) -> str:
    """The source text for a kind of cluster; most are clusters, so an unknown one is called so."""
    return words.get(kind or "", words["cluster"])
