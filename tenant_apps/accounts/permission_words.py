"""Permissions in plain words, in the order and groups of the page that maps roles to them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .roles import CLIENT_AREA, CONSOLE_AREA, OFFICE_AREA, PERMISSIONS_OF_AREA


@dataclass(frozen=True, slots=True)
class Words:
    """What a permission is called, and what it lets somebody do."""

    permission: str
    label: str | Promise
    text: str | Promise = ""


Group = tuple[str | Promise, tuple[Words, ...]]

_OFFICE: tuple[Group, ...] = (
    (
        _("Clients"),
        (
            Words("dashboard.view", _("Dashboard"), _("See the figures of the first page.")),
            Words("clients.view", _("See clients"), _("Open the list of clients and what is known of each.")),
            Words("clients.edit", _("Edit clients"), _("Add, change and close clients.")),
            Words("clients.delete", _("Delete clients"), _("Merge clients, and have them erased.")),
            Words("clients.mail", _("Write to clients"), _("Send a mail to many clients at once.")),
            Words("clients.act_for", _("Act for clients"), _("Open a client's portal in their name.")),
        ),
    ),
    (
        _("Sales"),
        (
            Words("deals.edit", _("Register deals"), _("Have sales protected that are being worked on.")),
            Words("orders.view", _("See orders"), _("Orders, invoices and their documents.")),
            Words("orders.edit", _("Edit orders"), _("Change and cancel orders of clients.")),
            Words(
                "orders.place", _("Order for clients"), _("Place orders in a client's name, at own prices.")
            ),
            Words("coupons.edit", _("Edit coupons"), _("Make codes that lower prices.")),
            Words("invoices.edit", _("Write invoices"), _("Draft, issue, void and remind; billing by hand.")),
            Words("payments.view", _("See payments"), _("Every payment with its state.")),
            Words("payments.approve", _("Approve payments"), _("Confirm bank transfers and give refunds.")),
            Words("services.view", _("See services"), _("What clients use, and until when it is paid.")),
            Words("services.edit", _("Edit services"), _("Suspend, resume and end services.")),
            Words("trials.extend", _("Extend trials"), _("Give clients more days to try things out.")),
        ),
    ),
    (
        _("Support"),
        (
            Words("tickets.view", _("See tickets"), _("What clients ask, and what was answered.")),
            Words("tickets.reply", _("Answer tickets"), _("Answer, note, hand over and close.")),
        ),
    ),
    (
        _("Affiliates"),
        (
            Words("affiliates.view", _("See affiliates"), _("Who recommends you, and what they earned.")),
            Words(
                "affiliates.edit", _("Edit affiliates"), _("Review earnings, answer disputes, pause people.")
            ),
            Words("withdrawals.approve", _("Approve withdrawals"), _("Say yes or no to requests for money.")),
            Words("withdrawals.pay", _("Pay withdrawals"), _("Record that money was sent.")),
        ),
    ),
    (
        _("Shop"),
        (
            Words("storefront.edit", _("Edit the storefront"), _("Choose products and set prices.")),
            Words("brand.edit", _("Edit the brand"), _("Name, colours, logo and documents.")),
            Words("domains.edit", _("Edit domains"), _("Add and remove own addresses.")),
            Words("mail.view", _("See mails"), _("Open the log of mails that were sent.")),
            Words("mail.edit", _("Edit mails"), _("Change texts and the mail server.")),
            Words("settlement.view", _("See the settlement"), _("What is owed for sales, and statements.")),
            Words("ledger.view", _("See the ledger"), _("Every booking and balance.")),
            Words("reports.view", _("See reports"), _("What was sold, and what it brought.")),
            Words(
                "billing_account.view", _("See our bills"), _("What we owe the platform, and our payments.")
            ),
            Words(
                "billing_account.pay", _("Pay our bills"), _("Pay by card, transfer or balance; saved cards.")
            ),
            Words("store.order", _("Order extra services"), _("Ask for extra services, and end them.")),
        ),
    ),
    (
        _("Security"),
        (
            Words(
                "members.edit", _("Manage members"), _("Invite people, change roles, switch accounts off.")
            ),
            Words("settings.edit", _("Edit settings"), _("Payment methods and the portal's address.")),
            Words("sign_on.edit", _("Edit sign-on"), _("Connect other providers for signing in.")),
            Words("access.view", _("See who acted"), _("Every time somebody acted for somebody else.")),
            Words("security.view", _("See security"), _("Results of the daily check of separation.")),
        ),
    ),
)
_CONSOLE: tuple[Group, ...] = (
    (
        _("Programme"),
        (
            Words("console.view", _("Dashboard"), _("See the figures of the first page.")),
            Words("applications.review", _("Review applications"), _("Accept or reject new resellers.")),
            Words("deals.review", _("Review deals"), _("Protect deals that resellers register.")),
            Words("tiers.review", _("Review tiers"), _("Move resellers up or down by their revenue.")),
            Words("requests.review", _("Review service requests"), _("Approve or reject extra services.")),
            Words("tenants.view", _("See resellers"), _("Open the list of resellers and their pages.")),
            Words("tenants.edit", _("Edit resellers"), _("Change a reseller's data and plan.")),
            Words("tenants.act_for", _("Act for resellers"), _("Open a reseller's office in their name.")),
            Words("tenants.suspend", _("Suspend resellers"), _("Suspend, resume and archive portals.")),
            Words("tenants.export", _("Export resellers"), _("Download everything of a reseller.")),
            Words("tenants.delete", _("Delete resellers"), _("Delete an archived reseller for good.")),
            Words("moves.edit", _("Move clients"), _("Clients that go from one reseller to another.")),
            Words("trials.view", _("See trials"), _("Every running trial of all resellers.")),
            Words("trials.extend", _("Extend trials"), _("Give clients more days to try things out.")),
        ),
    ),
    (
        _("Platform"),
        (
            Words("catalog.edit", _("Edit the catalogue"), _("Products, plans and prices.")),
            Words("help.edit", _("Write help"), _("Articles for partners and for clients.")),
            Words("store.edit", _("Edit extra services"), _("What resellers may ask for, and its prices.")),
            Words("ledger.view", _("See the ledger"), _("Every booking and balance.")),
            Words("reports.view", _("See reports"), _("What was sold, and what it brought.")),
            Words("settlement.view", _("See the settlement"), _("What is owed for sales, and statements.")),
            Words("settlement.edit", _("Settle"), _("Set terms, record top-ups, payments and payouts.")),
            Words("bills.view", _("See bills"), _("Bills to resellers and their payments.")),
            Words("bills.edit", _("Edit bills"), _("Issue, void and record payments; approve transfers.")),
            Words("affiliates.view", _("See affiliates"), _("Who recommends you, and what they earned.")),
            Words(
                "affiliates.edit", _("Edit affiliates"), _("Review earnings, answer disputes, pause people.")
            ),
            Words("withdrawals.approve", _("Approve withdrawals"), _("Say yes or no to requests for money.")),
            Words("withdrawals.pay", _("Pay withdrawals"), _("Record that money was sent.")),
            Words("agenda.view", _("See the agenda"), _("Work that is due, and what failed.")),
            Words("agenda.edit", _("Work on the agenda"), _("Try again what failed, and cancel what waits.")),
            Words("mail.view", _("See mails"), _("Open the log of mails that were sent.")),
            Words("development.clock", _("Set the clock"), _("Only while developing: move time forward.")),
        ),
    ),
    (
        _("Security"),
        (
            Words(
                "members.edit", _("Manage members"), _("Invite people, change roles, switch accounts off.")
            ),
            Words("crossings.view", _("See who acted"), _("Every time somebody acted for somebody else.")),
            Words("isolation.view", _("See security"), _("Results of the daily check of separation.")),
        ),
    ),
)
_CLIENT: tuple[Group, ...] = (
    (
        _("Client portal"),
        (
            Words("client.order", _("Order"), _("Buy, change and cancel services.")),
            Words("client.pay", _("Pay"), _("See invoices and pay them.")),
            Words("client.documents", _("Documents"), _("Download invoices, receipts and statements.")),
            Words("client.profile", _("Billing details"), _("Change the name and address on invoices.")),
            Words("client.services", _("Services"), _("See services and how to use them.")),
            Words("client.tickets", _("Tickets"), _("Ask for help and read the answers.")),
            Words("client.data", _("Your data"), _("Take everything along, and delete the account.")),
            Words("client.access", _("Access"), _("See who acted for you, and allow it or not.")),
            Words("client.people", _("People"), _("Invite people, change what they may do, remove them.")),
        ),
    ),
)
_GROUPS = {OFFICE_AREA: _OFFICE, CONSOLE_AREA: _CONSOLE, CLIENT_AREA: _CLIENT}


def groups_of(area: str) -> list[Group]:
    """The permissions of an area that exist, with their words; one without words stands under its own name."""
    known = PERMISSIONS_OF_AREA[area]
    groups = [
        (title, tuple(words for words in group if words.permission in known))
        for title, group in _GROUPS[area]
    ]
    rest = sorted(known - worded(area))
    if rest:
        groups.append((_("Other"), tuple(Words(permission, permission) for permission in rest)))
    return [(title, group) for title, group in groups if group]


def worded(area: str) -> set[str]:
    """The permissions of an area that have words."""
    return {words.permission for _title, group in _GROUPS[area] for words in group}
