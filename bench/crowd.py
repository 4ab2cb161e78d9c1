"""Many affiliates with approved withdrawals, written as the verbs would have left them, in a few statements."""

from __future__ import annotations

from uuid import uuid4

from shared_apps.commissions.models import MethodKind, PayoutMethod, Withdrawal
from shared_apps.commissions.queries import account
from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from shared_apps.ledger.door import AccountKind, EntryDraft, EntryKind, LegDraft, post_many
from tenants.context import current_tenant

IBAN = "TR330006100519786457841326"


def crowd(
    number: int, *, kind: str = MethodKind.IBAN, minor: int = 40_000, withheld: int = 0
) -> list[Withdrawal]:
    """`number` people, each with an approved withdrawal that is reserved in the ledger."""
    methods = PayoutMethod.objects.bulk_create([_method(kind, at) for at in range(number)], batch_size=1000)
    found = Withdrawal.objects.bulk_create(
        [
            Withdrawal(
                tenant_id=current_tenant().id,
                person_uuid=method.person_uuid,
                person_name=f"Person {at}",
                method=method,
                request_key=uuid4(),
                amount_minor=minor + at,
                withheld_minor=withheld,
                currency="TRY",
                status="approved",
                requested_at=now(),
                decided_at=now(),
            )
            for at, method in enumerate(methods)
        ],
        batch_size=1000,
    )
    for start in range(0, number, 1000):
        post_many([_reserve(one) for one in found[start : start + 1000]])
    return found


def _method(kind: str, at: int) -> PayoutMethod:
    method = PayoutMethod(
        uuid=uuid4(),
        tenant_id=current_tenant().id,
        person_uuid=uuid4(),
        kind=kind,
        digest=f"digest {at}",
        masked="TR•••• 1326",
        holder=f"Person {at}",
        verified_at=now(),
    )
    method.keep_number(IBAN)
    return method


def _reserve(withdrawal: Withdrawal) -> EntryDraft:
    person, amount = withdrawal.person_uuid, Money(withdrawal.amount_minor, withdrawal.currency)
    return EntryDraft(
        f"withdrawal:{withdrawal.uuid}:reserve",
        EntryKind.WITHDRAWAL_RESERVED,
        (
            LegDraft(account(AccountKind.AFFILIATE_AVAILABLE, person), amount),
            LegDraft(account(AccountKind.AFFILIATE_RESERVED, person), -amount),
        ),
        reference=str(withdrawal.uuid),
    )
