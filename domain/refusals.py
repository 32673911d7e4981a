"""Typed refusals: why a decision cannot be taken, as data and never as prose."""

from typing import Any


class Refusal(Exception):
    """A business rule says no.

    Carries a stable `code`, the parameters that its sentence needs, and the `rule` (a key of the pinned
    rule set, or a law and article) it rests on. The words live in `projections/language`, one sentence a
    code and a language; a code without words fails the build.
    """

    def __init__(self, code: str, /, *, rule: str | None = None, **params: Any) -> None:
        super().__init__(code, rule, params)
        self.code = code
        self.rule = rule
        self.params = params

    def of_field(self, field: str) -> "Refusal":
        """The same refusal, saying which field of what was sent it is about."""
        return Refusal(self.code, rule=self.rule, **{**self.params, "field": field})

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.params.items())
        return f"{self.code}({told})"
