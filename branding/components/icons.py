"""Lucide icons as inline SVG."""

import logging
from functools import lru_cache
from importlib.resources import files
from io import BytesIO
from xml.etree import ElementTree
from zipfile import ZipFile

from django.conf import settings
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from lucide import IconDoesNotExist

log = logging.getLogger(__name__)
SVG = "http://www.w3.org/2000/svg"


@lru_cache(maxsize=1024)
def icon(name: str, size: int = 16, cls: str = "") -> SafeString:
    """An icon that screen readers pass over.

    A wrong name fails in development and shows a dot in production.
    """
    # The names and classes come from templates; sizes from templates too.
    attributes = {"class": escape(f"i {cls}".strip()), "aria-hidden": "true", "focusable": "false"}
    try:
        return mark_safe(_drawn(name, size, attributes))
    except IconDoesNotExist:
        if settings.DEBUG:
            raise
        log.warning("unknown icon", extra={"icon": name})
        return mark_safe(_drawn("circle", size, attributes))


@lru_cache(maxsize=1024)
def is_icon(name: str) -> bool:
    """Whether there is an icon of this name."""
    return f"{name}.svg" in _archive().NameToInfo


def _drawn(name: str, size: int, attributes: dict[str, str]) -> str:
    if not is_icon(name):
        raise IconDoesNotExist(f"The icon {name!r} does not exist.")
    svg = ElementTree.fromstring(_archive().read(f"{name}.svg"))  # noqa: S314 - the library's own drawings
    for node in svg.iter():
        node.tag = node.tag.removeprefix(f"{{{SVG}}}")
    svg.attrib |= {"width": str(size), "height": str(size), **attributes}
    return ElementTree.tostring(svg, encoding="unicode")


@lru_cache(maxsize=1)
def _archive() -> ZipFile:
    """Opened once: its list of two thousand icons takes longer to read than an icon to draw.

    In memory, since processes that fork would share the place in an open file.
    """
    return ZipFile(BytesIO(files("lucide").joinpath("lucide.zip").read_bytes()))
