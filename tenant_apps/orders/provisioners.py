"""Who sets a service up, by the name that its plan gives: each answers done, declined or unknown.

A further one (a registrar, a panel) takes one class and one line: `register("registrar", Registrar())`.
"""

from __future__ import annotations

from typing import Protocol

from . import provisioner as webhook
from . import registrar
from .models import Service
from .provisioner import Done, Outcome


class Provisioner(Protocol):
    """Does create, suspend, resume, change and terminate. A manual one is a task for staff and is not called."""

    is_manual: bool

    def perform(self, operation: str, service: Service, *, key: str) -> Outcome:
        """Do it; the same key again gives the same answer."""

    def ask(self, key: str) -> Outcome | None:
        """What came of the operation with that key; None where it was never seen."""


class Webhook:
    """Signed calls to the operator's provisioner."""

    is_manual = False

    def perform(self, operation: str, service: Service, *, key: str) -> Outcome:
        return webhook.perform(operation, service, key=key)

    def ask(self, key: str) -> Outcome | None:
        return webhook.ask(key)


class Registry:
    """The registrar of domain names, under the plans with a `tld`."""

    is_manual = False

    def perform(self, operation: str, service: Service, *, key: str) -> Outcome:
        return registrar.perform(operation, service, key=key)

    def ask(self, key: str) -> Outcome | None:
        return registrar.ask(key)


class Nobody:
    """There is nothing to set up: it is done at once."""

    is_manual = False

    def perform(self, operation: str, service: Service, *, key: str) -> Outcome:
        return Done("", {})

    def ask(self, key: str) -> Outcome | None:
        return None


class Staff(Nobody):
    """A task in the office's queue, done or declined by hand."""

    is_manual = True


_KNOWN: dict[str, Provisioner] = {
    "webhook": Webhook(),
    "registrar": Registry(),
    "manual": Staff(),
    "none": Nobody(),
    "": Nobody(),
}


def register(name: str, provisioner: Provisioner) -> None:
    """Have the plans that name it set up by it."""
    _KNOWN[name] = provisioner


def provisioner_of(service: Service) -> Provisioner:
    """Who sets it up; staff where its plan names somebody unknown."""
    return _KNOWN.get(service.provisioner, _KNOWN["manual"])


def needs_telling(service: Service) -> bool:
    """Whether there is somebody to tell of what becomes of it."""
    return service.provisioner not in {"", "none"}


def is_of_operator(service: Service) -> bool:
    """Whether the operator's own machinery sets it up."""
    return service.provisioner in {"webhook", "registrar"}
