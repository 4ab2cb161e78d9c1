"""Parts of forms that are no fields."""

from typing import Any

from django.forms import BaseForm
from django.utils.html import format_html
from django.utils.safestring import SafeString

from branding.components.rendering import component


def form_errors(form: BaseForm) -> SafeString:
    """The summary on top of a form with errors, which takes the focus. `{{ form }}` brings it by itself."""
    return component("form_errors", form=form)


def hidden_next(context: Any) -> SafeString:
    """The address of this page, for forms that come back to it."""
    request = context.get("request")
    return format_html(
        '<input type="hidden" name="next" value="{}">', request.get_full_path() if request else "/"
    )
