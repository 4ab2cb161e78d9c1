"""People, their roles, and the history of their tenant's data."""

from .custom_role import CustomRole
from .event import Event
from .known_browser import KnownBrowser
from .lines import one_line
from .policy import SecurityPolicy
from .user import User, UserManager

__all__ = ["CustomRole", "Event", "KnownBrowser", "SecurityPolicy", "User", "UserManager", "one_line"]
