"""What can be done about sign-on: providers come and go, people connect accounts."""

from .connections import (
    AddressTaken,
    AlreadyConnected,
    LastWayIn,
    connect,
    disconnect,
    join_with,
    note_use,
)
from .partner_account import AlreadyOn, switch_partner_account_off, switch_partner_account_on
from .providers import (
    NotChecked,
    add_provider,
    check_provider,
    edit_provider,
    remove_provider,
    switch_provider,
)

__all__ = [
    "AddressTaken",
    "AlreadyConnected",
    "AlreadyOn",
    "LastWayIn",
    "NotChecked",
    "add_provider",
    "check_provider",
    "connect",
    "disconnect",
    "edit_provider",
    "join_with",
    "note_use",
    "remove_provider",
    "switch_partner_account_off",
    "switch_partner_account_on",
    "switch_provider",
]
