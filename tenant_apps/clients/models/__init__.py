"""Clients, the people who act for them, and what is kept of them."""

from ..portal import PortalSettings
from .address import Address
from .client import Client, ClientStatus
from .contact import INVITATION_LIFETIME, Contact, ContactInvitation, Invitations
from .document import ClientDocument
from .group import TONES, ClientGroup, CustomField, Tag
from .lines import one_line
from .merge import UNDO_FOR, ClientMerge
from .note import Note
from .saved import ClientDraft, SavedView

__all__ = [
    "INVITATION_LIFETIME",
    "TONES",
    "UNDO_FOR",
    "Address",
    "Client",
    "ClientDocument",
    "ClientDraft",
    "ClientGroup",
    "ClientMerge",
    "ClientStatus",
    "Contact",
    "ContactInvitation",
    "CustomField",
    "Invitations",
    "Note",
    "PortalSettings",
    "SavedView",
    "Tag",
    "one_line",
]
