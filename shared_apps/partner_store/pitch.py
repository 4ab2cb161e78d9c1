"""What the platform's own site says to companies that might become resellers (S5.1–S5.4)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Point:
    title: str | Promise
    text: str | Promise
    icon: str = ""


BENEFITS = (
    Point(
        _("Your brand, nobody else's"),
        _("Your name, logo, colour and domain on every page, invoice and mail. Your clients never see us."),
        "palette",
    ),
    Point(
        _("Your own prices"),
        _("You buy at wholesale prices and decide what your clients pay, within fair limits."),
        "tags",
    ),
    Point(
        _("Payments that settle themselves"),
        _("Cards, bank transfers and account credit, with invoices, receipts and a ledger that balances."),
        "credit-card",
    ),
    Point(
        _("Every client in one place"),
        _("Set services up, extend trials, upgrade and renew, and see what each client pays."),
        "users",
    ),
    Point(
        _("Referrals that earn"),
        _("Your clients recommend you and earn commission; you set the rate and approve every payout."),
        "handshake",
    ),
    Point(
        _("Your clients' language"),
        _("Pages, mails, calendars and digits as your clients write them, from right to left where they do."),
        "languages",
    ),
)
STEPS = (
    Point(
        _("Open an account"),
        _("Sign up here with your e-mail address. You use it to follow your application."),
    ),
    Point(
        _("Tell us about your company"),
        _("Your company, your experience and your plans. The form takes about five minutes."),
    ),
    Point(
        _("Get our answer"),
        _("We read every application. When it is accepted, your portal is ready the same moment."),
    ),
    Point(
        _("Start to sell"),
        _("Set your logo and your prices, invite your team, and share the address of your shop."),
    ),
)
