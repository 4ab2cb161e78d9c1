"""What the operator may do with a reseller. Each is written in the reseller's own history too."""

from .deletions import NotDeletable, ask_for_deletion
from .exports import AlreadyRunning, ask_for_export, expire_export, note_download
from .standing import archive, restore, resume, suspend

__all__ = [
    "AlreadyRunning",
    "NotDeletable",
    "archive",
    "ask_for_deletion",
    "ask_for_export",
    "expire_export",
    "note_download",
    "restore",
    "resume",
    "suspend",
]
