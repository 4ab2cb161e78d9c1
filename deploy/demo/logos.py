"""Marks for the shops of the demonstration, drawn large and made small, so that their edges are smooth."""

from __future__ import annotations

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

SIDE = 256
LARGE = SIDE * 4
Canvas = ImageDraw.ImageDraw


def draw(slug: str, colour: str) -> bytes:
    """The shop's mark in a colour on a transparent ground, as PNG."""
    image = Image.new("RGBA", (LARGE, LARGE))
    MARKS[slug](ImageDraw.Draw(image), colour)
    out = io.BytesIO()
    image.resize((SIDE, SIDE), Image.Resampling.LANCZOS).save(out, "PNG")
    return out.getvalue()


def _circle(canvas: Canvas, x: float, y: float, radius: float, fill: str | tuple[int, ...]) -> None:
    """A circle; measures are shares of the side."""
    box = [(x - radius) * LARGE, (y - radius) * LARGE, (x + radius) * LARGE, (y + radius) * LARGE]
    canvas.ellipse(box, fill=fill)


def _bar(canvas: Canvas, x: float, y: float, width: float, height: float, fill: str) -> None:
    """A bar with round ends."""
    box = [x * LARGE, y * LARGE, (x + width) * LARGE, (y + height) * LARGE]
    canvas.rounded_rectangle(box, radius=height * LARGE / 2, fill=fill)


def _cloud_with_sun(canvas: Canvas, colour: str) -> None:
    _circle(canvas, 0.68, 0.32, 0.2, "#f2b13c")
    _circle(canvas, 0.44, 0.46, 0.25, colour)
    _circle(canvas, 0.24, 0.6, 0.18, colour)
    _circle(canvas, 0.72, 0.58, 0.2, colour)
    _bar(canvas, 0.06, 0.5, 0.88, 0.28, colour)


def _orbit(canvas: Canvas, colour: str) -> None:
    _circle(canvas, 0.44, 0.44, 0.36, colour)
    _circle(canvas, 0.44, 0.44, 0.2, (0, 0, 0, 0))
    _circle(canvas, 0.77, 0.77, 0.19, (0, 0, 0, 0))
    _circle(canvas, 0.77, 0.77, 0.145, colour)


def _layers(canvas: Canvas, colour: str) -> None:
    for at, (x, width) in enumerate(((0.34, 0.32), (0.2, 0.6), (0.06, 0.88), (0.2, 0.6))):
        _bar(canvas, x, 0.14 + at * 0.19, width, 0.13, colour)


MARKS: dict[str, Callable[[Canvas, str], None]] = {
    "abrnama": _cloud_with_sun,
    "bulutsan": _orbit,
    "mekhthai": _layers,
}
