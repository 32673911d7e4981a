"""Who else could do what was refused: by role, with the unit that has it where that is known."""

import pytest

from domain.refusals import Refusal
from projections.catalogue import Language
from projections.refusals import refusal_sentence

WHO = ("lead:", "office:co-quan", "representative")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("vi", "cụm trưởng (chưa rõ đơn vị nào), cơ quan thi đua (co-quan) và đại diện đơn vị"),
        ("en", "lead (unit not known), emulation office (co-quan) and the representative"),
    ],
)
def test_a_holder_is_told_with_its_unit(language: Language, expected: str) -> None:
    refusal = Refusal("not_permitted", action="open_ballot", who=WHO, phase="running")
    assert expected in refusal_sentence(refusal, language)
