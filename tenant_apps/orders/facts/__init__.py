"""What the shared figures are told of sales and services, in the transaction of the verb that makes them."""

from .sales import tell_sale
from .services import tell_service

__all__ = ["tell_sale", "tell_service"]
