"""HTML for the sandboxes' own pages: templates with `$name`, every value escaped unless it is `Html`."""

from __future__ import annotations

import html
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from string import Template

from deploy.sandbox.web import Request, Response, plain

ASSETS = Path(__file__).parent / "assets"
TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml", ".woff2": "font/woff2"}
# Form targets stay open: a browser holds a redirect after a post against form-action too.
POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "{frames}base-uri 'none'; frame-ancestors 'self'"
)


class Html(str):
    """Markup that is safe to print as it is."""


def fill(template: Path, **values: object) -> Html:
    """Print `template` with the values."""
    return Html(_template(template).substitute({name: escape(value) for name, value in values.items()}))


def escape(value: object) -> Html:
    """The value as markup; `Html` passes through."""
    return value if isinstance(value, Html) else Html(html.escape("" if value is None else str(value)))


def join(parts: Iterable[Html]) -> Html:
    """Markup one after another."""
    return Html("".join(parts))


def row(*cells: object) -> Html:
    """A table row."""
    return Html("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>")


def link(url: str, text: object) -> Html:
    """An anchor."""
    return Html(f'<a href="{escape(url)}">{escape(text)}</a>')


def page(body: Html, status: int = 200, *, frames: str = "") -> Response:
    """A page that may load nothing but its own style sheet, fonts and pictures."""
    headers = {
        "Content-Type": "text/html; charset=utf-8",
        "Content-Security-Policy": POLICY.format(frames=frames),
        "Cache-Control": "no-store",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "no-referrer",
    }
    return Response(status, body.encode(), headers)


def asset(request: Request) -> Response:
    """A style sheet or picture from the assets folder."""
    path = (ASSETS / request.captures["name"]).resolve()
    if not path.is_relative_to(ASSETS) or not path.is_file():
        return plain("not found", 404)
    headers = {
        "Content-Type": TYPES.get(path.suffix, "application/octet-stream"),
        "Cache-Control": "max-age=60",
    }
    return Response(200, path.read_bytes(), headers)


@cache
def _template(path: Path) -> Template:
    return Template(path.read_text(encoding="utf-8"))
