"""What a tenant looks like, and what it has looked like. Lies in `public`."""

from .brand import DEFAULT_COLOUR, Brand
from .image import BrandImage
from .version import BrandVersion

__all__ = ["DEFAULT_COLOUR", "Brand", "BrandImage", "BrandVersion"]
