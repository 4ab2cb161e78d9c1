"""Who may do what: each role has one area and a set of permissions in it (DESIGN, "Gates")."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from tenants.records import OPERATOR, RESELLER

CLIENT_AREA, PARTNER_AREA, OFFICE_AREA, CONSOLE_AREA = "client", "partner", "office", "console"
HOMES = {CONSOLE_AREA: "/console/", PARTNER_AREA: "/partners/", OFFICE_AREA: "/office/", CLIENT_AREA: "/my/"}
STAFF_AREAS = frozenset({OFFICE_AREA, CONSOLE_AREA})
AREAS_OF_KIND = {
    OPERATOR: frozenset({PARTNER_AREA, CONSOLE_AREA}),
    RESELLER: frozenset({CLIENT_AREA, OFFICE_AREA}),
}

OFFICE_PERMISSIONS = frozenset(
    {
        "dashboard.view",
        "deals.edit",
        "brand.edit",
        "domains.edit",
        "storefront.edit",
        "clients.view",
        "clients.edit",
        "clients.delete",
        "clients.mail",
        "clients.act_for",
        "access.view",
        "orders.view",
        "orders.edit",
        "invoices.edit",
        "orders.place",
        "coupons.edit",
        "payments.view",
        "payments.approve",
        "services.view",
        "services.edit",
        "trials.extend",
        "tickets.view",
        "tickets.reply",
        "settlement.view",
        "affiliates.view",
        "affiliates.edit",
        "withdrawals.approve",
        "withdrawals.pay",
        "ledger.view",
        "reports.view",
        "members.edit",
        "settings.edit",
        "mail.view",
        "mail.edit",
        "sign_on.edit",
        "security.view",
        "store.order",
        "billing_account.view",
        "billing_account.pay",
    }
)
CONSOLE_PERMISSIONS = frozenset(
    {
        "console.view",
        "applications.review",
        "deals.review",
        "tiers.review",
        "help.edit",
        "requests.review",
        "store.edit",
        "tenants.view",
        "tenants.edit",
        "tenants.suspend",
        "tenants.export",
        "tenants.delete",
        "tenants.act_for",
        "crossings.view",
        "moves.edit",
        "catalog.edit",
        "settlement.view",
        "settlement.edit",
        "bills.view",
        "bills.edit",
        "affiliates.view",
        "affiliates.edit",
        "withdrawals.approve",
        "withdrawals.pay",
        "ledger.view",
        "agenda.view",
        "agenda.edit",
        "mail.view",
        "reports.view",
        "trials.view",
        "trials.extend",
        "development.clock",
        "isolation.view",
        "members.edit",
    }
)
CLIENT_PERMISSIONS = frozenset(
    {
        "client.pay",
        "client.order",
        "client.services",
        "client.tickets",
        "client.people",
        "client.profile",
        "client.documents",
        "client.access",
        "client.data",
    }
)
PERMISSIONS_OF_AREA = {
    OFFICE_AREA: OFFICE_PERMISSIONS,
    CONSOLE_AREA: CONSOLE_PERMISSIONS,
    CLIENT_AREA: CLIENT_PERMISSIONS,
}


class Role(models.TextChoices):
    """What a person is in their tenant. A person has exactly one."""

    OWNER = "owner", _("Owner")
    MANAGER = "manager", _("Manager")
    ADVISOR = "advisor", _("Advisor")
    SUPPORT = "support", _("Support")
    ACCOUNTANT = "accountant", _("Accountant")
    CLIENT = "client", _("Client")
    OPERATOR_ADMIN = "admin", _("Administrator")
    OPERATOR_REVIEWER = "reviewer", _("Reviewer")
    OPERATOR_FINANCE = "finance", _("Finance")
    PARTNER = "partner", _("Partner")


# Who holds everything; one of them, active, always stays.
TOP_ROLES = {OPERATOR: Role.OPERATOR_ADMIN, RESELLER: Role.OWNER}
# What custom roles are modelled on.
CUSTOMISABLE = [
    Role.MANAGER.value,
    Role.ADVISOR.value,
    Role.SUPPORT.value,
    Role.ACCOUNTANT.value,
    Role.OPERATOR_REVIEWER.value,
    Role.OPERATOR_FINANCE.value,
]

_AREA = {
    Role.OWNER: OFFICE_AREA,
    Role.MANAGER: OFFICE_AREA,
    Role.ADVISOR: OFFICE_AREA,
    Role.SUPPORT: OFFICE_AREA,
    Role.ACCOUNTANT: OFFICE_AREA,
    Role.CLIENT: CLIENT_AREA,
    Role.OPERATOR_ADMIN: CONSOLE_AREA,
    Role.OPERATOR_REVIEWER: CONSOLE_AREA,
    Role.OPERATOR_FINANCE: CONSOLE_AREA,
    Role.PARTNER: PARTNER_AREA,
}
_PERMISSIONS: dict[str, frozenset[str]] = {
    Role.OWNER: OFFICE_PERMISSIONS,
    Role.MANAGER: OFFICE_PERMISSIONS
    - {"billing_account.pay", "settings.edit", "withdrawals.pay", "sign_on.edit", "access.view"},
    Role.ADVISOR: frozenset(
        {
            "dashboard.view",
            "deals.edit",
            "clients.view",
            "clients.edit",
            "orders.view",
            "orders.edit",
            "orders.place",
            "services.view",
            "trials.extend",
            "tickets.view",
            "tickets.reply",
        }
    ),
    Role.SUPPORT: frozenset(
        {
            "dashboard.view",
            "clients.view",
            "clients.act_for",
            "orders.view",
            "services.view",
            "services.edit",
            "trials.extend",
            "tickets.view",
            "tickets.reply",
        }
    ),
    Role.ACCOUNTANT: frozenset(
        {
            "dashboard.view",
            "clients.view",
            "orders.view",
            "invoices.edit",
            "payments.view",
            "payments.approve",
            "services.view",
            "affiliates.view",
            "affiliates.edit",
            "withdrawals.approve",
            "withdrawals.pay",
            "ledger.view",
            "reports.view",
            "settlement.view",
            "billing_account.view",
            "billing_account.pay",
            "tickets.view",
            "tickets.reply",
        }
    ),
    # At most; what the person is to their client narrows it.
    Role.CLIENT: CLIENT_PERMISSIONS,
    Role.OPERATOR_ADMIN: CONSOLE_PERMISSIONS,
    Role.OPERATOR_REVIEWER: frozenset(
        {
            "console.view",
            "applications.review",
            "deals.review",
            "requests.review",
            "tenants.view",
            "trials.view",
        }
    ),
    Role.OPERATOR_FINANCE: frozenset(
        {
            "console.view",
            "tenants.view",
            "ledger.view",
            "settlement.view",
            "settlement.edit",
            "bills.view",
            "bills.edit",
            "affiliates.view",
            "affiliates.edit",
            "reports.view",
            "withdrawals.approve",
            "withdrawals.pay",
        }
    ),
}

# What a person is to their client (clients.Contact.role), and may do for it.
CONTACT_PERMISSIONS: dict[str, frozenset[str]] = {
    "owner": CLIENT_PERMISSIONS,
    "billing": frozenset({"client.pay", "client.documents", "client.profile", "client.tickets"}),
    "technical": frozenset({"client.services", "client.tickets"}),
}


def area_of(role: str) -> str:
    """The one area that a role may enter; empty for an unknown role."""
    return _AREA.get(Role(role), "") if role in Role.values else ""


def permissions_of(role: str) -> frozenset[str]:
    """What a role may do in its area; nothing for an unknown role."""
    return _PERMISSIONS.get(role, frozenset())


def permissions_of_contact(role: str) -> frozenset[str]:
    """What a contact may do for their client; nothing for somebody who is no contact."""
    return CONTACT_PERMISSIONS.get(role, frozenset())


def roles_with(permission: str, *, kind: str) -> list[str]:
    """The roles of a kind of tenant that hold a permission."""
    return [role for role in roles_of(kind) if permission in permissions_of(role)]


def roles_of(kind: str) -> list[str]:
    """The roles that a tenant of a kind knows."""
    return [role for role in Role.values if area_of(role) in AREAS_OF_KIND[kind]]


def staff_roles_of(kind: str) -> list[str]:
    """The built-in roles of those who work in a kind of tenant."""
    return [role for role in roles_of(kind) if area_of(role) in STAFF_AREAS]
