from django.urls import URLPattern, URLResolver, path

from ..views import packages

urlpatterns: list[URLPattern | URLResolver] = [
    path("", packages.office_plan, name="office_plan"),
    path("change/", packages.office_plan_change, name="office_plan_change"),
    path("keeping/", packages.office_plan_keeping, name="office_plan_keeping"),
    path("renewal/", packages.office_plan_renewal, name="office_plan_renewal"),
]
