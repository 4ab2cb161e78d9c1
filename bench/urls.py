"""A reseller's addresses, an empty view and a list of 50 people."""

from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.urls import path

from config.urls.reseller import urlpatterns as product
from tenant_apps.accounts.models import User
from tenants.access import public


@public
def empty(request: HttpRequest) -> HttpResponseBase:
    """No query, no template."""
    return JsonResponse({})


@public
def people(request: HttpRequest) -> HttpResponseBase:
    """One query for fifty rows."""
    return JsonResponse(
        {"people": list(User.objects.order_by("pk").values("uuid", "email", "name", "role")[:50])}
    )


urlpatterns = [path("bench/empty/", empty), path("bench/people/", people), *product]
handler500 = "tenants.errors.fault"
