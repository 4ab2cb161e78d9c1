"""The kinds of things in the catalogue, by the word that stands for each in addresses."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from shared_apps.kernel.actor import Actor

from ..forms.items import AddOnForm, GroupForm, ItemForm, PlanForm, ProductForm
from ..forms.tier import TierForm


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind: its form, its words, and the page that lists it."""

    word: str
    form: type[ItemForm]
    title: str | Promise
    new_title: str | Promise
    home: str = "console_catalog"


KINDS = {
    kind.word: kind
    for kind in (
        Kind("group", GroupForm, _("Group"), _("New group")),
        Kind("product", ProductForm, _("Product"), _("New product")),
        Kind("plan", PlanForm, _("Plan"), _("New plan")),
        Kind("add-on", AddOnForm, _("Add-on"), _("New add-on")),
        Kind("tier", TierForm, _("Tier"), _("New tier"), "console_tiers"),
    )
}


def kind_of(word: str) -> Kind:
    """The kind that an address names, or 404."""
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def thing(kind: Kind, key: str) -> Any:
    """The thing of that kind and key, or 404."""
    return get_object_or_404(kind.form.model, **{kind.form.KEY: key})


def actor_of(request: HttpRequest) -> Actor:
    person: Any = request.user
    found: Actor = person.actor
    return found
