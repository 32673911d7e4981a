"""The address of a database, as an operator writes it."""

import re
from typing import Any

from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

NOWHERE = "?"  # how an address is told that cannot even be read

# As libpq has it, and SQLAlchemy not: several hosts with commas between, each with its port.
_SEVERAL = re.compile(
    r"(?P<before>postgresql(?:\+\w+)?://(?:[^/?]*@)?)(?P<hosts>[^/?@]*,[^/?@]*)(?P<after>.*)"
)
_HOST = re.compile(r"(?:\[(?P<v6>[^\]]*)\]|(?P<name>[^:\[\]]*))(?::(?P<port>\d*))?")


def read_url(text: str) -> URL:
    """The address that a text names. `postgresql://a:5432,b:5432/thidua` names a server on several hosts:
    the one is meant that takes writes, unless `target_session_attrs` asks for another.

    Raises:
        ArgumentError, ValueError: it cannot be read.
    """
    several = _SEVERAL.fullmatch(text)
    if several is None:
        url = make_url(text)
        host = url.query.get("host", "")
        return _with_writer(url) if isinstance(host, tuple) or "," in host else url
    hosts = [_HOST.fullmatch(one) for one in several["hosts"].split(",")]
    if not all(hosts):
        return make_url(text)  # which says what is wrong with it
    named = [one for one in hosts if one is not None]
    query = {
        "host": ",".join(one["v6"] or one["name"] for one in named),
        "port": ",".join(one["port"] or "5432" for one in named),
    }
    return _with_writer(make_url(several["before"] + several["after"]).update_query_dict(query))


def told_address(text: str) -> str:
    """An address that may be shown: without its password."""
    try:
        url = read_url(text)
    except (ArgumentError, ValueError):
        return NOWHERE
    hidden: dict[str, Any] = {name: "hidden" for name in url.query if "password" in name.lower()}
    return url.update_query_dict(hidden).render_as_string(hide_password=True)


def _with_writer(url: URL) -> URL:
    if "target_session_attrs" in url.query:
        return url
    return url.update_query_dict({"target_session_attrs": "read-write"})
