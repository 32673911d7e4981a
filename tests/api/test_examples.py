"""Every command of the OpenAPI document, sent as its example shows it, does what it says."""

import pytest

from service.commands.catalogue import COMMANDS
from service.web.examples import CYCLE, EXAMPLES, OFFICER
from service.web.resources import NOT_OVER_HTTP, RESOURCES
from tests.api.scenes import SCENES
from tests.api.world import World, Worlds


def test_every_command_has_an_example_and_a_scene() -> None:
    asked = COMMANDS.keys() - {*NOT_OVER_HTTP}
    assert asked == RESOURCES.keys()
    assert asked <= EXAMPLES.keys()
    assert asked <= SCENES.keys()


def sent(world: World, command: str) -> tuple[int, str]:
    """What the example of a command is answered with."""
    resource, told = RESOURCES[command], EXAMPLES[command]
    named = dict(told.path)
    if "position" in named:
        named["position"] = world.position_of(f"cycle:{CYCLE}", "cycle.launched")
    headers = {**world.headers(OFFICER), **({"If-Match": "*"} if resource.edits else {})}
    path = f"/api/v1{resource.path}".format(**named)
    answer = world.house.client.post(path, json=told.body, headers=headers)
    return answer.status_code, answer.text


@pytest.mark.parametrize("command", sorted(RESOURCES))
def test_an_example_is_recorded_as_it_stands(worlds: Worlds, command: str) -> None:
    scene = SCENES[command]
    with worlds.after(scene.after) as world:
        world.do(scene.before)
        before, _ = world.standing()
        status, told = sent(world, command)
        assert status == 201, told
        after, _ = world.standing()
        assert after > before
