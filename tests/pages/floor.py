"""What our style is made of, read as a browser reads it: each feature that a browser may lack."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import tinycss2

HOLD_RULES = frozenset({"media", "layer", "supports"})
CONDITIONS = frozenset({"media", "supports"})


def features(style: str) -> Iterator[str]:
    """Each at-rule, property, function, unit, pseudo-class and condition that a stylesheet uses."""
    yield from _rules(tinycss2.parse_stylesheet(style, skip_comments=True, skip_whitespace=True))


def _rules(rules: list[Any]) -> Iterator[str]:
    for rule in rules:
        if rule.type == "at-rule":
            yield from _at_rule(rule)
        elif rule.type == "qualified-rule":
            yield from _selector(rule.prelude)
            yield from _block(rule.content)
        else:
            raise AssertionError(f"line {rule.source_line}: cannot be read: {rule.serialize()[:80]}")


def _at_rule(rule: Any) -> Iterator[str]:
    yield f"@{rule.lower_at_keyword}"
    if rule.lower_at_keyword in CONDITIONS:
        yield from _condition(rule.prelude)
    if rule.content is None:
        return
    if rule.lower_at_keyword in HOLD_RULES:
        yield from _rules(tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True))
    elif rule.lower_at_keyword == "keyframes":
        for frame in tinycss2.parse_rule_list(rule.content, skip_comments=True, skip_whitespace=True):
            yield from _block(frame.content)
    else:
        yield from _block(rule.content)


def _condition(tokens: list[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "() block":
            if token.content and token.content[0].type == "ident":
                yield f"({token.content[0].lower_value})"
            yield from _values(token.content)
        elif token.type == "ident":
            yield f"condition {token.lower_value}"


def _selector(tokens: list[Any]) -> Iterator[str]:
    for before, token in pairwise([None, *tokens]):
        colons = before is not None and before.type == "literal" and before.value == ":"
        if token.type == "literal" and token.value == "&":
            yield "nesting"
        elif token.type == "function":
            yield f":{token.lower_name}()"
            yield from _selector(token.arguments)
        elif token.type == "ident" and colons:
            yield f":{token.lower_value}"


def _block(tokens: list[Any]) -> Iterator[str]:
    for told in tinycss2.parse_blocks_contents(tokens, skip_comments=True, skip_whitespace=True):
        if told.type == "declaration":
            yield from _declaration(told)
        elif told.type == "at-rule":
            yield from _at_rule(told)
        elif told.type == "qualified-rule":
            yield "nesting"
        else:
            raise AssertionError(f"line {told.source_line}: cannot be read: {told.serialize()[:80]}")


def _declaration(told: Any) -> Iterator[str]:
    if not told.lower_name.startswith("--"):
        yield told.lower_name
    yield from _values(told.value)


def _values(tokens: list[Any]) -> Iterator[str]:
    for token in tokens:
        if token.type == "function":
            yield f"{token.lower_name}()"
            yield from _values(token.arguments)
        elif token.type == "dimension":
            yield f"1{token.lower_unit}"
        elif token.type == "() block":
            yield from _values(token.content)
        elif token.type == "url":
            yield "url()"
