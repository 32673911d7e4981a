"""What was refused is noted for inspectors: who, what, where and by which rule, never with what content."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress

from sqlalchemy.exc import DBAPIError
from starlette.requests import Request

from domain.refusals import Refusal
from service.application import Thidua
from service.audit import attempts
from service.authority.askers import Asker
from service.engine import writing


@contextmanager
def noting_refusals(request: Request, action: str, caller: Asker) -> Iterator[None]:
    """Note the refusal that ends what is inside."""
    try:
        yield
    except Refusal as refusal:
        note_refusal(request, action, refusal, caller)
        raise


def note_refusal(request: Request, action: str, refusal: Refusal, caller: Asker) -> None:
    """Note a refusal; that it could not be noted is not what the caller hears."""
    application: Thidua = request.app.state.thidua
    with suppress(DBAPIError), writing(application.engine) as connection:
        attempts.note(
            connection,
            now=application.log_recorder.clock(),
            person=caller.person,
            session=caller.session,
            action=action,
            about=request.url.path,
            code=refusal.code,
        )
