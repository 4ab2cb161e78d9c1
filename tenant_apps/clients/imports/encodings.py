"""In which encoding a text file was saved. Spreadsheets do not say it."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE

ENCODINGS = ("utf-8", "utf-16", "cp1254", "cp1256", "cp874")
_LETTERS = {
    "cp1254": re.compile(r"[çğıöşüÇĞİÖŞÜâîûÂÎÛ]"),
    "cp1256": re.compile(r"[\u0620-\u064a\u067e\u0686\u0698\u06a9\u06af\u200c\u060c\u061f]"),
    "cp874": re.compile(r"[\u0e01-\u0e3a\u0e40-\u0e5b]"),
}
# The code page has the Arabic yeh and kaf alone, and Persian files use them for want of their own.
_PERSIAN = str.maketrans("يك", "یک")
_IS_PERSIAN = re.compile("[پچژگک]")
_OF_LANGUAGE = {"tr": "cp1254", "fa": "cp1256", "th": "cp874"}


class NotText(ValueError):
    """The bytes are no text in the encoding."""


def guess_encoding(content: bytes, language: str = "") -> str:
    """The encoding that the bytes are most likely in; where two fit alike, the one of the language."""
    if content.startswith((BOM_UTF16_LE, BOM_UTF16_BE)):
        return "utf-16"
    if content.startswith(BOM_UTF8) or _decodes(content, "utf-8"):
        return "utf-8"
    likely = _OF_LANGUAGE.get(language, "cp1254")
    return max(_LETTERS, key=lambda one: (round(_share(content, one), 2), one == likely))


def decoded(content: bytes, encoding: str) -> str:
    """The text, without a byte order mark. Raises `NotText`."""
    try:
        text = content.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeError as wrong:
        raise NotText(encoding) from wrong
    if "\x00" in text:
        raise NotText(encoding)
    return text.translate(_PERSIAN) if encoding == "cp1256" and _IS_PERSIAN.search(text) else text


def _decodes(content: bytes, encoding: str) -> bool:
    try:
        content.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _share(content: bytes, encoding: str) -> float:
    """Which part of what is not ASCII are letters of the languages that use the encoding."""
    foreign = re.sub(rb"[\x00-\x7f]+", b"", content[:200_000])
    text = foreign.decode(encoding, errors="replace")
    return len(_LETTERS[encoding].findall(text)) / len(text) if text else 0.0
