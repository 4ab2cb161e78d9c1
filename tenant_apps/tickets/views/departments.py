"""The departments that tickets are sent to."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from tenant_apps.clients.people import person_of
from tenants.access import office

from ..errors import DepartmentInUse
from ..forms import DepartmentForm
from ..models import Department
from ..verbs import remove_department, save_department


@office("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def office_departments(request: HttpRequest) -> HttpResponse:
    """Every department, and a form to add one."""
    form = DepartmentForm(request.POST if request.method == "POST" else None)
    return _saved(request, form) or _page(request, form)


@office("settings.edit")
@require_http_methods(["GET", "HEAD", "POST"])
def office_department(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Rename one, or close it."""
    department = get_object_or_404(Department, uuid=uuid)
    form = DepartmentForm(request.POST if request.method == "POST" else None, instance=department)
    return _saved(request, form) or _page(request, form, department)


@office("settings.edit")
@require_POST
def office_department_removal(request: HttpRequest, uuid: UUID) -> HttpResponse:
    """Remove one that no ticket was sent to."""
    try:
        remove_department(get_object_or_404(Department, uuid=uuid), by=person_of(request).actor)
    except DepartmentInUse:
        messages.error(request, _("Tickets were sent to this department. Close it instead."))
    else:
        messages.success(request, _("The department is removed."))
    return redirect("office_departments")


def _saved(request: HttpRequest, form: DepartmentForm) -> HttpResponse | None:
    if request.method != "POST" or not form.is_valid():
        return None
    save_department(form.save(commit=False), by=person_of(request).actor)
    messages.success(request, _("The changes are saved."))
    return redirect("office_departments")


def _page(request: HttpRequest, form: DepartmentForm, chosen: Department | None = None) -> HttpResponse:
    context = {"form": form, "chosen": chosen, "departments": Department.objects.order_by("name")}
    return render(request, "office/tickets/departments.html", context, status=422 if form.errors else 200)
