"""Clients, the people who act for them, and what is kept of them."""

from ..portal import PortalSettings
from .address import Address
from .bulk import ClientBulk
from .client import Client, ClientStatus
from .contact import INVITATION_LIFETIME, Contact, ContactInvitation, Invitations
from .document import ClientDocument
from .export import ClientExport
from .group import TONES, ClientGroup, CustomField, Tag
from .imported import ClientImport, ImportRow, ImportStatus
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
    "ClientBulk",
    "ClientDocument",
    "ClientDraft",
    "ClientExport",
    "ClientGroup",
    "ClientImport",
    "ClientMerge",
    "ClientStatus",
    "Contact",
    "ContactInvitation",
    "CustomField",
    "ImportRow",
    "ImportStatus",
    "Invitations",
    "Note",
    "PortalSettings",
    "SavedView",
    "Tag",
    "one_line",
]
