"""Puts template, data and brand together."""

import base64
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils.translation import get_language_info
from PIL import Image

from branding import palette
from branding.documents.faces import families
from branding.documents.plain import fit
from branding.documents.press import press
from branding.formats.digits import PERSIAN
from branding.formats.digits import language as code_of
from branding.looks import BrandLook

MAIN = '#import "{template}.typ": page-of\n#import "data.typ": data\n#page-of(data)\n'
# The name under which templates know the logo, and the room that a document's head has for it, in points.
LOGO = "logo"
LOGO_WIDTH, LOGO_HEIGHT = 150, 36
DATA = '#let data = json("data.json")\n'


def render(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    look: BrandLook,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """A PDF of `templates/pdf/<template>.typ`. Texts, numbers and dates in `data` are words already.

    `pictures` are PNG files by the name under which the template knows them. Raises `DocumentFailed`.
    """
    return press(_files(template, data, language, look, pictures or {}))


def picture(
    template: str,
    data: Mapping[str, Any],
    *,
    language: str,
    look: BrandLook,
    pictures: Mapping[str, bytes] | None = None,
) -> bytes:
    """A PNG of a template's only page, one pixel for each point. Raises `DocumentFailed`."""
    return press(_files(template, data, language, look, pictures or {}), form="png")


def _files(
    template: str,
    data: Mapping[str, Any],
    language: str,
    look: BrandLook,
    pictures: Mapping[str, bytes],
) -> dict[str, bytes]:
    whole = {**data, "brand": _brand(look, LOGO in pictures), "setting": _setting(look, language)}
    return {
        "main": MAIN.format(template=template).encode(),
        "data.typ": DATA.encode(),
        "data.json": json.dumps(fit(whole), ensure_ascii=False).encode(),
        **{source.name: source.read_bytes() for source in _folder().glob("*.typ")},
        **{f"{name}.svg": _wrapped(content) for name, content in pictures.items()},
    }


def _wrapped(png: bytes) -> bytes:
    """A PNG as a text file: typst takes no others from memory."""
    with Image.open(io.BytesIO(png), formats=["PNG"]) as opened:
        size = f'width="{opened.width}" height="{opened.height}"'
    data = base64.b64encode(png).decode()
    href = f"data:image/png;base64,{data}"
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}><image {size} href="{href}"/></svg>'.encode()


def _folder() -> Path:
    return Path(settings.BASE_DIR) / "templates" / "pdf"


def _setting(look: BrandLook, language: str) -> dict[str, Any]:
    """How the document is set: language, direction, typefaces."""
    return {
        "language": language,
        "direction": "rtl" if get_language_info(language)["bidi"] else "ltr",
        "families": families(look.font, code_of(language)),
        "digits": PERSIAN if code_of(language) == "fa" else "",
    }


def _brand(look: BrandLook, has_logo: bool) -> dict[str, Any]:
    """What documents show of a brand, with its colours as they are readable on white paper."""
    shades = palette.tokens(look.colour, palette.LIGHT)
    return {
        "name": look.name,
        "legal_name": look.full_name,
        "tagline": look.tagline,
        "tax_id": look.tax_id,
        "email": look.support_email,
        "phone": look.support_phone,
        "footer": look.invoice_footer,
        "initial": look.initial,
        "radius": look.radius,
        "solid": shades.solid,
        "on": shades.on,
        "text": shades.text,
        "soft": shades.soft,
        "edge": shades.edge,
        "logo": _logo(look) if has_logo else None,
    }


def _logo(look: BrandLook) -> dict[str, Any]:
    """The logo's size in points, as large as the head has room for."""
    scale = min(LOGO_WIDTH / look.logo_width, LOGO_HEIGHT / look.logo_height)
    return {
        "width": round(look.logo_width * scale, 2),
        "height": round(look.logo_height * scale, 2),
        "has_name": look.logo_is_wide,
    }
