"""One exception for each rule of pricing."""

from __future__ import annotations

from django.utils.translation import gettext as _


class CouponRefused(Exception):
    """A coupon that cannot be used so; `words` say why, in the reader's language."""

    @property
    def words(self) -> str:
        return _("This coupon is not valid.")


class CouponUnknown(CouponRefused):
    """There is no such code, or it is switched off."""


class CouponNotInTime(CouponRefused):
    """Its time has not come, or is over."""

    @property
    def words(self) -> str:
        return _("This coupon is not valid at this time.")


class CouponUsedUp(CouponRefused):
    """It was used as often as it may be, in all or by this client."""

    @property
    def words(self) -> str:
        return _("This coupon has been used up.")


class CouponForNewClients(CouponRefused):
    """It is for a first order."""

    @property
    def words(self) -> str:
        return _("This coupon is for first orders only.")


class CouponDoesNotFit(CouponRefused):
    """Nothing of the order is what it is for, or the order is in another currency."""

    @property
    def words(self) -> str:
        return _("This coupon is not for what you are ordering.")


class OrderTooSmall(CouponRefused):
    """The order must come to `least`, as it is written for the reader."""

    def __init__(self, least: str) -> None:
        super().__init__(f"At least {least}.")
        self.least = least

    @property
    def words(self) -> str:
        return _("This coupon is for orders from %(least)s.") % {"least": self.least}


class CouponCodeTaken(ValueError):
    """Another coupon has the code."""


class TaxRuleTaken(ValueError):
    """There is a rule for this country and region."""
