"""The console's categories of the help."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenants.access import console

from ..forms import CategoryForm
from ..models import Category
from ..verbs import CategoryInUse, delete_category, put_category


@console("help.edit")
@require_http_methods(["GET", "POST"])
def console_help_categories(request: HttpRequest) -> HttpResponse:
    """Every category; one is made, or changed by its address."""
    person: Any = request.user
    form = CategoryForm(request.POST or None, initial=_wished(request))
    if request.method == "POST" and form.is_valid():
        put_category(**form.wish, by=person.actor)
        messages.success(request, _("Saved."))
        return redirect("console_help_categories")
    shelves = Category.objects.annotate(number=Count("articles"))
    status = 422 if form.is_bound else 200
    return render(request, "console/help/categories.html", {"form": form, "shelves": shelves}, status=status)


@console("help.edit")
@require_POST
def console_help_category_removal(request: HttpRequest, slug: str) -> HttpResponse:
    person: Any = request.user
    try:
        delete_category(get_object_or_404(Category, slug=slug), by=person.actor)
    except CategoryInUse:
        messages.warning(request, _("There are articles in it."))
    else:
        messages.success(request, _("The category is deleted."))
    return redirect("console_help_categories")


def _wished(request: HttpRequest) -> dict[str, Any]:
    """The category that is to be changed."""
    found = Category.objects.filter(slug=request.GET.get("change", "")[:40].replace("\x00", "")).first()
    if found is None:
        return {}
    names = {f"name_{code}": name for code, name in found.name.items()}
    return {"slug": found.slug, "position": found.position, **names}
