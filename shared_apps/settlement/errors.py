"""What settlement refuses."""

from __future__ import annotations

from shared_apps.kernel.money import Money


class NothingOwed(ValueError):
    """More would be paid out than is owed to the reseller; `most` is what is owed."""

    def __init__(self, most: Money) -> None:
        super().__init__(f"At most {most} is owed.")
        self.most = most


class StatementPaid(Exception):
    """The statement was paid before."""


class NotATopUp(Exception):
    """A reseller that has no prepaid balance was to be topped up."""


class BillRefused(ValueError):
    """A bill of nothing, of less than nothing or of two currencies."""


class BillNotOpen(Exception):
    """The bill was paid or voided before."""


class UnknownBill(LookupError):
    """No such bill, or it is another reseller's."""


class BalanceTooLow(ValueError):
    """The balance does not cover what is to be paid; `left` is what there is."""

    def __init__(self, left: Money) -> None:
        super().__init__(f"{left} is left.")
        self.left = left


class PaymentDoesNotFit(Exception):
    """A payment of another reseller, of another amount, or without money in it."""


class NameNotConfirmed(ValueError):
    """Nobody has looked whether the account by which the platform collects has a neutral name."""
