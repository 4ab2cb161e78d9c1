"""What happens to clients."""

from .client import (
    EDITABLE,
    CurrencyFixed,
    MobileTaken,
    add_client,
    close_clients,
    edit_client,
    reopen_client,
    set_access_consent,
    welcome,
)

__all__ = [
    "EDITABLE",
    "CurrencyFixed",
    "MobileTaken",
    "add_client",
    "close_clients",
    "edit_client",
    "reopen_client",
    "set_access_consent",
    "welcome",
]
