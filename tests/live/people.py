"""Who takes part in a test of a running service: their tokens of session, made beside it in its database."""

from service.application import Thidua
from service.web.cookies import SESSION_COOKIE
from tests.web.house import new_person, new_session


def signed_in(application: Thidua, person: str) -> dict[str, str]:
    """The headers by which a person is known, in a session of their own."""
    return {"Cookie": f"{SESSION_COOKIE}={new_session(application, person)}"}


def representatives(application: Thidua, units: list[str]) -> dict[str, str]:
    """A new person for each unit, appointed to speak for it."""
    found = {unit: new_person(application) for unit in units}
    for unit, person in found.items():
        application.do("appoint_representative", unit=unit, person=person)
    return found
