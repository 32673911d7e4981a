"""Figures: exact decimals of a size that a person could mean."""

from decimal import Decimal

import pytest

from domain.figures import figure
from domain.refusals import Refusal


@pytest.mark.parametrize("text", ["0", "-3", "2079", "98.75", "999999999999999999", "0.123456789", "1e3"])
def test_a_figure_is_given_back(text: str) -> None:
    assert figure(Decimal(text), "actual") == Decimal(text)


@pytest.mark.parametrize("text", ["NaN", "-Infinity", "1e18", "1e999999", "0.1234567891", "1e-999999"])
def test_no_figure(text: str) -> None:
    with pytest.raises(Refusal) as caught:
        figure(Decimal(text), "actual")
    assert caught.value.code == "not_a_figure"
    assert caught.value.params["field"] == "actual"
