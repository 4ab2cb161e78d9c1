"""What is kept of the operator's controls: archives with their grace, exports, deletions, certificates."""

from .archive import Archive
from .deletion import Deletion, DeletionCertificate
from .export import ExportPart, ExportStatus, TenantExport
from .owner import PortalOwner

__all__ = [
    "Archive",
    "Deletion",
    "DeletionCertificate",
    "ExportPart",
    "ExportStatus",
    "PortalOwner",
    "TenantExport",
]
