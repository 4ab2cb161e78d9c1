"""QR codes of links."""

from __future__ import annotations

from io import BytesIO

import segno

SCALE_SVG, SCALE_PNG = 8, 20
QUIET = 4
KINDS = {"svg": "image/svg+xml", "png": "image/png"}


def qr_code(address: str, kind: str) -> bytes:
    """The QR code of an address as `svg` or `png`; black on white, as cameras want it, with the quiet zone."""
    out = BytesIO()
    code = segno.make_qr(address, error="m")
    scale = SCALE_PNG if kind == "png" else SCALE_SVG
    code.save(out, kind=kind, scale=scale, border=QUIET, dark="#000000", light="#ffffff")
    return out.getvalue()
