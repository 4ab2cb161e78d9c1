"""One exception for each rule of ordering; views turn them into a page once."""

from __future__ import annotations

from django.utils.translation import gettext as _

from branding import formats
from shared_apps.kernel.money import Money
from shared_apps.payments.door import RefundRefused


class OrderRefused(Exception):
    """An order cannot be placed so. `words` say why, in the reader's language."""

    @property
    def words(self) -> str:
        return _("This order cannot be placed.")


class NothingOrdered(OrderRefused):
    @property
    def words(self) -> str:
        return _("Your cart is empty.")


class CartFull(OrderRefused):
    """More lines than one order may have."""

    def __init__(self, most: int) -> None:
        super().__init__(f"At most {most} lines.")
        self.most = most

    @property
    def words(self) -> str:
        return _("A cart holds at most %(most)s things. Please order these first.") % {"most": self.most}


class QuantityOutOfRange(OrderRefused):
    """Quantities are whole numbers from 1 to `most` (RELIABILITY 24)."""

    def __init__(self, most: int, *, least: int = 1) -> None:
        super().__init__(f"The quantity must be a whole number from {least} to {most}.")
        self.most, self.least = most, least

    @property
    def words(self) -> str:
        if self.least == 1:
            return _("Enter a whole number from 1 to %(most)s.") % {"most": self.most}
        limits = {"least": self.least, "most": self.most}
        return _("Enter a whole number from %(least)s to %(most)s.") % limits


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


class OptionMissing(OrderRefused):
    """An option of the plan has to be chosen; `option` is its name."""

    def __init__(self, option: str) -> None:
        super().__init__(option)
        self.option = option

    @property
    def words(self) -> str:
        return _("Choose one for: %(option)s.") % {"option": self.option}


class NameNeeded(OrderRefused):
    """A domain name is ordered without a name that fits; `why` says what is wrong, in the reader's language."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def words(self) -> str:
        return self.why


class NameTaken(OrderRefused):
    """Somebody else has the domain name, or it is in the order twice."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name

    @property
    def words(self) -> str:
        return _("%(name)s is taken. Please choose another name.") % {"name": self.name}


class NameUnchecked(OrderRefused):
    """The registrar did not say whether a name is free: nothing is sold on a guess."""

    @property
    def words(self) -> str:
        return _("The registry does not answer just now. Please try again in a minute.")


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


class CouponNotAccepted(OrderRefused):
    """The coupon of the order cannot be used; `why` is said by pricing, in the reader's language."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    @property
    def words(self) -> str:
        return self.why


class TermsNotAccepted(OrderRefused):
    """The reseller asks clients to accept its terms, and these were not."""

    @property
    def words(self) -> str:
        return _("Please accept the terms to order.")


class RecommendationUnknown(OrderRefused):
    """No affiliate has the code that was typed; or it is the client's own."""

    @property
    def words(self) -> str:
        return _("This code of a recommendation is not known. Correct it or leave it empty.")


class PriceBeyondLimits(OrderRefused):
    """A price that staff typed is not between the `floor` and the `ceiling` of the catalogue (S5.27)."""

    def __init__(self, floor: Money, ceiling: Money) -> None:
        super().__init__(f"Between {floor} and {ceiling}.")
        self.floor, self.ceiling = floor, ceiling

    @property
    def words(self) -> str:
        limits = {
            "floor": formats.money(self.floor, trim=True),
            "ceiling": formats.money(self.ceiling, trim=True),
        }
        return _("The price must be from %(floor)s to %(ceiling)s.") % limits


class PriceNotYours(OrderRefused):
    """Only staff who order for a client name a price of their own (RELIABILITY 23)."""


class PaymentDoesNotFit(Exception):
    """A payment that is not for this invoice, or not in its currency; invoices that do not go together."""


class InvoiceNotOpen(Exception):
    """Only an open invoice can be paid or voided."""


class InvoiceNotDraft(Exception):
    """Only a draft is edited and issued."""


class InvoiceHasMoney(Exception):
    """An invoice with money in it is not voided: it is credited and the money given back."""


class NothingToBill(Exception):
    """An invoice needs lines that add up to more than nothing."""


class AmountRefused(Exception):
    """An amount to pay must be more than nothing and no more than is `due`; a part only where parts are taken."""

    def __init__(self, due: Money) -> None:
        super().__init__(f"{due} is due.")
        self.due = due


class CreditTooLarge(Exception):
    """More than there is to credit; `left` says how much that is."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"At most {left} can be credited.")
        self.left = left


class ChangeRefused(Exception):
    """A service cannot be changed so, or not now. `words` say why, in the reader's language."""

    @property
    def words(self) -> str:
        return _("This service cannot be changed now.")


class CreditNotAllowed(ChangeRefused):
    """It would leave account credit, which is not theirs to give who asks for it."""

    @property
    def words(self) -> str:
        return _("This change gives account credit. Somebody who may approve payments must make it.")


class ServiceNotRunning(ChangeRefused):
    """It is not set up yet, or waits for its payment, or has ended."""

    @property
    def words(self) -> str:
        return _("Only a service that is running can be changed.")


class NothingToRenew(ChangeRefused):
    """Its next period costs nothing and goes on by itself when it is near."""

    @property
    def words(self) -> str:
        return _("This service cannot be changed now.")


class ServiceIsCancelled(ChangeRefused):
    """It ends with what is paid: it must be kept first."""

    @property
    def words(self) -> str:
        return _("This service is cancelled. Keep it first, then change it.")


class NothingChanges(ChangeRefused):
    """The wish is what the service is already."""

    @property
    def words(self) -> str:
        return _("Choose something else than what you have.")


class PlanDoesNotFit(ChangeRefused):
    """The plan belongs to another product."""

    @property
    def words(self) -> str:
        return _("This service cannot move to that plan.")


class PaymentUnderWay(ChangeRefused):
    """An invoice that would have to be withdrawn has money on it, or on its way, or is for other things too."""

    @property
    def words(self) -> str:
        return _("Pay the open invoice of this service first.")


class ChangeDiffers(ChangeRefused):
    """What was shown is not what it would cost now, or was shown too long ago."""

    @property
    def words(self) -> str:
        return _("The price has changed meanwhile. Look at it again before you confirm.")


class OperationNotOpen(Exception):
    """Somebody else has answered this operation meanwhile, or its service has ended."""


class ServiceIsOver(Exception):
    """The service has ended, or was not there yet."""


class OrderHasMoney(Exception):
    """A paid order is not cancelled but refunded."""


class RefundTooLarge(Exception):
    """More than what is left of the invoice; `left` says how much that is."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"At most {left} can be refunded.")
        self.left = left


class RefundKeyReused(RefundRefused):
    """The key of an earlier wish came again with another invoice, amount or destination."""


class RefundHeld(RefundRefused):
    """The operator collected the money and holds less by `missing`: it decides, and was asked to."""

    def __init__(self, missing: Money) -> None:
        super().__init__(f"{missing} is not held.")
        self.missing = missing
