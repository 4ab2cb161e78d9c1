"""What a mail of each kind could say, for previews and for tests: nobody's real data."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext

from shared_apps.kernel.clock import now
from shared_apps.kernel.money import Money
from tenants.context import current_tenant
from tenants.hosts import portal_url

CODE = "482915"


def sample(key: str) -> dict[str, Any]:
    """A context such as the mail `key` is sent with: JSON, what people would have typed in the active language."""
    app, _, kind = key.partition("/")
    made = _KINDS.get(app)
    return made(kind) if made else {}


def _of_orders(kind: str) -> dict[str, Any]:
    lines = [
        {"name": "Workplace Standard", "quantity": 5, "total": _money(5)},
        {"name": "Web hosting", "quantity": 1, "total": _money(2)},
    ]
    return {
        "number": "1042",
        "client": "Aylin Demir",
        "service": "Workplace Standard × 5",
        "lines": lines,
        "total": _money(7),
        "due": _money(7),
        "amount": _money(2),
        "trial_days": 14,
        "gateway": "bank",
        "reason": gettext("The amount does not match the invoice."),
        "instructions": "IBAN TR33 0006 1005 1978 6457 8413 26",
        "details": {"domain": "example.com", "user": "aylin@example.com"},
        "paid_at": _in_days(0),
        "due_at": _in_days(7),
        "card": "Visa •••• 4242",
        "next_at": _in_days(2),
        "renews_at": _in_days(30),
        "cancels_at": _in_days(30),
        "becomes": "Workplace Standard × 8",
        "at": _in_days(30),
        "trial_ends_at": _in_days(14),
        "goes_on": False,
        "price": _money(5),
        "url": portal_url(current_tenant(), "/office/" if kind.endswith("_staff") else "/my/"),
    }


def _of_accounts(kind: str) -> dict[str, Any]:
    url = portal_url(current_tenant(), "/accounts/login/")
    facts: dict[str, Any] = {"reset_url": url, "signup_url": url}
    by_owner = {"person": "Aylin Demir", "url": url}
    own: dict[str, dict[str, Any]] = {
        "code": {"code": CODE},
        "password_reset": {"password_reset_url": url},
        "login_code": {"code": CODE},
        "new_device": {"device": "Firefox · Android", "at": _in_days(0), "ip": "198.51.100.24", "url": url},
        "welcome": {"url": url, "days": 7},
        "password_set": by_owner,
        "second_step_reset": by_owner,
        "role_changed": by_owner | {"role": "manager"},
        "contact_invited": by_owner | {"client": "Deniz Kaya", "days": 7},
        "notice": {"event": "password_changed", "at": _in_days(0), "ip": "198.51.100.24"},
    }
    return facts | own.get(kind, {})


def _of_commissions(kind: str) -> dict[str, Any]:
    return {
        "amount": _money(3),
        "available_at": _in_days(14),
        "method": "TR33 •••• 1326",
        "reference": "TX-20391",
        "reason": gettext("The amount does not match the invoice."),
        "person": "Deniz Kaya",
        "withdrawal": "00000000-0000-0000-0000-000000000000",
        "earning": "00000000-0000-0000-0000-000000000000",
        "text": gettext("The message that was typed"),
        "pages": "/my/affiliate/",
        "url": portal_url(current_tenant(), "/office/affiliates/review/"),
    }


def _of_partners(kind: str) -> dict[str, Any]:
    return {
        "application_uuid": "00000000-0000-0000-0000-000000000000",
        "company": "Nordwolke GmbH",
        "applicant": "Jonas Weber",
        "answer_due_at": _in_days(3),
        "answer_days": 3,
        "portal_host": "nordwolke.example",
        "store_url": "https://nordwolke.example/office/store/",
        "url": "https://nordwolke.example/office/deals/",
        "deal_uuid": "00000000-0000-0000-0000-000000000000",
        "message": gettext("Could you send us your registration?"),
        "again_at": _in_days(90),
        "client": "Aras Ltd.",
        "tier": "Gold",
        "plan": "Partner portal",
        **_of_requests(),
        "ends_at": _in_days(7),
        "goes_on": True,
        "host": "nordwolke.example",
        "until": _in_days(30),
        "reason": gettext("The amount does not match the invoice."),
    }


def _of_requests() -> dict[str, Any]:
    return {
        "request_uuid": "00000000-0000-0000-0000-000000000000",
        "number": "SR-00042",
        "lines": [{"name": gettext("More members of the office"), "quantity": 2, "total": _money(4)}],
        "refused": [],
        "steps": [],
        "total": _money(4),
        "to_pay": _money(4),
        "bill": "B-2026-00042",
        "due_at": _in_days(14),
        "ends_on": _in_days(30),
        "service": gettext("More own domains"),
        "question": gettext("The message that was typed"),
        "answer": gettext("The message that was typed"),
        "text": gettext("The message that was typed"),
        "next_steps": "",
        "note": "",
        "url": portal_url(current_tenant(), "/office/store/"),
    }


def _of_catalog(kind: str) -> dict[str, Any]:
    return {
        "company": "Nordwolke GmbH",
        "effective_at": _in_days(30),
        "for_renewals": True,
        "note": "",
        "url": portal_url(current_tenant(), "/office/storefront/"),
    }


def _of_notices(kind: str) -> dict[str, Any]:
    return {
        "server": "smtp.example.com:587",
        "trouble": "sign_in",
        "answer": "535 5.7.8 Authentication failed",
        "falls_back": True,
    }


def _of_domains(kind: str) -> dict[str, Any]:
    return {
        "host": "shop.example.com",
        "uuid": "00000000-0000-0000-0000-000000000000",
        "until": _in_days(7),
        "why": "route",
    }


def _of_crossings(kind: str) -> dict[str, Any]:
    return {
        "person": "Deniz Kaya",
        "whom": "Aylin Demir",
        "reason": gettext("The amount does not match the invoice."),
        "until": _in_days(1),
        "at": _in_days(0),
        "deeds": 3,
        "is_allowed": True,
        "code": CODE,
        "url": portal_url(current_tenant(), "/office/" if kind.endswith("_staff") else "/my/"),
    }


def _of_settlement(kind: str) -> dict[str, Any]:
    return {
        "company": "Nordwolke GmbH",
        "number": "S-2026-00042",
        "total": _money(5),
        "amount": _money(3),
        "owed": _money(2),
        "due_at": _in_days(14),
        "reference": "TX-20391",
        "reason": gettext("The amount does not match the invoice."),
        "url": portal_url(current_tenant(), "/office/"),
    }


def _of_tickets(kind: str) -> dict[str, Any]:
    page = "/office/tickets/" if kind.endswith("_staff") else "/my/tickets/"
    return {
        "number": "#1042",
        "subject_line": gettext("How do I move my mailboxes?"),
        "client": "Aylin Demir",
        "message": gettext("How do I move my mailboxes?"),
        "url": portal_url(current_tenant(), page),
    }


def _money(times: int) -> dict[str, Any]:
    """An amount that looks like one in the tenant's currency."""
    currency = current_tenant().currency
    unit = {"IRR": 2_400_000, "TRY": 14_000, "THB": 16_000}.get(currency, 1_200)
    amount = Money(unit * times, currency)
    return {"minor": amount.minor, "currency": amount.currency}


def _in_days(days: int) -> str:
    return (now() + timedelta(days=days)).isoformat()


def _of_clients(kind: str) -> dict[str, Any]:
    return {
        "client": "Aylin Demir",
        "deletes_at": _in_days(30),
        "url": portal_url(current_tenant(), "/my/"),
        "subject": gettext("A message from you"),
        "text": gettext("The message that was typed"),
    }


def _of_moves(kind: str) -> dict[str, Any]:
    return {
        "company": "Acme Cloud",
        "client": "Aylin Demir",
        "former": "Acme Cloud",
        "successor": "Beta Hosting",
        "moves_at": _in_days(14),
        "reason": gettext("The client stays."),
    }


_KINDS = {
    "moves": _of_moves,
    "clients": _of_clients,
    "orders": _of_orders,
    "account": _of_accounts,
    "commissions": _of_commissions,
    "partner_store": _of_partners,
    "catalog": _of_catalog,
    "isolation": lambda kind: {},
    "tenant_controls": _of_partners,
    "notices": _of_notices,
    "domains": _of_domains,
    "crossings": _of_crossings,
    "tickets": _of_tickets,
    "settlement": _of_settlement,
}
