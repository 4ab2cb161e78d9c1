"""Pictures from outside: looked at, limited and drawn anew, so that nothing hidden in a file is ever served."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from PIL import Image, ImageOps

LARGEST_BYTES = 2 * 1024 * 1024
LARGEST_SIDE = 4096
SERVED_SIDE = 512
FORMATS = ("PNG", "JPEG", "WEBP")
ICON_SIDE = 256
# A word mark longer than this leaves nothing to see in an icon: the brand's first letter says more.
WIDEST_ICON = 3.0
MARGIN = 0.06


@dataclass(frozen=True)
class Picture:
    """A clean PNG and its size in pixels."""

    data: bytes
    sha256: str
    width: int
    height: int
    content_type: str = "image/png"


def clean_picture(data: bytes) -> Picture:
    """Draws the image anew as a PNG of at most 512 pixels a side. Raises ValidationError with the reason."""
    _refuse_by_bytes(data)
    image = _opened(data)
    image.thumbnail((SERVED_SIDE, SERVED_SIDE), Image.Resampling.LANCZOS)
    return _drawn(image)


def clean_icon(data: bytes) -> Picture:
    """A picture from outside as a square icon. Raises ValidationError with the reason."""
    _refuse_by_bytes(data)
    return _drawn(_squared(_opened(data), margin=0))


def icon_from(logo: bytes) -> Picture | None:
    """An icon drawn from a clean logo; None when the logo is too long to be seen in one."""
    image = _opened(logo)
    seen = image.crop(image.getbbox() or (0, 0, image.width, image.height))
    if max(seen.size) / min(seen.size) > WIDEST_ICON:
        return None
    return _drawn(_squared(seen, margin=MARGIN))


def _squared(image: Image.Image, *, margin: float) -> Image.Image:
    """The image in the middle of a transparent square of `ICON_SIDE`; a square one fills it without margin."""
    is_full = image.width == image.height and image.getchannel("A").getextrema()[0] == 255
    room = ICON_SIDE if is_full else round(ICON_SIDE * (1 - 2 * margin))
    fitted = ImageOps.contain(image, (room, room), Image.Resampling.LANCZOS)
    square = Image.new("RGBA", (ICON_SIDE, ICON_SIDE))
    square.paste(fitted, ((ICON_SIDE - fitted.width) // 2, (ICON_SIDE - fitted.height) // 2))
    return square


def _drawn(image: Image.Image) -> Picture:
    out = io.BytesIO()
    image.save(out, "PNG", optimize=True)
    drawn = out.getvalue()
    return Picture(drawn, hashlib.sha256(drawn).hexdigest(), image.width, image.height)


def _refuse_by_bytes(data: bytes) -> None:
    if len(data) > LARGEST_BYTES:
        raise ValidationError(_("The picture must not be larger than 2 MB."), "too_large")
    start = data[:1024].lstrip().lower()
    if start.startswith((b"<svg", b"<?xml")) or b"<svg" in start:
        raise ValidationError(
            _(
                "SVG files are not accepted, because they may hold scripts. Please upload a PNG, JPEG or WebP picture."
            ),
            "svg",
        )


def _opened(data: bytes) -> Image.Image:
    """The decoded image. The header's size is checked before any pixel is unpacked (decompression bombs)."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            image = Image.open(io.BytesIO(data), formats=FORMATS)
            if max(image.size) > LARGEST_SIDE:
                raise ValidationError(
                    _("The picture must not be larger than 4096 by 4096 pixels."), "too_many_pixels"
                )
            image.seek(0)
            image.load()
            return ImageOps.exif_transpose(image).convert("RGBA")
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise ValidationError(
            _("The picture must not be larger than 4096 by 4096 pixels."), "too_many_pixels"
        ) from error
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError, struct.error) as error:
        raise ValidationError(
            _("This is no PNG, JPEG or WebP image that can be read."), "unreadable"
        ) from error


# By the field of a brand that the picture is for.
CLEANERS = {"logo": clean_picture, "logo_dark": clean_picture, "favicon": clean_icon}
