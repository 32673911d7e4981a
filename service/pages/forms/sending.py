"""A form turned into its command: weighed, or recorded, on the one path that everybody takes."""

import re
from collections.abc import Mapping
from typing import Any

from domain.facts import Entry
from projections.catalogue import marked
from service.asking import asked_moment
from service.authority.renewing import judge_by_now
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from service.pages.forms.command_form import VERSION, CommandForm
from service.pages.forms.problem import Problem
from service.pages.problem_pages import COMMAND_ID
from service.web.payload import Payload

_WHOLE = re.compile(r"\d{1,18}", re.ASCII)  # of a version: more than any stream has entries


def weigh(form: CommandForm, payload: Payload, hidden: Mapping[str, str]) -> list[Entry]:
    """The entries that the form would leave; nothing is recorded.

    Raises:
        Refusal, VersionDiffers.
    """
    return form.look.application.weigh(
        form.resource.command, payload.arguments, **_asked(form, payload, hidden)
    )


def record(form: CommandForm, payload: Payload, hidden: Mapping[str, str]) -> list[Entry]:
    """The entries that the form left; sent twice, it is recorded once.

    Raises:
        Refusal, VersionDiffers, Contended.
    """
    key, person = hidden.get(COMMAND_ID), form.look.caller.person
    with form.look.request.app.state.metrics.appending(form.resource.command):
        return form.look.application.execute(
            form.resource.command,
            payload.arguments,
            **_asked(form, payload, hidden),
            command_id=f"{person}.{key}" if key else None,
        )


def _asked(form: CommandForm, payload: Payload, hidden: Mapping[str, str]) -> dict[str, Any]:
    caller, application = form.look.caller, form.look.application
    now = application.log_recorder.clock()
    anchor = COMMANDS[form.resource.command].anchor
    version = hidden.get(VERSION, "")
    return {
        "when": asked_moment(payload.effective, anchor, now, payload.reason),
        "by": Origin(
            actor=caller.person, session=caller.session, source=payload.source, reason=payload.reason
        ),
        "judge": judge_by_now(caller),
        "version": _read_version(version) if version else None,
    }


def _read_version(text: str) -> int:
    """A version that a form names; what is no figure is that of no stream, so that the form is outdated."""
    return int(text) if _WHOLE.fullmatch(text) else -1


def outdated() -> Problem:
    """Somebody else changed the same thing meanwhile."""
    sentence = marked("Nội dung này vừa có thay đổi. Mở lại trang để xem thay đổi rồi làm lại; chưa ghi gì.")
    return Problem("", sentence)


def contended() -> Problem:
    """Too many wrote at once."""
    return Problem("", marked("Nhiều người đang cùng ghi. Bấm lại sau vài giây; chưa ghi gì."))
