"""What a form says beside its command: on which state it was made, and why it comes to nothing."""

import re

from projections.catalogue import marked
from service.pages.forms.problem import Problem

_WHOLE = re.compile(r"\d{1,18}", re.ASCII)  # of a version: more than any stream has entries


def read_version(text: str) -> int | None:
    """The version that a form names, None for none.

    What is no figure is that of no stream, so that the form is outdated.
    """
    if not text:
        return None
    return int(text) if _WHOLE.fullmatch(text) else -1


def outdated() -> Problem:
    """Somebody else changed the same thing meanwhile."""
    sentence = marked("Nội dung này vừa có thay đổi. Mở lại trang để xem thay đổi rồi làm lại; chưa ghi gì.")
    return Problem("", sentence)


def contended() -> Problem:
    """Too many wrote at once."""
    return Problem("", marked("Nhiều người đang cùng ghi. Bấm lại sau vài giây; chưa ghi gì."))
