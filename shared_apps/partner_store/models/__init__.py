"""How a company becomes a reseller, and what a reseller itself pays the platform for. Lies in `public`."""

from .application import ANSWER_WITHIN, ONE_OPEN, PartnerApplication
from .client_mark import ClientMark, Marked
from .deal import PROTECTED_FOR, Deal
from .extra import ExtraService, Work
from .item import Category, Grant, StoreItem, StorePrice
from .paid_period import PlatformPeriod
from .plan import DEFAULT_SKU, PlatformPlan, PlatformPrice
from .plan_change import PlanChange
from .request import RequestLine, RequestMessage, ServiceRequest
from .subscription import PlatformSubscription
from .talk import (
    LONGEST_MESSAGE,
    ApplicationCheck,
    ApplicationDraft,
    ApplicationFile,
    ApplicationMessage,
)
from .tier_proposal import TierProposal

__all__ = [
    "ANSWER_WITHIN",
    "DEFAULT_SKU",
    "LONGEST_MESSAGE",
    "ONE_OPEN",
    "PROTECTED_FOR",
    "ApplicationCheck",
    "ApplicationDraft",
    "ApplicationFile",
    "ApplicationMessage",
    "Category",
    "ClientMark",
    "Deal",
    "ExtraService",
    "Grant",
    "Marked",
    "PartnerApplication",
    "PlanChange",
    "PlatformPeriod",
    "PlatformPlan",
    "PlatformPrice",
    "PlatformSubscription",
    "RequestLine",
    "RequestMessage",
    "ServiceRequest",
    "StoreItem",
    "StorePrice",
    "TierProposal",
    "Work",
]
