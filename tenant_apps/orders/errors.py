"""One exception for each rule of ordering; views turn them into a page once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from shared_apps.kernel.money import Money


class OrderRefused(Exception):
    """An order cannot be placed so. `words` say why, in the reader's language."""

    @property
    def words(self) -> str:
        return _("This order cannot be placed.")


class NothingOrdered(OrderRefused):
    @property
    def words(self) -> str:
        return _("Your cart is empty.")


class QuantityOutOfRange(OrderRefused):
    """Quantities are whole numbers from 1 to `most` (RELIABILITY 24)."""

    def __init__(self, most: int) -> None:
        super().__init__(f"The quantity must be a whole number from 1 to {most}.")
        self.most = most

    @property
    def words(self) -> str:
        return _("Enter a whole number from 1 to %(most)s.") % {"most": self.most}


class OfferUnavailable(OrderRefused):
    """The offer is unknown, hidden, withdrawn, or of another reseller."""

    @property
    def words(self) -> str:
        return _("This offer is no longer available.")


class AddOnDoesNotFit(OrderRefused):
    """The add-on is not sold with this plan."""

    @property
    def words(self) -> str:
        return _("One of the add-ons does not go with this plan.")


class CurrencyDiffers(OrderRefused):
    """The client is billed in another currency than the offer's."""

    @property
    def words(self) -> str:
        return _("This offer is sold in another currency than your account's.")


class ClientClosed(OrderRefused):
    """The client's account is closed."""

    @property
    def words(self) -> str:
        return _("This account is closed. Please contact us.")


class PaymentDoesNotFit(Exception):
    """A settled payment of another invoice, amount or currency."""


class InvoiceNotOpen(Exception):
    """Only an open invoice can be paid or voided."""


class OrderHasMoney(Exception):
    """A paid order is not cancelled but refunded."""


class RefundTooLarge(Exception):
    """More than what is left of the invoice; `left` says how much that is."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"At most {left} can be refunded.")
        self.left = left


class TrialLimitReached(Exception):
    """The trial is not running, or has been extended as far as its plan allows (RELIABILITY 22)."""


class TrialExtendedMeanwhile(Exception):
    """The trial has other days by now than the page showed that asked for more."""
