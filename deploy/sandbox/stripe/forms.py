"""Stripe's form encoding: `line_items[0][price_data][currency]=usd` to nested dictionaries."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import parse_qsl

from deploy.sandbox.stripe.errors import Json, Refused

_NAME = re.compile(r"([^\[\]]+)((?:\[[^\[\]]*\])*)")
DEPTH = 12


def decode(encoded: str) -> Json:
    """Nested dictionaries of strings; list positions stay keys until the types say they are lists."""
    tree: Json = {}
    try:
        pairs = parse_qsl(encoded, keep_blank_values=True, max_num_fields=2000)
    except ValueError:
        raise Refused("Invalid request: too many parameters.") from None
    for name, value in pairs:
        _plant(tree, _steps(name), value, name)
    return tree


def _steps(name: str) -> list[str]:
    match = _NAME.fullmatch(name)
    if not match:
        raise Refused(f"Invalid parameter name: {name}", param=name)
    steps = [match[1], *re.findall(r"\[([^\[\]]*)\]", match[2])]
    if len(steps) > DEPTH:
        raise Refused(f"Parameter is nested too deeply: {name}", param=name)
    return steps


def _plant(tree: Json, steps: list[str], value: str, name: str) -> None:
    node: Any = tree
    for step in steps[:-1]:
        node = node.setdefault(step or str(len(node)), {})
        if not isinstance(node, dict):
            raise Refused(f"Invalid parameter: {name} is both a value and a hash", param=name)
    node[steps[-1] or str(len(node))] = value
