"""What the programme below asks about who is paid, and is told when money went out or came back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shared_apps.commissions.cards import ProfileMissing
from shared_apps.commissions.models import Payout
from shared_apps.commissions.payees import Document, Withheld, set_payee_rules
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money
from tenants.context import current_tenant

from .models import PayoutProfile, StatementItem
from .queries import profile_of, rule_of, settings_of
from .verbs.statements import correct_payouts, state_payouts


class Payees:
    """See `commissions.payees.PayeeRules`."""

    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld:
        rule = rule_of(profile_of(person_uuid))
        if rule is None:
            return Withheld(Money.zero(amount.currency), amount)
        return Withheld(amount.share(rule.basis_points), amount, rule.name, rule.basis_points)

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        if settings_of().is_profile_required and not profile_of(person_uuid).is_complete:
            raise ProfileMissing(str(person_uuid))

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        state_payouts(payouts)

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        correct_payouts(payouts)

    def documents(self, payouts: Sequence[Payout]) -> dict[int, Document]:
        named = StatementItem.objects.filter(payout__in=payouts, is_correction=False)
        return {
            item.payout_id: Document(item.statement.number, item.statement.uuid)
            for item in named.select_related("statement")
        }

    def forget(self, person_uuid: UUID) -> None:
        PayoutProfile.objects.filter(tenant_id=current_tenant().id, person_uuid=person_uuid).delete()


set_payee_rules(Payees())
