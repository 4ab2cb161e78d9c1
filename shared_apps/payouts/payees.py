"""What the programme below asks about who is paid, and is told when money went out or came back."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from shared_apps.commissions.cards import ProfileMissing
from shared_apps.commissions.models import Payout
from shared_apps.commissions.payees import Withheld, set_payee_rules
from shared_apps.kernel.actor import Actor
from shared_apps.kernel.money import Money

from .queries import profile_of, rule_of, settings_of
from .verbs.statements import correct_payouts, state_payouts


class Payees:
    """See `commissions.payees.PayeeRules`."""

    def withheld_from(self, person_uuid: UUID, amount: Money) -> Withheld:
        rule = rule_of(profile_of(person_uuid))
        if rule is None:
            return Withheld(Money.zero(amount.currency))
        return Withheld(amount.share(rule.basis_points), rule.name, rule.basis_points)

    def refuse_incomplete(self, person_uuid: UUID) -> None:
        if settings_of().is_profile_required and not profile_of(person_uuid).is_complete:
            raise ProfileMissing(str(person_uuid))

    def paid(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        state_payouts(payouts)

    def returned(self, payouts: Sequence[Payout], *, by: Actor) -> None:
        correct_payouts(payouts)


set_payee_rules(Payees())
