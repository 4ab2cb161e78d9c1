"""What can be done with people: join, work here, change role, leave."""

from .people import GONE, add_person, become_partner, delete_person, trust_email
from .reach import LastOwner, RoleOutOfReach
from .staff import change_role, deactivate, end_sessions, reactivate

__all__ = [
    "GONE",
    "LastOwner",
    "RoleOutOfReach",
    "add_person",
    "become_partner",
    "change_role",
    "deactivate",
    "delete_person",
    "end_sessions",
    "reactivate",
    "trust_email",
]
