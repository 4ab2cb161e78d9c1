"""Logos from outside: bombs, polyglots and other files are refused or drawn anew (RELIABILITY 8)."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from PIL import Image

from branding.images import CLEANERS, LARGEST_BYTES, clean_picture


def png(width: int = 64, height: int = 48, **options: object) -> bytes:
    out = io.BytesIO()
    Image.new("RGBA", (width, height), "#4f46e5").save(out, "PNG", **options)
    return out.getvalue()


def png_that_claims(width: int, height: int) -> bytes:
    """A few bytes whose header promises a huge image."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 6, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 4096)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")


def refusal(data: bytes) -> str:
    """Why it is refused, which is the same wherever a picture may be given."""
    codes = set()
    for clean in CLEANERS.values():
        with pytest.raises(ValidationError) as refused:
            clean(data)
        codes.add(str(refused.value.code))
    (code,) = codes
    return code


def test_a_logo_is_drawn_anew_as_png() -> None:
    out = io.BytesIO()
    Image.new("RGB", (1200, 600), "#4f46e5").save(out, "JPEG", comment=b"<script>alert(1)</script>")
    logo = clean_picture(out.getvalue())
    assert (logo.width, logo.height) == (512, 256)
    assert logo.data.startswith(b"\x89PNG")
    assert b"script" not in logo.data


def test_the_same_logo_has_the_same_name() -> None:
    assert clean_picture(png()).sha256 == clean_picture(png()).sha256


@pytest.mark.parametrize("size", [(60_000, 60_000), (5000, 10), (2_000_000_000, 2_000_000_000)])
def test_a_pixel_bomb_is_refused_by_its_header(size: tuple[int, int]) -> None:
    assert refusal(png_that_claims(*size)) in {"too_many_pixels", "unreadable"}


def test_a_file_beyond_two_megabytes_is_refused() -> None:
    assert refusal(png() + b"\0" * LARGEST_BYTES) == "too_large"


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<!doctype html><script>alert(1)</script>",
        b"GIF89a<script>alert(1)</script>",
        b"%PDF-1.7\n",
        b"PK\x03\x04" + b"\0" * 64,
        b"\x89PNG\r\n\x1a\n",
        png()[:60],
    ],
)
def test_what_is_no_image_is_refused(data: bytes) -> None:
    assert refusal(data) == "unreadable"


@pytest.mark.parametrize(
    "data",
    [
        b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
        b'\xef\xbb\xbf<?xml version="1.0"?><svg><script>alert(1)</script></svg>',
        b"  \n<SVG></SVG>",
    ],
)
def test_svg_is_refused_with_its_own_message(data: bytes) -> None:
    assert refusal(data) == "svg"


def test_a_polyglot_loses_its_other_half() -> None:
    for clean in CLEANERS.values():
        made = clean(png() + b"<script>alert(1)</script>" + b"PK\x05\x06" + b"\0" * 18)
        assert b"script" not in made.data
        assert b"PK\x05\x06" not in made.data


def test_text_hidden_in_an_image_is_dropped() -> None:
    from PIL.PngImagePlugin import PngInfo

    notes = PngInfo()
    notes.add_text("Comment", "<script>alert(1)</script>")
    assert b"script" not in clean_picture(png(pnginfo=notes)).data
