"""Groups, tags and own fields of a reseller's clients: what to choose from."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.access import office

from ..models import ClientGroup, CustomField, Tag
from ..page_forms import FieldForm, GroupForm, TagForm
from ..people import person_of
from ..verbs.sorting import (
    NameTaken,
    TooManyFields,
    archive_field,
    put_field,
    put_group,
    put_tag,
    remove_sorting,
)


@office("clients.view")
@require_GET
def office_client_sorting(request: HttpRequest) -> HttpResponse:
    """All of them, with how many clients each has."""
    context = {
        "client_groups": ClientGroup.objects.annotate(count=Count("clients")),
        "tags": Tag.objects.annotate(count=Count("clients")),
        "own_fields": CustomField.objects.order_by("is_archived", "position", "pk"),
    }
    return render(request, "office/clients/sorting/list.html", context)


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_group_add(request: HttpRequest) -> HttpResponse:
    return _named(request, GroupForm(request.POST or None), put_group, _("Add group"))


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_group(request: HttpRequest, uuid: UUID) -> HttpResponse:
    group = get_object_or_404(ClientGroup, uuid=uuid)
    return _named(request, GroupForm(request.POST or None, instance=group), put_group, group.name)


@office("clients.edit")
@require_POST
def office_client_group_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    remove_sorting(get_object_or_404(ClientGroup, uuid=uuid), by=person_of(request).actor)
    return redirect("office_client_sorting")


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_tag_add(request: HttpRequest) -> HttpResponse:
    return _named(request, TagForm(request.POST or None), put_tag, _("Add tag"))


@office("clients.edit")
@require_http_methods(["GET", "POST"])
def office_client_tag(request: HttpRequest, uuid: UUID) -> HttpResponse:
    tag = get_object_or_404(Tag, uuid=uuid)
    return _named(request, TagForm(request.POST or None, instance=tag), put_tag, tag.name)


@office("clients.edit")
@require_POST
def office_client_tag_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    remove_sorting(get_object_or_404(Tag, uuid=uuid), by=person_of(request).actor)
    return redirect("office_client_sorting")


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_client_field_add(request: HttpRequest) -> HttpResponse:
    return _field(request, CustomField(), _("Add field"))


@office("settings.edit")
@require_http_methods(["GET", "POST"])
def office_client_field(request: HttpRequest, uuid: UUID) -> HttpResponse:
    field = get_object_or_404(CustomField, uuid=uuid)
    return _field(request, field, field.label)


@office("settings.edit")
@require_POST
def office_client_field_archive(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Ask for it no more, or again."""
    field = get_object_or_404(CustomField, uuid=uuid)
    archive_field(field, is_archived=not field.is_archived, by=person_of(request).actor)
    return redirect("office_client_sorting")


def _named(request: HttpRequest, form: ModelForm[Any], put: Any, title: str) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            put(form.instance, by=person_of(request).actor)
        except NameTaken:
            form.add_error("name", _("There is one of this name already."))
        else:
            return redirect("office_client_sorting")
    return render(request, "office/clients/sorting/form.html", {"form": form, "title": title})


def _field(request: HttpRequest, field: CustomField, title: str) -> HttpResponse:
    form = FieldForm(request.POST or None, instance=field)
    if request.method == "POST" and form.is_valid():
        try:
            put_field(field, form.cleaned_data, by=person_of(request).actor)
        except TooManyFields:
            messages.error(request, _("There are as many fields as there may be. Archive one first."))
        return redirect("office_client_sorting")
    return render(request, "office/clients/sorting/form.html", {"form": form, "title": title})
