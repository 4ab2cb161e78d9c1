"""Inputs of the studio."""

from typing import Any

from django import forms


class ColourInput(forms.TextInput):
    """A code to type, and where JavaScript runs the device's own colour chooser beside it."""

    template_name = "office/brand/widgets/colour.html"


class Choice(forms.RadioSelect):
    """Options to see side by side, each in its own look: `cls` begins the name of its class."""

    template_name = "office/brand/widgets/choice.html"

    def __init__(self, cls: str) -> None:
        super().__init__()
        self.cls = cls

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["cls"] = self.cls
        return context
