"""Forms that are sent as no page of ours would send them: a page tells what is wrong, and nothing breaks."""

import time
from collections.abc import Iterator
from typing import Any

import pytest

from service.pages.forms.command_form import form_shapes
from service.pages.forms.problem import Problem
from service.pages.forms.reading import ROWS_MAX, read
from service.pages.forms.tables import read_table
from tests.conftest import NewDatabase
from tests.pages.reader import Page
from tests.pages.scene import Scene
from tests.web.house import open_house

HUGE = "9" * 5_000  # more digits than Python turns into a number


@pytest.fixture(scope="module")
def scene(new_database: NewDatabase) -> Iterator[Scene]:
    with open_house(new_database("sqlite")) as opened:
        yield Scene(opened)


def sent(scene: Scene, path: str, **told: Any) -> Page:
    """What the office sends."""
    return scene.reader(scene.office).send(path, {name: [str(value)] for name, value in told.items()})


@pytest.mark.parametrize("step", ["edit", "review"])
@pytest.mark.parametrize("back", ["javascript:alert(1)", "//evil.example", "https://evil.example"])
def test_the_way_back_of_a_form_stays_here(scene: Scene, step: str, back: str) -> None:
    page = sent(scene, f"/cycles/{scene.cycle}/closures", _step=step, _back=back, reason="Đã xong mọi việc")
    assert page.status in (200, 409)
    assert not [link for link in page.links() if link.startswith(back)]
    assert back not in page.text


@pytest.mark.parametrize("version", [HUGE, "x", "1.0", "٣"])
def test_a_version_that_is_no_number_is_that_of_an_outdated_form(scene: Scene, version: str) -> None:
    page = sent(scene, f"/cycles/{scene.cycle}/launches", _step="record", _version=version)
    assert page.status == 412
    assert "vừa có thay đổi" in page.words()


@pytest.mark.parametrize(
    "path",
    [
        "/clusters/{cluster}/handovers/abc/acceptances",
        f"/clusters/{{cluster}}/handovers/{HUGE}/acceptances",
        "/events/abc/corrections",
        "/events/x.y/retractions",
    ],
)
def test_what_is_no_figure_in_an_address_is_told_so(scene: Scene, path: str) -> None:
    asked = path.format(cluster=scene.cycle.rpartition("-")[0])
    assert sent(scene, asked, _step="review").status == 422
    assert scene.seen(scene.office, f"{asked}/new").status == 422


@pytest.mark.parametrize(
    "figures", [("sNaN", "1"), ("9E999999", "9E999999"), ("Infinity", "-Infinity"), ("x", "1")]
)
def test_points_that_are_no_figures_make_a_table_that_is_refused(
    scene: Scene, figures: tuple[str, str]
) -> None:
    lines = [f"{number} | Tiêu chí | {points}" for number, points in enumerate(figures, 1)]
    table = "\n".join(["Bảng điểm", *lines])
    page = sent(
        scene, f"/cycles/{scene.cycle}/rules", _step="record", rule_set="law-2022", scoring_table=table
    )
    assert page.status == 409


def test_a_line_of_blanks_takes_no_longer_than_any_other() -> None:
    problems: list[Problem] = []
    began = time.process_time()
    read_table("Bảng điểm\n1" + " " * 100_000 + "x", "scoring_table", problems)
    assert len(problems) == 1
    assert time.process_time() - began < 2, "the time grows by the square of the blanks"


def test_more_lines_than_a_form_holds_are_refused_and_none_is_left_out_silently(scene: Scene) -> None:
    typed = {f"targets.{place}.name": ["Chỉ tiêu"] for place in range(ROWS_MAX + 1)}
    shapes = [shape for shape in form_shapes("register_pledge") if shape.name == "targets"]
    assert [problem.field for problem in read(shapes, typed).problems] == ["targets"]
    del typed["targets.0.name"]
    assert read(shapes, typed).problems == []
    many = {f"targets.{place}.name": ["x"] for place in range(3_000)}
    page = scene.reader(scene.office).send(
        f"/cycles/{scene.cycle}/pledges", {**many, "_step": ["edit"], "unit": ["a"]}
    )
    assert page.status == 200
    assert page.text.count('id="targets.') < ROWS_MAX * 20


@pytest.mark.parametrize("path", ["/ballots/%00/rounds", "/cycles/{cycle}/pledges/%00/signatures"])
def test_what_is_no_id_in_an_address_has_no_form(scene: Scene, path: str) -> None:
    asked = path.format(cycle=scene.cycle)
    assert sent(scene, asked, _step="review").status == 404
    assert scene.seen(scene.office, f"{asked}/new").status == 404


def test_a_step_that_no_button_sends_is_a_review_where_others_rely_on_the_act(scene: Scene) -> None:
    before = scene.house.application.log_recorder.max_notification_id()
    page = sent(scene, "/units/c/dissolutions", _step="ghi", reason="Giải thể theo quyết định")
    assert (page.status, page.words("./head/title")) == (200, "Xem lại trước khi ghi – thidua")
    assert scene.house.application.log_recorder.max_notification_id() == before


def test_a_form_that_was_sent_and_is_changed_can_be_sent_as_another(scene: Scene) -> None:
    office, key = scene.reader(scene.office), "5b0c0f0e7c51"
    told = {"_step": "record", "_command_id": key, "kind": "department"}
    assert sent(scene, "/units", **told, unit="moi-1", name="Đơn vị 1").status == 303
    page = sent(scene, "/units", **told, unit="moi-2", name="Đơn vị 2")
    assert page.status == 409
    assert "đã được ghi một lần" in page.words()
    assert key not in page.text
    form = page.form("/units")
    assert form.values["name"] == ["Đơn vị 2"]
    again = office.send("/units", form.filled(_step="record"))
    assert again.answer.headers["location"].startswith("/units/moi-2?")
