"""What tenant apps tell crossings: verbs that shared code may run by name, and how consent is read (DESIGN)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

Command = Callable[..., dict[str, Any]]


class UnknownCommand(LookupError):
    """No tenant app registered a command of this name."""


# What a client of the current tenant has decided, read under a lock until the transaction ends.
ConsentSource = Callable[[UUID], str]
_consents: list[ConsentSource] = []
_commands: dict[str, Command] = {}


def command(name: str) -> Callable[[Command], Command]:
    """Register a verb that takes `by=` and JSON arguments and returns JSON."""

    def register(verb: Command) -> Command:
        if name in _commands:
            raise ValueError(f"Command {name} is registered twice.")
        _commands[name] = verb
        return verb

    return register


def command_named(name: str) -> Command:
    try:
        return _commands[name]
    except KeyError:
        raise UnknownCommand(name) from None


def consent_source(source: ConsentSource) -> ConsentSource:
    """Register how a client's consent is read; there is one place of it."""
    _consents[:] = [source]
    return source


def consent_of_client(client_uuid: UUID) -> str:
    """What a client of the current tenant has decided, locked in the caller's transaction."""
    return _consents[0](client_uuid)
