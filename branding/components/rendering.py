"""Renders a component's template, without the page's context: a component knows only what it is given."""

from typing import Any

from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe


def component(name: str, /, **given: Any) -> SafeString:
    return mark_safe(get_template(f"ui/{name}.html").render(given))
