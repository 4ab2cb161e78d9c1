"""Logos from outside: looked at, limited and drawn anew, so that nothing hidden in a file is ever served."""

import hashlib
import io
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST_BYTES = 2 * 1024 * 1024
LARGEST_SIDE = 4096
SERVED_SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")


@dataclass(frozen=True)
class Logo:
    """A clean PNG and its size in pixels."""

    data: bytes
    sha256: str
    width: int
    height: int
    content_type: str = "image/png"


def clean_logo(data: bytes) -> Logo:
    """Draws the image anew as a PNG of at most 512 pixels a side. Raises ValidationError with the reason."""
    _refuse_by_bytes(data)
    image = _opened(data)
    image.thumbnail((SERVED_SIDE, SERVED_SIDE), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    drawn = out.getvalue()
    return Logo(drawn, hashlib.sha256(drawn).hexdigest(), image.width, image.height)


def _refuse_by_bytes(data: bytes) -> None:
    if len(data) > LARGEST_BYTES:
        raise ValidationError(_("The logo must not be larger than 2 MB."), "too_large")
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise ValidationError(
            _("SVG logos are not accepted. Please upload a PNG, JPEG or WebP image."), "svg"
        )


def _opened(data: bytes) -> Image.Image:
    """The decoded image. The header's size is checked before any pixel is unpacked (decompression bombs)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if max(image.size) > LARGEST_SIDE:
                raise ValidationError(
                    _("The logo must not be larger than 4096 by 4096 pixels."), "too_many_pixels"
                )
            image.seek(0)
            image.load()
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("The logo must not be larger than 4096 by 4096 pixels."), "too_many_pixels"
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError) as error:
        raise ValidationError(
            _("This is no PNG, JPEG or WebP image that can be read."), "unreadable"
        ) from error
