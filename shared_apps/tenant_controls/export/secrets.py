"""What an export leaves out: passwords, keys, codes, sessions. A guard asks for a decision on every such field."""

from __future__ import annotations

import re

from django.db.models import BinaryField, CharField, Field, JSONField, TextField, UUIDField

NAMED_LIKE_A_SECRET = re.compile(
    r"pass|secret|token|sealed|salt|hash|digest|code|proof|key|otp|nonce|signature|credential|private|seed"
    r"|challenge|cookie|fingerprint|verifier|cipher"
)

# Whole tables: what lets somebody in, and what is of the file itself.
LEFT_OUT = frozenset(
    {
        "sessions.Session",
        "usersessions.UserSession",
        "mfa.Authenticator",
        "account.EmailConfirmation",
        "socialaccount.SocialToken",
        "tenant_controls.ExportPart",
        # What the operator found about an application.
        "partner_store.ApplicationCheck",
    }
)

# Fields of other tables that must not leave.
HIDDEN = frozenset(
    {
        "accounts.User.password",
        # What waits may carry links and codes of mails.
        "agenda.Entry.payload",
        # What another reseller writes of a client that moves, and the code that leads to it.
        "moves.ClientMove.code_digest",
        "moves.ClientMove.pack",
        "branding.Brand.css_hash",
        "commissions.KnownPerson.email_digest",
        "commissions.KnownPerson.mobile_digest",
        "commissions.PayoutMethod.digest",
        "reports.MailRow.to_digest",
        "commissions.PayoutMethod.sealed",
        "commissions.PayerMark.digest",
        "commissions.Referral.fingerprint",
        "commissions.Visit.fingerprint",
        "crossings.Crossing.token_hash",
        "crossings.Crossing.token_until",
        "domains.OwnDomain.proof",
        "domains.OwnDomain.share_key",
        # Codes and links that let their reader in.
        "notices.MailMessage.context",
        "notices.MailMessage.words",
        "notices.MailServer.sealed_password",
        "payments.GatewayAccount.sealed",
        # They are compared with those of other resellers.
        "partner_store.ClientMark.domain_digest",
        "partner_store.ClientMark.email_digest",
        "partner_store.ClientMark.mail_domain_digest",
        "partner_store.Deal.domain_digest",
        "partner_store.Deal.email_digest",
        "partner_store.Deal.mail_domain_digest",
        # Who brought the company is theirs.
        "partner_store.PartnerApplication.referral_code",
        # The gateway's own page of a payment that may still be open.
        "payments.Payment.redirect_url",
        "sign_on.Provider.check_code",
        "sign_on.Provider.sealed_secret",
    }
)

# Named like a secret, and none.
SHOWN = frozenset(
    {
        "accounts.Event.actor_key",
        "accounts.Event.subject_key",
        "agenda.Entry.key",
        "branding.BrandVersion.actor_key",
        "clients.Address.postal_code",
        "clients.Client.email_key",
        "clients.Client.name_key",
        "clients.Client.postal_code",
        "clients.ClientBulk.actor_key",
        "clients.ClientImport.actor_key",
        "clients.CustomField.key",
        "commissions.ProgrammeVersion.cookie_days",
        "commissions.Campaign.code",
        "commissions.ReferralCode.code",
        "commissions.Rule.key",
        "commissions.Withdrawal.request_key",
        "ledger.Entry.key",
        "notices.MailMessage.error_code",
        "notices.MailMessage.key",
        "notices.MailServer.error_code",
        "orders.AskedRefund.key",
        "orders.CreditNote.key",
        "orders.Order.wish_key",
        "orders.OrderLine.coupon_code",
        "orders.ServiceChange.key",
        "orders.ServiceOperation.key",
        "partner_store.ApplicationMessage.key",
        "partner_store.Deal.key",
        "partner_store.PartnerApplication.postal_code",
        "payouts.BatchLine.code",
        "payouts.BulkApproval.actor_key",
        "payouts.ResultImport.actor_key",
        "payouts.ResultImport.digest",
        "payouts.ResultLine.code",
        "pricing.Coupon.code",
        "pricing.TermsVersion.digest",
        "tickets.Message.author_key",
        "tickets.Message.key",
        "tenants.SharedEvent.actor_key",
        "tenants.SharedEvent.subject_key",
    }
)


def sounds_secret(field: Field) -> bool:  # type: ignore[type-arg]
    """Whether a guard wants a decision on the field: a text, by its name."""
    is_text = isinstance(field, CharField | TextField | JSONField | UUIDField)
    return is_text and bool(NAMED_LIKE_A_SECRET.search(field.name))


def is_written(field: Field) -> bool:  # type: ignore[type-arg]
    """Whether the field's value goes into an export. One that nobody decided on, and sounds secret, does not."""
    if isinstance(field, BinaryField):
        return False
    name = name_of(field)
    return name in SHOWN if sounds_secret(field) else name not in HIDDEN


def name_of(field: Field) -> str:  # type: ignore[type-arg]
    return f"{field.model._meta.label}.{field.name}"
