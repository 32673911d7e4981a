"""What must never come of it: a choice told back, a text that is carried out, a stranger who takes part."""

from typing import Any
from unicodedata import normalize

import pytest

from service.web.examples import BALLOT, CYCLE, OFFICER, A
from tests.api.sender import post
from tests.api.world import World, Worlds


@pytest.mark.parametrize("choice", ["tán thành", "FOR", "for ", 1, None, ["for"], {"for": 1}])
def test_a_choice_is_never_told_back(world: World, choice: Any) -> None:
    before = world.standing()
    for name in ("cast_vote", "change_vote"):
        operation = post(name)
        body = {**operation.example, "choices": {A: choice, "bí-mật": "against"}}
        answer = world.house.client.post(operation.address, json=body, headers=world.headers(OFFICER))
        assert answer.status_code in {409, 422}
        for kept in ("tán thành", "FOR", "against", "bí-mật"):
            assert kept not in answer.text
    assert world.standing() == before


PLAIN = (
    "'; DROP TABLE event_log; --", "{{7*7}} ${7*7} %s {0}", "<script>alert(1)</script>", "\\u0000 \\x00",
    "Cu\u031bo\u031b\u0300ng", "%00%0a", "=1+1", "../../etc/passwd",
)  # fmt: skip


@pytest.mark.parametrize("text", PLAIN)
def test_what_looks_like_code_is_text(worlds: Worlds, text: str) -> None:
    with worlds.after("opened") as world:
        headers = world.headers(OFFICER)
        told = {"unit": "don-vi-moi", "name": text, "fictional": True}
        answer = world.house.client.post("/api/v1/units", json=told, headers=headers)
        assert answer.status_code == 201, answer.text
        found = world.house.client.get("/api/v1/units/don-vi-moi", headers=headers)
        assert found.json()["name"] == normalize("NFC", text)


def test_a_unit_of_another_cluster_takes_no_part(worlds: Worlds) -> None:
    with worlds.after("amended") as world:
        other = {"unit": "don-vi-ngoai", "name": "Đơn vị ngoài cụm"}
        headers = world.headers(OFFICER)
        assert world.house.client.post("/api/v1/units", json=other, headers=headers).status_code == 201
        before = world.standing()
        for path, body in (
            (f"/api/v1/cycles/{CYCLE}/pledges", {"unit": "don-vi-ngoai"}),
            (f"/api/v1/cycles/{CYCLE}/scores/don-vi-ngoai/self-scores", {"total": "10"}),
            (
                f"/api/v1/ballots/{BALLOT}/votes",
                {"elector": "don-vi-ngoai", "choices": {}, "channel": "minutes"},
            ),
        ):
            answer = world.house.client.post(path, json=body, headers=headers)
            assert answer.status_code in {403, 409}, answer.text
        assert world.standing() == before
