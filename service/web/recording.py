"""A command as a program or a form sent it: dated, with its origin, judged by what its sender holds."""

from typing import Any

from domain.facts import Entry
from service.application import Thidua
from service.asking import asked_moment
from service.authority.renewing import judge_by_now
from service.commands.catalogue import COMMANDS
from service.origin import Origin
from service.web.guard import Caller
from service.web.payload import Payload


def record(
    application: Thidua, command: str, caller: Caller, payload: Payload, key: str | None, version: int | None
) -> list[Entry]:
    """The entries that a command left; sent again with its `key`, it is not repeated.

    Raises:
        Refusal, VersionDiffers, Contended.
    """
    return application.execute(
        command,
        payload.arguments,
        **_asked(application, command, caller, payload, version),
        command_id=None if key is None else f"{caller.person}.{key}",
    )


def weigh(
    application: Thidua, command: str, caller: Caller, payload: Payload, version: int | None
) -> list[Entry]:
    """The entries that a command would leave; nothing is recorded.

    Raises:
        Refusal, VersionDiffers.
    """
    asked = _asked(application, command, caller, payload, version)
    return application.weigh(command, payload.arguments, **asked)


def _asked(
    application: Thidua, command: str, caller: Caller, payload: Payload, version: int | None
) -> dict[str, Any]:
    now = application.log_recorder.clock()
    return {
        "when": asked_moment(payload.effective, COMMANDS[command].anchor, now, payload.reason),
        "by": Origin(
            actor=caller.person, session=caller.session, source=payload.source, reason=payload.reason
        ),
        "judge": judge_by_now(caller),
        "version": version,
    }
