"""What a shop's affiliates do: campaigns with clicks, a question, an earning that waits for review."""

from __future__ import annotations

from itertools import count

from shared_apps.commissions import door as commissions
from shared_apps.commissions.models import Campaign, Earning, EarningStatus, Referral, ReferralCode
from shared_apps.commissions.verbs.campaigns import start_campaign
from shared_apps.commissions.verbs.disputes import answer_dispute, say_in_dispute
from shared_apps.commissions.verbs.fraud import hold_earning
from shared_apps.kernel.actor import Actor
from tenant_apps.accounts.models import User
from tenants.context import current_tenant

from .orders import days_ago, order, pay_by_transfer

CAMPAIGNS = {"Newsletter": (9, 6, 7, 4, 8), "Video": (3, 5, 12, 9, 4), "Conference": (0, 14, 2, 1, 0)}
_DAYS_BETWEEN = 5


def load(by: Actor) -> None:
    """The first affiliate of the current shop gets links that were clicked; nothing where it has some."""
    member = ReferralCode.objects.filter(tenant_id=current_tenant().id).order_by("pk").first()
    if member is None or Campaign.objects.filter(member=member).exists():
        return
    visitors = count()
    for tag, weeks in CAMPAIGNS.items():
        with days_ago(len(weeks) * _DAYS_BETWEEN):
            campaign = start_campaign(member, tag=tag, by=by)
        for back, clicks in enumerate(reversed(weeks)):
            with days_ago(back * _DAYS_BETWEEN):
                for _click in range(clicks):
                    commissions.visit(campaign.code, fingerprint=f"demo {next(visitors)}")
    _question(member, by)


def _question(member: ReferralCode, by: Actor) -> None:
    """One dispute was answered, one waits; the last earning on hold is looked at."""
    earnings = Earning.objects.filter(tenant_id=member.tenant_id, beneficiary_uuid=member.person_uuid)
    _buy_again(member, by)
    first, last = earnings.order_by("pk").first(), earnings.filter(status=EarningStatus.PENDING).last()
    asker = Actor.person(member.person_uuid, member.name)
    if first:
        dispute = say_in_dispute(first, "Was the second seat counted too?", name=member.name, by=asker)
        answer_dispute(dispute, "Yes: both seats are in this invoice.", by=by)
    if last and last != first:
        hold_earning(last, reason="The invoice address is the affiliate's own.", by=by)
    taken = earnings.filter(status=EarningStatus.REVERSED).first()
    if taken:
        say_in_dispute(
            taken, "The name was used for a week. Why is all of it gone?", name=member.name, by=asker
        )


def _buy_again(member: ReferralCode, by: Actor) -> None:
    """Whom the affiliate brought buys once more: a commission that is on hold still."""
    brought = Referral.objects.filter(code=member, ended_at=None).first()
    friend = User.objects.filter(uuid=brought.person_uuid).first() if brought else None
    if friend:
        with days_ago(4):
            pay_by_transfer(order(friend, "studio-m", 1, by, skip_trial=True), by)
