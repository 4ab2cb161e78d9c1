"""What can be done with people: join, work here, change role, leave."""

from .people import add_person, become_partner, trust_email
from .reach import LastOwner, RoleOutOfReach
from .staff import change_role, deactivate, end_sessions, reactivate

__all__ = [
    "LastOwner",
    "RoleOutOfReach",
    "add_person",
    "become_partner",
    "change_role",
    "deactivate",
    "end_sessions",
    "reactivate",
    "trust_email",
]
