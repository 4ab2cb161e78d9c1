"""What the operator must see at once: each app says for itself whether something is wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .models import LedgerProof, ProofStatus


@dataclass(frozen=True, slots=True)
class Alarm:
    """A sentence, and the page that tells more."""

    text: str | Promise
    url: str


Look = Callable[[], Alarm | None]
_looks: list[Look] = []


def alarm(look: Look) -> Look:
    """Register what to look at; it answers None where all is well."""
    _looks.append(look)
    return look


def alarms() -> Iterator[Alarm]:
    """What is wrong now."""
    return (found for found in (look() for look in _looks) if found)


@alarm
def ledger_has_gaps() -> Alarm | None:
    last = last_proof()
    if last is None or last.status != ProofStatus.BROKEN:
        return None
    return Alarm(_("The ledger's proof has found gaps."), reverse("console_proofs"))


def last_proof() -> LedgerProof | None:
    """The newest run that came to an end."""
    ended = LedgerProof.objects.filter(status__in=[ProofStatus.HELD, ProofStatus.BROKEN])
    return ended.order_by("-started_at").first()


def proof_under_way() -> LedgerProof | None:
    return LedgerProof.objects.filter(status=ProofStatus.RUNNING).first()
