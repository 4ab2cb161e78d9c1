"""The ledger's proofs as the page of proofs shows them."""

from __future__ import annotations

from typing import Any

from tenants.models import Tenant

from .alarms import last_proof, proof_under_way
from .models import LedgerProof

SHOWN = 14


def ledger_proofs() -> dict[str, Any]:
    """The newest runs, the last result with tenants' names beside its gaps, and the run under way. Four queries."""
    last = last_proof()
    return {
        "ledger_last": last,
        "ledger_checks": _checks(last) if last else [],
        "ledger_running": proof_under_way(),
        "ledger_runs": list(LedgerProof.objects.order_by("-started_at")[:SHOWN]),
    }


def _checks(last: LedgerProof) -> list[dict[str, Any]]:
    ids = {gap[0] for result in last.results for gap in result["gaps"]}
    names = dict(Tenant.objects.filter(pk__in=ids).values_list("pk", "name")) if ids else {}
    return [
        {
            **result,
            "gaps": [
                (names.get(tenant, ""), subject, due, found) for tenant, subject, due, found in result["gaps"]
            ],
        }
        for result in last.results
    ]
