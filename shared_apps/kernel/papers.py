"""Files that people hand in: pictures are encoded anew, so that nothing but pixels is kept (RELIABILITY 9, 28)."""

from __future__ import annotations

import re
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpResponse
from django.utils.translation import gettext as _
from PIL import Image, ImageOps, UnidentifiedImageError

LARGEST_BYTES = 5 * 1024 * 1024
LARGEST_PIXELS = 40_000_000
LONGEST_EDGE = 2400
PDF, JPEG = "application/pdf", "image/jpeg"


class PaperRefused(ValueError):
    """The file cannot be taken; the message says why, in the reader's words."""


@dataclass(frozen=True, slots=True)
class Paper:
    """A picture as JPEG, or a PDF as it came; `name` is safe for headers and file systems."""

    name: str
    content_type: str
    content: bytes


def read_paper(file: UploadedFile[Any], *, otherwise: str = "paper") -> Paper:
    """Take a file in. `otherwise` is its name where it has none. Raises `PaperRefused`."""
    if not 0 < (file.size or 0) <= LARGEST_BYTES:
        raise PaperRefused(_("Choose a file of at most 5 MB."))
    raw = file.read(LARGEST_BYTES + 1)
    name = _name(file.name or "") or otherwise
    if raw.startswith(b"%PDF-"):
        return Paper(name, PDF, raw)
    return Paper(name, JPEG, _encode_anew(raw))


def paper_answer(name: str, content_type: str, content: bytes) -> HttpResponse:
    """A paper as a response: our own picture inline, anything else only as a download (RELIABILITY 9)."""
    is_image = content_type == JPEG
    kind, ending, sent_as = (
        ("inline", ".jpg", JPEG) if is_image else ("attachment", ".pdf", "application/octet-stream")
    )
    plain = "".join(
        sign for sign in name.rsplit(".", 1)[0] if sign.isascii() and (sign.isalnum() or sign in "-_ ")
    )
    answer = HttpResponse(content, content_type=sent_as)
    answer["Content-Disposition"] = f'{kind}; filename="{plain.strip() or "file"}{ending}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _encode_anew(raw: bytes) -> bytes:
    refusal = PaperRefused(_("Choose a photo (JPEG, PNG or WebP) or a PDF."))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(raw), formats=("JPEG", "PNG", "WEBP")) as image:
                if image.width * image.height > LARGEST_PIXELS:
                    raise refusal
                return _jpeg(image)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, Image.DecompressionBombError) as wrong:
        raise refusal from wrong
    except Image.DecompressionBombWarning as bomb:
        raise refusal from bomb


def _jpeg(image: Image.Image) -> bytes:
    image.draft("RGB", (LONGEST_EDGE, LONGEST_EDGE))
    upright = ImageOps.exif_transpose(image).convert("RGB")
    upright.thumbnail((LONGEST_EDGE, LONGEST_EDGE))
    out = BytesIO()
    upright.save(out, "JPEG", quality=85)
    return out.getvalue()


def _name(given: str) -> str:
    """The file's name without anything that a header or a file system could read otherwise."""
    return re.sub(r"[^\w.\- ]+", "_", given.replace("\\", "/").rsplit("/", 1)[-1])[-120:]
