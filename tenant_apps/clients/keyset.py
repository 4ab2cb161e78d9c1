"""Pages of a list of tenant data (`shared_apps.kernel.keyset`)."""

from shared_apps.kernel.keyset import SIZE, Page, page_of

__all__ = ["SIZE", "Page", "page_of"]
