"""How a company becomes a reseller, and what a reseller itself pays the platform for. Lies in `public`."""

from .application import ANSWER_WITHIN, ONE_OPEN, PartnerApplication
from .subscription import PlatformSubscription

__all__ = ["ANSWER_WITHIN", "ONE_OPEN", "PartnerApplication", "PlatformSubscription"]
