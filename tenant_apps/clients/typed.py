"""Texts that people type into forms without a form class, and into addresses."""

from __future__ import annotations

from django.http import QueryDict

LONGEST = 500


def typed(query: QueryDict, name: str) -> str:
    """What was typed, without the spaces around it; a NUL, which no database text can hold, is dropped."""
    return query.get(name, "").replace("\x00", "").strip()[:LONGEST]
