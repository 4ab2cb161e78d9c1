"""The product's own fonts on the sandboxes' pages, where they have been fetched."""

from __future__ import annotations

from pathlib import Path

from deploy.sandbox.web import Request, Response, plain

FOLDER = Path(__file__).parents[2] / "branding" / "static" / "fonts"
FILES = {
    "latin": "inter.woff2",
    "latin-more": "inter-ext.woff2",
    "persian": "vazirmatn.woff2",
    "thai": "noto-sans-thai.woff2",
}


def font(request: Request) -> Response:
    """A font by script; absent ones leave the reader's own."""
    path = FOLDER / FILES.get(request.captures["name"], "")
    if not path.is_file():
        return plain("not found", 404)
    return Response(200, path.read_bytes(), {"Content-Type": "font/woff2", "Cache-Control": "max-age=86400"})
