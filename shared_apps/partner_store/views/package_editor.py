"""The operator's packages in the console."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from shared_apps.kernel.history import history_of
from tenants.access import console

from ..models import PlatformPlan, PlatformSubscription
from ..package_forms import PackageForm
from ..verbs.packages import SkuTaken, put_package


@console("catalog.edit")
@require_GET
def console_packages(request: HttpRequest) -> HttpResponse:
    """Every package with its prices and how many resellers have it."""
    running = PlatformSubscription.objects.exclude(status="ended").values_list("sku").annotate(Count("pk"))
    counts = dict(running.order_by())
    packages = PlatformPlan.objects.prefetch_related("prices")
    rows = [(package, counts.get(package.sku, 0)) for package in packages]
    return render(request, "console/packages/list.html", {"rows": rows})


@console("catalog.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_new_package(request: HttpRequest) -> HttpResponse:
    """Write a new one."""
    return _edit(request, None)


@console("catalog.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def console_package(request: HttpRequest, sku: str) -> HttpResponse:
    """Change one; what was billed stays as it was."""
    return _edit(request, get_object_or_404(PlatformPlan.objects.prefetch_related("prices"), sku=sku))


def _edit(request: HttpRequest, package: PlatformPlan | None) -> HttpResponse:
    form = PackageForm(request.POST if request.method == "POST" else None, package=package)
    if request.method == "POST" and form.is_valid():
        person: Any = request.user
        try:
            put_package(form.wish, package=package, by=person.actor)
        except SkuTaken:
            form.add_error("sku", _("There is a package of this name."))
        else:
            messages.success(request, _("The changes are saved."))
            return redirect("console_packages")
    history = history_of(package)[:20] if package else []
    context = {"form": form, "package": package, "history": history}
    return render(request, "console/packages/edit.html", context, status=422 if form.errors else 200)
