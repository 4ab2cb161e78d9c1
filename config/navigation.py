"""What stands in each portal's navigation: one table, filtered by what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from branding.navigation import NavGroup, NavItem, Text
from tenant_apps.accounts.roles import HOMES
from tenant_apps.clients.context import rights_of
from tenant_apps.orders.cart import count_of


@dataclass(frozen=True)
class Entry:
    """A line of the table: label, URL name, icon, the permission and the client switch it needs, its children;
    `also` are the names of pages elsewhere that belong to it."""

    label: Text
    url_name: str = ""
    icon: str = ""
    permission: str = ""
    switch: str = ""
    children: tuple[Entry, ...] = ()
    also: tuple[str, ...] = ()


CONSOLE = (
    (
        _("Programme"),
        (
            Entry(_("Dashboard"), "console_home", "layout-dashboard", "console.view"),
            Entry(_("Applications"), "console_applications", "inbox", "applications.review"),
            Entry(_("Deals"), "console_deals", "handshake", "deals.review"),
            Entry(_("Service requests"), "console_requests", "clipboard-check", "requests.review"),
            Entry(_("Resellers"), "console_resellers", "store", "tenants.view"),
            Entry(_("Tiers"), "console_tiers", "layers", "catalog.edit"),
            Entry(_("Tier review"), "console_tier_review", "chart-no-axes-column", "tiers.review"),
            Entry(_("Trials"), "console_trials", "hourglass", "trials.view"),
            Entry(_("Client moves"), "console_moves", "arrow-left-right", "moves.edit"),
        ),
    ),
    (
        _("Catalogue"),
        (
            Entry(_("Catalogue"), "console_catalog", "package", "catalog.edit"),
            Entry(_("Prices"), "console_prices", "tags", "catalog.edit"),
            Entry(_("Extra services"), "console_store", "puzzle", "store.edit"),
            Entry(_("Help"), "console_help", "book-open", "help.edit"),
            Entry(_("Packages"), "console_packages", "layers", "catalog.edit"),
        ),
    ),
    (
        _("Money"),
        (
            Entry(
                _("Bills"),
                icon="receipt-text",
                children=(
                    Entry(_("All bills"), "console_bills", permission="bills.view"),
                    Entry(_("Transfers to approve"), "console_bill_transfers", permission="bills.view"),
                    Entry(_("Refunds to decide"), "console_held_refunds", permission="bills.view"),
                    Entry(_("Billing"), "console_billing_policy", permission="bills.edit"),
                ),
            ),
            Entry(_("Settlement"), "console_settlements", "arrow-left-right", "settlement.view"),
            Entry(
                _("Affiliates"),
                icon="handshake",
                children=(
                    Entry(_("All affiliates"), "office_affiliates", permission="affiliates.view"),
                    Entry(_("Programme"), "office_affiliate_programme", permission="affiliates.view"),
                    Entry(_("Under review"), "office_affiliate_reviews", permission="affiliates.view"),
                    Entry(_("Disputes"), "office_disputes", permission="affiliates.view"),
                    Entry(_("Withdrawals"), "office_withdrawals", permission="withdrawals.approve"),
                    Entry(_("Payout batches"), "office_payout_batches", permission="withdrawals.pay"),
                ),
            ),
            Entry(_("Ledger"), "console_ledger", "scale", "ledger.view"),
            Entry(_("Reports"), "console_reports", "chart-no-axes-column", "reports.view"),
        ),
    ),
    (
        _("Platform"),
        (
            Entry(_("Visits"), "console_crossings", "eye", "crossings.view"),
            Entry(_("Agenda"), "console_agenda", "calendar-clock", "agenda.view"),
            Entry(_("Mail log"), "console_mail", "mail", "mail.view"),
            Entry(
                _("Team"),
                icon="users-round",
                children=(
                    Entry(_("Members"), "console_members", permission="members.edit"),
                    Entry(_("Roles"), "console_roles", permission="members.edit"),
                ),
            ),
            Entry(_("Proofs"), "console_proofs", "shield-check", "isolation.view"),
            Entry(_("Deletion certificates"), "console_certificates", "file-check", "tenants.delete"),
        ),
    ),
)
OFFICE = (
    (
        _("Sales"),
        (
            Entry(_("Dashboard"), "office_home", "layout-dashboard", "dashboard.view"),
            Entry(_("Reports"), "office_reports", "chart-no-axes-column", "reports.view"),
            Entry(
                _("Clients"),
                icon="users",
                children=(
                    Entry(_("All clients"), "office_clients", permission="clients.view"),
                    Entry(_("Client moves"), "office_moves", permission="clients.edit"),
                ),
            ),
            Entry(_("Orders"), "office_orders", "shopping-bag", "orders.view"),
            Entry(_("Invoices"), "office_invoices", "receipt-text", "orders.view"),
            Entry(_("Payments"), "office_payments", "credit-card", "payments.view"),
            Entry(
                _("Services"),
                icon="refresh-cw",
                children=(
                    Entry(_("All services"), "office_services", permission="services.view"),
                    Entry(_("Tasks"), "office_operations", permission="services.view"),
                ),
            ),
            Entry(_("Tickets"), "office_tickets", "life-buoy", "tickets.view"),
            Entry(
                _("Affiliates"),
                icon="handshake",
                children=(
                    Entry(_("All affiliates"), "office_affiliates", permission="affiliates.view"),
                    Entry(_("Programme"), "office_affiliate_programme", permission="affiliates.view"),
                    Entry(_("Levels"), "office_affiliate_levels", permission="affiliates.view"),
                    Entry(_("Under review"), "office_affiliate_reviews", permission="affiliates.view"),
                    Entry(_("Disputes"), "office_disputes", permission="affiliates.view"),
                    Entry(_("Withdrawals"), "office_withdrawals", permission="withdrawals.approve"),
                    Entry(_("Payout batches"), "office_payout_batches", permission="withdrawals.pay"),
                ),
            ),
        ),
    ),
    (
        _("Partner Store"),
        (
            Entry(_("Deals"), "office_deals", "handshake", "deals.edit"),
            Entry(_("Help"), "office_help", "book-open", "dashboard.view"),
            Entry(_("Extra services"), "office_store", "puzzle", "store.order"),
            Entry(_("Requests"), "office_store_requests", "clipboard-check", "store.order"),
            Entry(_("Subscriptions"), "office_subscriptions", "layers", "store.order"),
            Entry(
                _("Billing account"),
                icon="receipt-text",
                children=(
                    Entry(_("Bills"), "office_billing_account", permission="billing_account.view"),
                    Entry(_("Payments"), "office_billing_payments", permission="billing_account.view"),
                    Entry(_("Cards"), "office_billing_cards", permission="billing_account.view"),
                ),
            ),
        ),
    ),
    (
        _("Shop"),
        (
            Entry(_("Storefront"), "office_storefront", "store", "storefront.edit"),
            Entry(_("Coupons"), "office_coupons", "ticket-percent", "coupons.edit"),
            Entry(_("Tax"), "office_tax", "percent", "settings.edit"),
            Entry(_("Brand"), "office_brand", "palette", "brand.edit"),
            Entry(_("Domains"), "office_domains", "globe", "domains.edit"),
            Entry(_("Sign-on"), "office_sign_on", "log-in", "sign_on.edit"),
            Entry(_("Billing"), "office_billing", "file-cog", "settings.edit"),
            Entry(_("Payment methods"), "office_gateways", "landmark", "settings.edit"),
            Entry(_("Client portal"), "office_portal", "toggle-right", "settings.edit"),
            Entry(_("Terms"), "office_terms", "scroll-text", "settings.edit"),
            Entry(_("Settlement"), "office_settlement", "arrow-left-right", "settlement.view"),
            Entry(_("Ledger"), "office_ledger", "scale", "ledger.view"),
            Entry(_("Access"), "office_access", "eye", "access.view"),
            Entry(
                _("Team"),
                icon="users-round",
                children=(
                    Entry(_("Members"), "office_members", permission="members.edit"),
                    Entry(_("Roles"), "office_roles", permission="members.edit"),
                ),
            ),
            Entry(
                _("Mail"),
                icon="mail",
                children=(
                    Entry(_("Mail log"), "office_mail", permission="mail.view"),
                    Entry(_("Mail texts"), "office_mail_texts", permission="mail.edit"),
                    Entry(_("Mail server"), "office_mail_server", permission="mail.edit"),
                ),
            ),
            Entry(_("Security"), "office_security", "shield-check", "security.view"),
        ),
    ),
)
CLIENT = (
    (
        _("My account"),
        (
            Entry(_("Dashboard"), "client_home"),
            Entry(
                _("Services"),
                children=(
                    Entry(_("My services"), "client_services", permission="client.services"),
                    Entry(_("Packages"), "client_packages", permission="client.services"),
                    Entry(_("Subscription history"), "client_subscriptions", permission="client.services"),
                ),
            ),
            Entry(_("Invoices"), "client_invoices", permission="client.pay"),
            Entry(_("Orders"), "client_orders", permission="client.order"),
            Entry(_("Tickets"), "client_tickets", permission="client.tickets", switch="may_open_tickets"),
            Entry(_("Affiliate programme"), "affiliate_overview"),
            Entry(_("Help"), "help_home"),
            Entry(
                _("Account"),
                icon="user",
                children=(
                    Entry(_("Billing details"), "client_profile", permission="client.profile"),
                    Entry(_("Payment methods"), "client_cards", permission="client.pay", switch="may_pay"),
                    Entry(_("Files"), "client_files", permission="client.documents"),
                    Entry(_("People"), "client_people", permission="client.people"),
                    Entry(_("Access"), "client_access", permission="client.access"),
                    Entry(_("Your data"), "client_data", permission="client.data", also=("client_move",)),
                ),
            ),
        ),
    ),
)
STORE = ((_("Shop"), (Entry(_("Plans"), "store_home"), Entry(_("Compare plans"), "store_plans"))),)
SITE = (
    (
        _("Partners"),
        (
            Entry(_("Become a partner"), "partner_apply"),
            Entry(_("My application"), "partner_home"),
            Entry(_("Affiliate programme"), "affiliate_overview"),
        ),
    ),
)

AREAS = {"/console/": CONSOLE, "/office/": OFFICE, "/my/": CLIENT, "/partners/": SITE, "/apply/": SITE}


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context for the shells: `nav`, the groups of the area that the path lies in."""
    tenant = getattr(request, "tenant", None)
    if tenant is None:
        return {}
    return {
        "nav": list(_groups(_table(request), request)),
        "account_links": _account_links(request),
        "top_links": _top_links(request),
    }


def _top_links(request: HttpRequest) -> list[NavItem]:
    """The cart, wherever a reseller's visitors and clients are."""
    if request.tenant.is_operator or request.path.startswith("/office/"):  # type: ignore[attr-defined]
        return []
    session = getattr(request, "session", None)
    return [NavItem(_("Cart"), _address("cart"), "shopping-cart", count_of(session) if session else 0)]


def _table(request: HttpRequest) -> Any:
    """The table of the area that the path lies in; of the person's own area on account pages."""
    person: Any = getattr(request, "user", None)
    path = request.path
    is_known = bool(person and person.is_authenticated)
    if is_known and (
        path.startswith("/accounts/") or (path.startswith("/help/") and person.area == "client")
    ):
        path = HOMES.get(person.area, path)
    fallback = SITE if request.tenant.is_operator else STORE  # type: ignore[attr-defined]
    return next((rows for prefix, rows in AREAS.items() if path.startswith(prefix)), fallback)


def _account_links(request: HttpRequest) -> list[NavItem]:
    """What the menu under one's own name offers beside signing out."""
    person: Any = getattr(request, "user", None)
    if not (person and person.is_authenticated):
        return []
    home = NavItem(_("My pages"), HOMES.get(person.area, "/"), "layout-dashboard")
    return [home, NavItem(_("Account settings"), _address("account_profile"), "settings")]


def _groups(table: Any, request: HttpRequest) -> Iterable[NavGroup]:
    for title, entries in table:
        items = [item for entry in entries if (item := _item(entry, request))]
        if items:
            yield NavGroup(title, items)


def _item(entry: Entry, request: HttpRequest) -> NavItem | None:
    if entry.switch and not getattr(rights_of(request), entry.switch):
        return None
    person: Any = getattr(request, "user", None)
    if entry.permission and not (person and person.is_authenticated and person.can(entry.permission)):
        return None
    children = [item for child in entry.children if (item := _item(child, request))]
    url = _address(entry.url_name)
    if not (url or children):
        return None
    also = tuple(_address(name) for name in entry.also)
    return NavItem(entry.label, url, entry.icon, children=tuple(children), also=also)


def _address(url_name: str) -> str:
    try:
        return reverse(url_name) if url_name else ""
    except NoReverseMatch:
        return ""
