"""The office's brand page: name, words, colour and logo of the portal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from branding.images import LARGEST_BYTES
from branding.models import Brand
from branding.queries import BrandLook, brand_of
from branding.verbs import save_brand
from tenants.access import office
from tenants.context import current_tenant

WORDS = ("name", "tagline", "hero_title", "hero_text", "support_email", "support_phone", "footer")


class BrandForm(forms.ModelForm):  # type: ignore[type-arg]
    """The brand as its owner writes it; a logo is read here and judged by `save_brand`."""

    colour = forms.RegexField(
        r"^#[0-9a-fA-F]{6}$",
        label=_("Colour"),
        widget=forms.TextInput(attrs={"type": "color"}),
        help_text=_("Buttons wear it as it is; texts and lines get a readable shade of it."),
    )
    logo_file = forms.FileField(
        label=_("Logo"), required=False, help_text=_("PNG, JPEG or WebP, at most 2 MB.")
    )
    drop_logo = forms.BooleanField(label=_("Show the first letter instead of a logo"), required=False)

    class Meta:
        model = Brand
        fields = ["name", "tagline", "hero_title", "hero_text", "support_email", "support_phone", "footer"]
        labels = {
            "name": _("Name"),
            "tagline": _("Tagline"),
            "hero_title": _("Headline of the shop"),
            "hero_text": _("Text below the headline"),
            "support_email": _("Support e-mail"),
            "support_phone": _("Support phone"),
            "footer": _("Footer"),
        }

    field_order = ["name", "colour", "logo_file", "drop_logo", "tagline", "hero_title", "hero_text"]

    def clean_logo_file(self) -> bytes | None:
        file: UploadedFile[Any] | None = self.cleaned_data["logo_file"]
        if file is None:
            return None
        if (file.size or 0) > LARGEST_BYTES:
            raise ValidationError(_("The file is larger than 2 MB. Choose a smaller one."))
        return bytes(file.read())

    def changes(self) -> dict[str, Any]:
        """What to hand to `save_brand`."""
        fields: dict[str, Any] = {word: self.cleaned_data[word] for word in WORDS}
        fields["colour"] = self.cleaned_data["colour"]
        if self.cleaned_data["logo_file"]:
            fields["logo"] = self.cleaned_data["logo_file"]
        elif self.cleaned_data["drop_logo"]:
            fields["logo"] = None
        return fields


@office("brand.edit")
def brand(request: HttpRequest) -> HttpResponse:
    look = brand_of(current_tenant())
    form = BrandForm(request.POST or None, request.FILES or None, initial=_initial(look))
    if request.method == "POST" and form.is_valid() and _saved(form, request):
        messages.success(request, gettext("Your portal wears the new brand."))
        return redirect("office_brand")
    return render(request, "office/brand.html", {"form": form, "look": look})


def _saved(form: BrandForm, request: HttpRequest) -> bool:
    try:
        save_brand(current_tenant(), fields=form.changes(), by=request.user.actor)  # type: ignore[union-attr]
    except ValidationError as refused:
        _show(form, refused)
        return False
    return True


def _show(form: BrandForm, refused: ValidationError) -> None:
    if not hasattr(refused, "error_dict"):
        form.add_error("logo_file", refused)
        return
    for field, errors in refused.error_dict.items():
        known = {"logo": "logo_file"}.get(field, field)
        form.add_error(known if known in form.fields else None, errors)


def _initial(look: BrandLook) -> dict[str, Any]:
    return {"colour": look.colour, **{word: getattr(look, word) for word in WORDS}}
