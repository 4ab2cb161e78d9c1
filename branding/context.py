"""What every template knows of the look of the page it is part of."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import translation

from branding.portal.addresses import LOCALES, Portal
from branding.queries import brand_of

THEMES = ("light", "dark")


def look(request: HttpRequest) -> dict[str, Any]:
    """`brand`, `portal` (addresses of its files), `lang`, `dir`, `theme` (empty: as the device wishes),
    `languages`, `locale`, `tenant_kind`."""
    theme = request.COOKIES.get("theme", "")
    tenant = getattr(request, "tenant", None)
    brand = brand_of(tenant) if tenant else None
    lang = (translation.get_language() or settings.LANGUAGE_CODE).split("-")[0]
    return {
        "brand": brand,
        "portal": Portal(tenant, brand, request.path) if tenant and brand else None,
        "lang": lang,
        "locale": LOCALES.get(lang, LOCALES["en"]),
        "dir": "rtl" if translation.get_language_bidi() else "ltr",
        "theme": theme if theme in THEMES else "",
        "languages": _languages(),
        "tenant_kind": tenant.kind if tenant else "",
    }


def _languages() -> list[tuple[str, str]]:
    """Each language by its own name."""
    return [
        (code, str(translation.get_language_info(code)["name_local"])) for code, _name in settings.LANGUAGES
    ]
