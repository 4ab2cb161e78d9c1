"""Commands: the verbs of tenant apps that shared code may run by name (DESIGN, "Folders")."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Command = Callable[..., dict[str, Any]]


class UnknownCommand(LookupError):
    """No tenant app registered a command of this name."""


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
