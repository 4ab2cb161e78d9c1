"""A client that moves from one reseller to another, in `public`."""

from .move import OPEN, ClientMove, MoveStatus
from .share import MoveShare

__all__ = ["OPEN", "ClientMove", "MoveShare", "MoveStatus"]
