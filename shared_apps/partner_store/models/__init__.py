"""How a company becomes a reseller, and what a reseller itself pays the platform for. Lies in `public`."""

from .application import ANSWER_WITHIN, ONE_OPEN, PartnerApplication
from .extra import ExtraService, Work
from .item import Category, Grant, StoreItem, StorePrice
from .request import RequestLine, RequestMessage, ServiceRequest
from .subscription import PlatformSubscription

__all__ = [
    "ANSWER_WITHIN",
    "ONE_OPEN",
    "Category",
    "ExtraService",
    "Grant",
    "PartnerApplication",
    "PlatformSubscription",
    "RequestLine",
    "RequestMessage",
    "ServiceRequest",
    "StoreItem",
    "StorePrice",
    "Work",
]
