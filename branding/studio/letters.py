"""The mail of a preview, as it would be sent, in two files.

Mails carry their styles in themselves, which the policy of our pages rightly forbids: here they are moved into a
style sheet. The theme is chosen by the viewer and not by the device, so the query for it is answered here.
"""

import re
from html import unescape

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import get_language

from branding.looks import BrandLook
from branding.studio.sources import PreviewLook
from tenants.context import current_tenant
from tenants.hosts import portal_url

SHEETS = re.compile(r"<style[^>]*>(.*?)</style>", re.DOTALL)
STYLES = re.compile(r'\sstyle="([^"]*)"')
DARK = re.compile(r"@media\s*\(prefers-color-scheme:\s*dark\)\s*\{")


def letter_html(look: PreviewLook, theme: str) -> str:
    """The page: marks where the styles were, and a link to them."""
    marked = _marked(_specimen(look))[0]
    link = (
        f'<link rel="stylesheet" href="/office/brand/preview/{look.source}/mail-{theme}.css?{look.css_hash}">'
    )
    return SHEETS.sub("", marked).replace("</head>", f"{link}</head>")


def letter_css(look: PreviewLook, theme: str) -> str:
    """The style sheet of the same mail in a theme."""
    html = _specimen(look)
    styles = _marked(html)[1]
    rules = [f'[data-s="{at}"] {{ {style} }}' for at, style in enumerate(styles)]
    sheets = [_in_theme(sheet, theme) for sheet in SHEETS.findall(html)]
    return "\n".join([f":root {{ color-scheme: {theme}; }}", *rules, *sheets])


def _specimen(look: BrandLook) -> str:
    language = (get_language() or settings.LANGUAGE_CODE).split("-")[0]
    html: str = import_string(settings.MAIL_SPECIMEN)(look, language)
    # Pictures come from the host that shows the preview, not from the one that mails name.
    return html.replace(portal_url(current_tenant(), ""), "")


def _marked(html: str) -> tuple[str, list[str]]:
    """The page with a mark instead of each style, and the styles without repetition."""
    found: dict[str, int] = {}

    def mark(style: re.Match[str]) -> str:
        return f' data-s="{found.setdefault(unescape(style[1]), len(found))}"'

    return STYLES.sub(mark, html), list(found)


def _in_theme(sheet: str, theme: str) -> str:
    """The sheet with the query for a dark device answered: its rules apply, or are not there."""
    while begins := DARK.search(sheet):
        end = _end_of_block(sheet, begins.end())
        inside = sheet[begins.end() : end] if theme == "dark" else ""
        sheet = sheet[: begins.start()] + inside + sheet[end + 1 :]
    return sheet


def _end_of_block(sheet: str, at: int) -> int:
    depth = 1
    while at < len(sheet):
        depth += {"{": 1, "}": -1}.get(sheet[at], 0)
        if not depth:
            return at
        at += 1
    return at - 1
