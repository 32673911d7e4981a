"""Identity: slugs, cycles, ballots, and the streams they name."""

import pytest

from domain import identity
from domain.refusals import Refusal


def refusal_of(call: object, *arguments: object) -> Refusal:
    assert callable(call)
    with pytest.raises(Refusal) as caught:
        call(*arguments)
    return caught.value


@pytest.mark.parametrize("value", ["a", "bca-local-5", "x1", "2022", "a" * 80])
def test_a_slug_is_given_back(value: str) -> None:
    assert identity.slug(value, "unit") == value


@pytest.mark.parametrize(
    "value", ["", "-a", "a-", "a--b", "A", "đơn-vị", "a b", "a:b", "a.b", "a\n", "a" * 81, "٣"]
)
def test_what_is_no_slug_is_refused(value: str) -> None:
    refusal = refusal_of(identity.slug, value, "unit")
    assert (refusal.code, refusal.params["field"], refusal.params["value"]) == ("not_a_slug", "unit", value)


@pytest.mark.parametrize(
    ("cluster", "first", "last", "cycle"),
    [
        ("bca-local-5", 2022, None, "bca-local-5-2022"),
        ("quangnam", 2015, 2020, "quangnam-2015-2020"),
        ("x", 2022, 2022, "x-2022"),
    ],
)
def test_a_cycle_is_its_cluster_and_years(cluster: str, first: int, last: int | None, cycle: str) -> None:
    assert identity.cycle_id(cluster, first, last) == cycle
    assert identity.cycle_parts(cycle) == (cluster, first, last or first)


@pytest.mark.parametrize("value", ["", "2022", "-2022", "a", "a-22", "a-20222", "A-2022", "a-2022.b"])
def test_what_is_no_cycle_is_refused(value: str) -> None:
    refusal = refusal_of(identity.cycle_parts, value)
    assert (refusal.code, refusal.params) == ("not_a_cycle", {"value": value})


@pytest.mark.parametrize(
    ("cluster", "first", "last", "cycle"),
    [
        ("x", 22, None, "x-22"),
        ("x", 2022, 20222, "x-2022-20222"),
    ],
)
def test_a_cycle_that_would_not_be_read_back_is_refused(
    cluster: str, first: int, last: int | None, cycle: str
) -> None:
    refusal = refusal_of(identity.cycle_id, cluster, first, last)
    assert (refusal.code, refusal.params) == ("not_a_cycle", {"value": cycle})


@pytest.mark.parametrize("cluster", ["x-2021", "2021"])
def test_a_cluster_does_not_end_like_a_year(cluster: str) -> None:
    # `x-2021-2022` would be read as the cycle of `x` over two years
    for made in (identity.cluster_slug, lambda value: identity.cycle_id(value, 2022)):
        refusal = refusal_of(made, cluster)
        assert (refusal.code, refusal.params) == ("cluster_ends_in_year", {"value": cluster})
    assert identity.cluster_slug("x-20215") == "x-20215"


def test_a_ballot_is_its_cycle_and_a_name() -> None:
    assert identity.ballot_id("x-2022", "vong-1") == "x-2022.vong-1"
    assert identity.ballot_cycle("x-2022.vong-1") == "x-2022"
    assert refusal_of(identity.ballot_id, "x", "vong-1").code == "not_a_cycle"
    assert refusal_of(identity.ballot_id, "x-2022", "Vòng 1").code == "not_a_slug"


@pytest.mark.parametrize("value", ["", "x-2022", "x-2022.", "x-2022.A", "x.vong-1", ".vong-1", "x-2022.a.b"])
def test_what_is_no_ballot_is_refused(value: str) -> None:
    assert refusal_of(identity.ballot_cycle, value).code == "not_a_ballot"


def test_a_stream_is_its_kind_and_parts() -> None:
    assert identity.stream("inspection", "x-2022", "a", 2) == "inspection:x-2022:a:2"
    assert identity.stream_parts("inspection:x-2022:a:2") == ("inspection", ["x-2022", "a", "2"])
    assert identity.stream_parts("unit") == ("unit", [])


@pytest.mark.parametrize(
    ("name", "cycle"),
    [
        ("unit:a", None),
        ("cluster:x", None),
        ("cycle:x-2022", "x-2022"),
        ("pledge:x-2022:a", "x-2022"),
        ("nomination:x-2022:flag_ministry:a", "x-2022"),
        ("commendation:x-2022", "x-2022"),
        ("ballot:x-2022.vong-1", "x-2022"),
        ("vote:x-2022.vong-1:a", "x-2022"),
    ],
)
def test_a_stream_belongs_to_a_cycle_or_outlives_it(name: str, cycle: str | None) -> None:
    assert identity.stream_cycle(name) == cycle
