"""What the tests of payouts have in common."""

from __future__ import annotations

from datetime import date
from typing import Any
from uuid import UUID, uuid4

from shared_apps.agenda.door import run_due
from shared_apps.ledger.proof import checks
from shared_apps.payouts.models import PayoutBatch, ResultImport
from shared_apps.payouts.verbs import BatchWish, confirm_import, import_result, make_batch
from tenants.context import acting_on_shared_data

OURS = (
    "batches_add_up",
    "batch_lines_match",
    "withholding_matches",
    "clearing_matches",
    "payout_statements_match",
    "payouts_match",
    "returns_match",
    "reserved_matches",
    "pending_matches",
    "entries_balance",
    "entries_whole",
)


# The settings of a tenant that sends pain.001.
XML = {"account_holder": "Alpha", "account_iban": "TR330006100519786457841326", "sends_xml": True}


def wish(chosen: Any = None, key: UUID | None = None) -> BatchWish:
    names = None if chosen is None else frozenset(one.uuid for one in chosen)
    return BatchWish(key or uuid4(), "TRY", date(2026, 12, 1), names)


def batch_of(person: Any, chosen: Any = None) -> PayoutBatch:
    return make_batch(wish(chosen), by=person.actor)


def answer(*lines: tuple[str, str], head: str = "id,status,reference,reason,amount") -> bytes:
    """A bank's CSV: (code, rest of the line)."""
    return "\n".join([head, *(f"{code},{rest}" for code, rest in lines)]).encode()


def codes(batch: PayoutBatch) -> list[str]:
    return list(batch.lines.order_by("position").values_list("code", flat=True))


def bring_result(batch: PayoutBatch, content: bytes, person: Any) -> ResultImport:
    """Read a file, agree, and let the agenda apply it."""
    source = import_result(batch, name="result.csv", content=content, by=person.actor)
    confirm_import(source, by=person.actor)
    run_due()
    source.refresh_from_db()
    return source


def gaps() -> list[str]:
    """What the proofs of payouts find."""
    with acting_on_shared_data():
        return [f"{one.name}: {gap}" for one in checks() if one.name in OURS for gap in one.search()]


def statuses(rows: Any) -> dict[str, int]:
    found: dict[str, int] = {}
    for status in rows.values_list("status", flat=True):
        found[status] = found.get(status, 0) + 1
    return found
