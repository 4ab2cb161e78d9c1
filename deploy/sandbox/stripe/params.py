"""Holds a request against the official library's own parameter types.

Whatever `stripe.params` does not know is refused as Stripe refuses it, at any depth; numbers and
booleans are read from the form's strings. A choice outside the library's list is refused too,
but for the checkout page's locale `fa`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

from stripe._request_options import RequestOptions
from typing_extensions import get_type_hints, is_typeddict

from deploy.sandbox.stripe.errors import Json, Refused

# Names that the library's base type uses and the parameter modules do not import.
ELSEWHERE = {"StripeContext": object, "Mapping": Mapping}
ALSO_TAKEN = {"locale": {"fa"}}


class _Mismatch(Exception):
    pass


def check(known: type, values: Json) -> Json:
    """The values in the types of `known`, or a refusal that names the parameter."""
    return _dictionary(known, values, "")


@cache
def _fields(known: type) -> dict[str, Any]:
    hints = get_type_hints(known, localns=ELSEWHERE)
    return {name: hint for name, hint in hints.items() if name not in RequestOptions.__annotations__}


@cache
def _required(known: type) -> frozenset[str]:
    return frozenset(known.__required_keys__) & frozenset(_fields(known))  # type: ignore[attr-defined]


def _dictionary(known: type, values: Json, path: str) -> Json:
    fields = _fields(known)
    unknown = [_at(path, name) for name in values if name not in fields]
    if unknown:
        noun = "parameter" if len(unknown) == 1 else "parameters"
        raise Refused(
            f"Received unknown {noun}: {', '.join(unknown)}", code="parameter_unknown", param=unknown[0]
        )
    for name in sorted(_required(known) - values.keys()):
        param = _at(path, name)
        raise Refused(f"Missing required param: {param}.", code="parameter_missing", param=param)
    return {name: _value(fields[name], value, _at(path, name)) for name, value in values.items()}


def _at(path: str, name: str) -> str:
    return f"{path}[{name}]" if path else name


def _value(hint: Any, value: Any, path: str) -> Any:
    choices = _literals(hint)
    members = [member for member in _members(hint) if get_origin(member) is not Literal]
    if isinstance(value, str) and (value in choices or _also_taken(path, value)):
        return value
    if any(choices) and set(members) <= {str}:
        members = []
    for member in members:
        try:
            return _member(member, value, path)
        except _Mismatch:
            continue
    raise _refusal(members, choices, value, path)


def _members(hint: Any) -> list[Any]:
    if get_origin(hint) in (Union, UnionType):
        return [member for part in get_args(hint) for member in _members(part) if member is not NoneType]
    return [hint]


def _literals(hint: Any) -> list[str]:
    return [
        choice for member in _members(hint) if get_origin(member) is Literal for choice in get_args(member)
    ]


def _also_taken(path: str, value: str) -> bool:
    return value in ALSO_TAKEN.get(path, ())


def _member(member: Any, value: Any, path: str) -> Any:
    if is_typeddict(member):
        return _dictionary(member, _expect(value, dict), path)
    origin = get_origin(member)
    if origin is list:
        return _list(get_args(member)[0], _expect(value, dict), path)
    if origin is not None:
        return _free(get_args(member)[-1], _expect(value, dict), path)
    return _scalar(member, _expect(value, str))


def _free(item: Any, values: Json, path: str) -> Json:
    """Names of the caller's choosing; an empty value unsets its name."""
    return {name: each and _value(item, each, _at(path, name)) for name, each in values.items()}


def _list(item: Any, value: Json, path: str) -> list[Any]:
    if not all(key.isdigit() for key in value):
        raise _Mismatch
    ordered = sorted(value.items(), key=lambda pair: int(pair[0]))
    return [_value(item, each, f"{path}[{key}]") for key, each in ordered]


def _scalar(member: Any, value: str) -> Any:
    if member is int and re.fullmatch(r"-?[0-9]{1,18}", value):
        return int(value)
    if member is bool and value in ("true", "false"):
        return value == "true"
    if member in (float, Decimal) and re.fullmatch(r"-?[0-9]+(\.[0-9]+)?", value):
        return value
    if member is str and value:
        return value
    raise _Mismatch


def _expect(value: Any, kind: type) -> Any:
    if not isinstance(value, kind):
        raise _Mismatch
    return value


def _refusal(members: list[Any], choices: list[str], value: Any, path: str) -> Refused:
    if value == "":
        message = (
            f"You passed an empty string for '{path}'. To unset a value it must be one that can be unset."
        )
        return Refused(message, code="parameter_invalid_empty", param=path)
    if int in members:
        return Refused(f"Invalid integer: {value}", code="parameter_invalid_integer", param=path)
    if bool in members:
        return Refused(f"Invalid boolean: {value}", param=path)
    if any(choices):
        named = ", ".join(choice for choice in choices if choice)
        return Refused(f"Invalid {path}: must be one of {named}", param=path)
    kind = "hash" if any(is_typeddict(member) for member in members) else "value"
    return Refused(f"Invalid {kind}: {path}", param=path)
