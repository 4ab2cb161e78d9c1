"""What happens to the figures, in the transaction of whoever tells of it."""

from .record import forget_sales, record_sale
from .services import record_service

__all__ = ["forget_sales", "record_sale", "record_service"]
