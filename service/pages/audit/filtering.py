"""The filter of the journal: what its form sends, as a question and as the address that keeps it."""

import re
from collections.abc import Mapping
from typing import Any

import msgspec

from projections.catalogue import marked
from projections.events import EventFilter
from service.answers import PointUnreadable
from service.audit.asking import event_filter
from service.pages.looking import Look
from service.pages.written import written_moment

FIELDS = tuple(EventFilter.__struct_fields__)
TIMES = ("recorded_from", "recorded_until", "effective_from", "effective_until")
_ID = re.compile(r"[A-Za-z0-9._:-]{1,200}", re.ASCII)
_NO_ID = marked("Mã chỉ gồm chữ không dấu, chữ số và các dấu . _ : -")
_NO_DAY = marked("Ngày này không đọc được.")


class Filter(msgspec.Struct, frozen=True, kw_only=True):
    """What was asked for: the fields as they were filled in, the question if they can be read, and else what
    is wrong with which of them.
    """

    told: Mapping[str, str]
    wanted: EventFilter | None
    mistakes: Mapping[str, str] = {}
    newest_first: bool = True

    @property
    def query(self) -> dict[str, str]:
        """The fields as an address carries them."""
        return {**self.told, **({} if self.newest_first else {"newest_first": "false"})}


def read_filter(look: Look, **fixed: str) -> Filter:
    """The filter that the address of the page asks for; `fixed` are fields that the path names."""
    query = look.request.query_params
    given = {name: query.get(name, "").strip() for name in FIELDS if name not in fixed}
    told = {name: written_moment(text) if name in TIMES else text for name, text in given.items() if text}
    mistakes = {
        name: look.text(_NO_ID)
        for name, text in told.items()
        if name not in TIMES and not _ID.fullmatch(text)
    }
    wanted = None
    if not mistakes:
        try:
            wanted = event_filter({**told, **fixed})
        except PointUnreadable as error:
            mistakes[error.field] = look.text(_NO_DAY)
    newest_first = query.get("newest_first") != "false"
    return Filter(told=told, wanted=wanted, mistakes=mistakes, newest_first=newest_first)


def question(asked: Filter, after: int | None, limit: int) -> dict[str, Any]:
    """What the question of the journal takes besides its point."""
    return {"asked": asked.wanted, "after": after, "limit": limit, "newest_first": asked.newest_first}
