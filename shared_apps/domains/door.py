"""The domains' door: whether a client of the current tenant owns a name. Such a name is not routed here.

The proof is bound to the tenant, the client and the name: it fits nobody else, and cannot be made outside.
"""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from shared_apps.kernel.secrets import lasting_digest
from tenants.context import current_tenant

from .allowance import adds_domains, allowed, used
from .doctor import examine_proof
from .names import BadName, claimable, shown
from .records import Record, proof_record
from .words import PROOF

__all__ = [
    "BadName",
    "Look",
    "Record",
    "adds_domains",
    "claimable",
    "client_record",
    "look_for_client",
    "shown",
    "used_and_allowed",
    "words_of",
]


@dataclass(frozen=True, slots=True)
class Look:
    """What the DNS said of a proof. Neither proved nor absent: nobody knows, and nothing may follow from it."""

    verdict: str
    is_proved: bool
    is_absent: bool


def client_record(host: str, client_uuid: UUID) -> Record:
    """The TXT record by which a client shows that a host (in A-labels) is its own."""
    return proof_record(host, _proof(host, client_uuid))


def look_for_client(host: str, client_uuid: UUID) -> Look:
    """Ask the DNS for that record. May take some seconds: not inside a transaction."""
    found = examine_proof(host, _proof(host, client_uuid))
    return Look(str(found.verdict), found.is_fine, found.is_absent)


def words_of(verdict: str) -> str:
    """What a verdict means, in the reader's words; empty for one that is unknown."""
    return str(PROOF.get(verdict, ""))


def used_and_allowed() -> tuple[int, int]:
    """How many own domains the current tenant has, and how many it may have."""
    return used(), allowed()


def _proof(host: str, client_uuid: UUID) -> str:
    return lasting_digest(f"domains.client:{current_tenant().uuid}:{client_uuid}", host)[:32]
