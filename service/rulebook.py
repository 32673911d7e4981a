"""The rule sets that come with the service, read from their files."""

from functools import cache
from importlib.resources import files

from domain.refusals import Refusal
from domain.rules import RuleSet, parse


@cache
def rule_sets() -> dict[str, RuleSet]:
    """Every rule set by its id."""
    found = [
        parse(file.read_text(encoding="utf-8"))
        for file in files("domain").joinpath("rulesets").iterdir()
        if file.name.endswith(".toml")
    ]
    return {rules.id: rules for rules in sorted(found, key=lambda rules: rules.id)}


def rule_set(name: str) -> RuleSet:
    """The rule set of that id.

    Raises:
        Refusal: `rule_set_unknown`, naming those that exist.
    """
    known = rule_sets()
    if name not in known:
        raise Refusal("rule_set_unknown", rule_set=name, known=", ".join(known))
    return known[name]
