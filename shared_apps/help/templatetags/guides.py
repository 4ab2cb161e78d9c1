"""Words of articles under the brand of whose page they stand on."""

from __future__ import annotations

from typing import Any

from django import template

from ..naming import branded as _branded

register = template.Library()


@register.simple_tag(takes_context=True)
def branded(context: Any, text: str) -> str:
    """The text with the name of the page's brand where its author left room for it."""
    return _branded(text, context["brand"].name)
