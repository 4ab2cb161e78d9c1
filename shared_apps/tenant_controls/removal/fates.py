"""What becomes of each shared table's rows when their tenant is deleted. A guard asks for a decision on every one.

Money is accounted for as long as the law wants it: the ledger, payments and commissions stay, without what only a
running shop needs. The tenant's row stays as its tombstone: it keeps the name and the address from being used again.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import uuid4

from django.apps import apps
from django.db.models import Model

from shared_apps.kernel.clock import now

from ..export.tables import of_tenant, shared_tables

KEEP = None
DROP = "drop"
Strip = Mapping[str, Any | Callable[[], Any]]

# In this order: what others point to comes after them.
FATES: dict[str, str | Strip | None] = {
    "branding.Brand": DROP,
    "branding.BrandVersion": DROP,
    "branding.BrandImage": DROP,
    "payments.Receipt": DROP,
    "payments.SavedCard": DROP,
    "payments.GatewayCustomer": DROP,
    "commissions.Visit": DROP,
    "commissions.DisputeMessage": DROP,
    "commissions.AffiliateNote": DROP,
    "commissions.ReadyText": DROP,
    "commissions.PayerMark": DROP,
    "commissions.Watch": DROP,
    "commissions.KnownPerson": DROP,
    "tenant_controls.PortalOwner": DROP,
    "help.HiddenArticle": DROP,
    "partner_store.ApplicationCheck": DROP,
    "partner_store.ApplicationFile": DROP,
    "partner_store.ApplicationMessage": DROP,
    "partner_store.ClientMark": DROP,
    "partner_store.TierProposal": KEEP,
    # That it was registered, and what came of it, stays; whom it was about does not.
    "partner_store.Deal": {
        "company_name": "",
        "domain": "",
        "contact_name": "",
        "contact_email": "",
        "notes": "",
        "outcome": "",
        "decision_reason": "",
    },
    "tenant_controls.Archive": KEEP,
    "tenant_controls.TenantExport": KEEP,
    "tenant_controls.ExportPart": KEEP,
    "tenant_controls.Deletion": KEEP,
    "tenant_controls.DeletionCertificate": KEEP,
    # Forgotten as a whole by the agenda's own verb.
    "agenda.Entry": KEEP,
    # The address of the portal goes on answering 410; own domains were released before.
    "tenants.Domain": KEEP,
    "domains.OwnDomain": {"answers": dict, "proof": "", "share_key": "", "next_check_at": KEEP},
    "ledger.Account": KEEP,
    "ledger.Entry": KEEP,
    "ledger.Leg": KEEP,
    "payments.GatewayAccount": {"sealed": "", "details": dict, "is_enabled": False},
    "payments.GatewayEvent": KEEP,
    "payments.Payment": {"redirect_url": "", "wish": dict, "payer": ""},
    "payments.PaymentShare": KEEP,
    "payments.Refund": KEEP,
    "commissions.ReferralCode": {"name": "", "status_reason": ""},
    "commissions.Campaign": KEEP,
    "commissions.Referral": {"reason": "", "fingerprint": ""},
    "commissions.FraudFlag": KEEP,
    "commissions.Dispute": {"person_name": ""},
    "commissions.Wallet": KEEP,
    "commissions.EarningLine": KEEP,
    "commissions.Earning": KEEP,
    "commissions.Rule": KEEP,
    "commissions.Programme": KEEP,
    "commissions.ProgrammeVersion": KEEP,
    "commissions.TierStanding": KEEP,
    "commissions.AffiliateTier": KEEP,
    "commissions.PayoutMethod": {"sealed": "", "holder": "", "digest": "", "removed_at": now},
    "payouts.ResultLine": KEEP,
    "payouts.ResultImport": KEEP,
    "payouts.BatchLine": KEEP,
    "payouts.PayoutBatch": KEEP,
    "payouts.BulkApprovalItem": KEEP,
    "payouts.BulkApproval": KEEP,
    "payouts.Remittance": KEEP,
    # A statement names whom it was written for as long as the law wants it kept.
    "payouts.StatementItem": KEEP,
    "payouts.PayoutStatement": KEEP,
    "payouts.NumberSequence": KEEP,
    "payouts.WithholdingRule": KEEP,
    "payouts.PayoutProfile": DROP,
    "payouts.PayoutSettings": DROP,
    "commissions.Withdrawal": KEEP,
    "commissions.Payout": KEEP,
    "partner_store.PlatformSubscription": KEEP,
    # What was sold and billed stays; who asked for it and what was talked about does not.
    "partner_store.RequestMessage": DROP,
    "partner_store.ExtraService": {"work_note": "", "status": "ended"},
    "partner_store.RequestLine": {"reason": ""},
    "partner_store.ServiceRequest": {
        "requester_uuid": uuid4,
        **dict.fromkeys(("requester_name", "requester_email", "note", "reason", "next_steps"), ""),
    },
    "catalog.SellerTerms": KEEP,
    "catalog.SellerTerms_products": KEEP,
    # What a change of prices would have meant to it, item by item; when it was told stays.
    "catalog.Outlook": DROP,
    "catalog.Reach": KEEP,
    "moves.MoveShare": KEEP,
    "moves.ClientMove": {"client_name": "", "pack": "", "reason": "", "agreed_by": ""},
    "settlement.SettlementTerms": KEEP,
    # Bills are the operator's books: they stay as they were sent.
    "settlement.Bill": KEEP,
    "settlement.BillLine": KEEP,
    "settlement.TopUp": KEEP,
    "settlement.CarriedFee": KEEP,
    "settlement.HeldRefund": {"reason": "", "asked_by": ""},
    "partner_store.PlatformPeriod": KEEP,
    "partner_store.PlanChange": KEEP,
    "settlement.Transfer": KEEP,
    "settlement.Statement": KEEP,
    "reports.MailRow": DROP,
    "reports.SaleFact": KEEP,
    "reports.FreshSum": KEEP,
    "reports.DaySum": KEEP,
    "reports.ServiceFact": KEEP,
    "reports.RecurringMove": KEEP,
    "trials.BulkItem": DROP,
    "trials.TrialExtension": DROP,
    "trials.TrialRow": DROP,
    "crossings.CrossingStep": DROP,
    "crossings.Membership": DROP,
    "crossings.TenantConsent": DROP,
    # Who of the platform was in it, and when, stays; whom they met and why does not.
    "crossings.Crossing": {
        "to_person_label": "",
        "reason": "",
        "ticket": "",
        "token_hash": "",
        "return_path": "/",
    },
    "partner_store.PartnerApplication": {
        # Whoever applied may apply again.
        "applicant_uuid": uuid4,
        **dict.fromkeys(
            (
                "applicant_name",
                "referral_code",
                "applicant_email",
                "registration_number",
                "website",
                "phone",
                "street",
                "city",
                "region",
                "postal_code",
                "experience",
                "plans",
                "decision_reason",
            ),
            "",
        ),
    },
}


def meet_fates(tenant_id: int) -> None:
    """Drop and strip the tenant's shared rows. Again, it finds nothing to do. A table without a decision is kept."""
    ways = shared_tables()
    for label, fate in FATES.items():
        model: type[Model] = apps.get_model(label)
        mine = model._base_manager.filter(of_tenant(ways[model], tenant_id))
        if fate == DROP:
            mine.delete()
        elif isinstance(fate, Mapping):
            mine.update(**{name: value() if callable(value) else value for name, value in fate.items()})
