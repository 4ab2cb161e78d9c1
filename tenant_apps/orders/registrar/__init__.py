"""The registrar: tells which domain names are free, registers and renews them. Answers are typed.

`perform` and `ask` have the shape of `provisioner.py`: a service of a plan with a `tld` is set up by them.
"""

from __future__ import annotations

from ..models import Service
from ..provisioner import Done, Outcome
from .http import HttpRegistrar
from .protocol import Availability, Registrar

__all__ = ["Availability", "Registrar", "ask", "availability", "current", "perform"]

YEARS = 1
# What becomes of the registered name: a plan of a tld is for a year.
_ORDERS = {"create": "register", "renew": "renew"}


def current() -> Registrar:
    """The registrar that the operator uses. Another one takes one more class."""
    return HttpRegistrar.from_settings()


def availability(names: list[str]) -> dict[str, Availability]:
    """Whether each of the names (A-labels) can be had; all unknown where the registrar does not answer."""
    return current().availability(names) if names else {}


def perform(operation: str, service: Service, *, key: str) -> Outcome:
    """Register (create) or renew the service's name; the same key again gives the same answer.

    Nothing is to be done for the rest: a name is paid to its registry until the end of its term, whatever
    becomes of the service meanwhile, and runs out by not being renewed.
    """
    order = _ORDERS.get(operation)
    if order is None:
        return Done(service.reference, dict(service.details))
    return current().perform(order, service.label, years=YEARS, key=key)


def ask(key: str) -> Outcome | None:
    """What came of the operation with that key; None where the registrar has never seen it."""
    return current().ask(key)
