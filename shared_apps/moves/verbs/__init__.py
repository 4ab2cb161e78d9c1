"""What happens to moves of clients."""

from .carry import hand_over, take_over
from .debt import overdue_of, refuse_debt, waive_debt
from .offering import begin_for, expire, look_up, make_code, withdraw
from .proposing import agree, propose
from .sharing import book_share, credit_former, set_share

__all__ = [
    "agree",
    "begin_for",
    "book_share",
    "credit_former",
    "expire",
    "hand_over",
    "look_up",
    "make_code",
    "overdue_of",
    "propose",
    "refuse_debt",
    "set_share",
    "take_over",
    "waive_debt",
    "withdraw",
]
