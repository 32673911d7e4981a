"""A figure as sources write it: an exact decimal of a size that a person could mean."""

from decimal import Decimal

from domain.refusals import Refusal

# Wide enough for any count, sum of money or share in a report; narrow enough that exact fractions of it stay
# small and a mistyped exponent cannot stall the service.
FIGURE_INTEGER_DIGITS_MAX = 18
FIGURE_DECIMALS_MAX = 9


def figure(value: Decimal, field: str) -> Decimal:
    """Give back `value` if it is a finite number within the limits on digits above.

    Raises:
        Refusal: `not_a_figure`, naming the field.
    """
    exponent = value.as_tuple().exponent
    if (
        not isinstance(exponent, int)  # a letter stands there for infinity and for "not a number"
        or value.adjusted() >= FIGURE_INTEGER_DIGITS_MAX
        or -exponent > FIGURE_DECIMALS_MAX
    ):
        raise Refusal(
            "not_a_figure",
            field=field,
            value=str(value),
            integer_digits_max=FIGURE_INTEGER_DIGITS_MAX,
            decimals_max=FIGURE_DECIMALS_MAX,
        )
    return value
