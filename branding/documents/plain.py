"""Makes what people wrote fit to be set: no control characters, no word wider than a column."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

LONGEST_TEXT = 4000
LONGEST_WORD = 24
ZERO_WIDTH_SPACE = "\u200b"

# Everything unprintable but the line break, and what changes the direction of text without closing it.
_UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\ufeff\ud800-\udfff\ufff9-\uffff]")
_LONG = re.compile(rf"\S{{{LONGEST_WORD + 1},}}")


def fit(value: Any) -> Any:
    """The data of a document with every text in it made fit; numbers and truth values stay as they are."""
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, Mapping):
        return {str(key): fit(part) for key, part in value.items()}
    if isinstance(value, Sequence) and not isinstance(value, str):
        return [fit(part) for part in value]
    return _fit_text(str(value))


def _fit_text(text: str) -> str:
    shown = _UNFIT.sub("", text.replace("\r\n", "\n"))[:LONGEST_TEXT]
    return _LONG.sub(lambda word: _broken(word[0]), shown)


def _broken(word: str) -> str:
    pieces = (word[at : at + LONGEST_WORD] for at in range(0, len(word), LONGEST_WORD))
    return ZERO_WIDTH_SPACE.join(pieces)
