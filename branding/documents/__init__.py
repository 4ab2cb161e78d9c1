"""PDF documents and pictures under a tenant's brand, set by typst from the templates in `templates/pdf`.

What people wrote reaches a template as data and never as markup: no text of theirs can run or be styled.
"""

from branding.documents.press import DocumentFailed, PressBusy
from branding.documents.rendering import picture, render

__all__ = ["DocumentFailed", "PressBusy", "picture", "render"]
