"""What tickets refuse."""

from __future__ import annotations


class AttachmentRefused(ValueError):
    """A file is too large, empty, or one too many; the words are for the person who chose it."""


class TooManyTickets(Exception):
    """A client has so many open tickets that no more are taken in."""


class NotOnStaff(ValueError):
    """A ticket was to be given to somebody who does not answer tickets."""


class DepartmentInUse(Exception):
    """A department that tickets were sent to is closed, not removed."""
