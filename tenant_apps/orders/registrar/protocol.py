"""What any registrar can do."""

from __future__ import annotations

from enum import StrEnum
from typing import Protocol

from ..provisioner import Outcome


class Availability(StrEnum):
    """Whether a name can be had. `UNKNOWN`: the registrar gave no answer that can be trusted."""

    FREE = "free"
    TAKEN = "taken"
    UNKNOWN = "unknown"


class Registrar(Protocol):
    """One way to a registry. Names are in A-labels; an operation has one effect per key."""

    def availability(self, names: list[str]) -> dict[str, Availability]:
        """An answer for every name."""

    def perform(self, operation: str, name: str, *, years: int, key: str) -> Outcome:
        """Do "register" or "renew"."""

    def ask(self, key: str) -> Outcome | None:
        """What came of the operation with that key; None where it was never seen."""
