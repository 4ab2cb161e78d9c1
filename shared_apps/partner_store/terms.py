"""The partner programme's terms. Whoever applies accepts the version that is in force then (S5.10)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from .pitch import Point

TERMS_VERSION = "2026-11"

CLAUSES = (
    Point(
        _("The programme"),
        _(
            "We let you resell the products of our catalogue to your own clients, under your own "
            "brand and in your own portal. Your clients' contracts are with you."
        ),
    ),
    Point(
        _("Application and answer"),
        _(
            "You apply with true and complete information about your company. We answer within one "
            "week. Submitting an application does not guarantee that it is accepted, and we may ask "
            "for more information."
        ),
    ),
    Point(
        _("Prices"),
        _(
            "You buy at the wholesale prices of the catalogue and set your own retail prices between "
            "its lowest and highest retail price. We announce a change of wholesale prices at least "
            "thirty days before."
        ),
    ),
    Point(
        _("Payments and commission"),
        _(
            "Payments of your clients are recorded in a ledger that you can read at any time. From "
            "each payment we take the wholesale price and the payment fee; commission of your "
            "affiliates is yours to pay."
        ),
    ),
    Point(
        _("Your clients' data"),
        _(
            "The data of your clients belongs to you and to them. We process it only to run your "
            "portal, keep it apart from that of every other reseller, and hand it out to you when you "
            "leave."
        ),
    ),
    Point(
        _("Support"),
        _(
            "You are your clients' first contact. We help you and your team with everything that the "
            "platform does."
        ),
    ),
    Point(
        _("Fair use"),
        _(
            "You do not sell to send unasked mail, to deceive people, or to break the law of your "
            "clients' country. We may suspend a portal that does, and tell you why."
        ),
    ),
    Point(
        _("Ending"),
        _(
            "You may leave at any time with thirty days' notice, and so may we. Services that your "
            "clients have paid for run to the end of their period."
        ),
    ),
)
