"""Where an entry comes from: who asked for it, by which session, on what source, and why so late."""

import msgspec

from domain.refusals import Refusal
from service.plain import plain_text


class Origin(msgspec.Struct, frozen=True, kw_only=True):
    """What the envelope of an entry says beside the fact; None where it is not stated.

    `actor` is an opaque person id, `authority` the role and unit that gave the right to act, filled in by who
    judged it; `session` the public id of the session or API token; `source` where the fact was read, and
    `reason` why an entry of the past is written down late.
    """

    actor: str | None = None
    authority: str | None = None
    session: str | None = None
    source: str | None = None
    reason: str | None = None

    def plain(self) -> "Origin":
        """The same, with texts in NFC and free of hidden signs.

        Raises:
            Refusal: those of `plain_text`, and `text_blank`, each with the field.
        """
        told = msgspec.structs.asdict(self)
        return Origin(
            **{field: None if text is None else _plain(field, text) for field, text in told.items()}
        )


def _plain(field: str, text: str) -> str:
    if not text.strip():
        raise Refusal("text_blank", field=field)
    try:
        return plain_text(text)
    except Refusal as refusal:
        raise refusal.of_field(field) from None
