"""Endings of domain names as they are typed: in letters of any script, with or without the dot."""

from __future__ import annotations

import idna
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _


def ending(typed: str) -> str:
    """In A-labels, without its dot; empty stays empty. A `ValidationError` for what is no ending."""
    text = typed.strip().lower().strip(".")
    if not text:
        return ""
    try:
        return idna.encode(text, uts46=True).decode()
    except idna.IDNAError:
        raise ValidationError(_("This is no ending of domain names."), "ending") from None
