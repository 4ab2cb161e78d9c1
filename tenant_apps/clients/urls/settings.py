from django.urls import URLPattern, URLResolver, path

from ..views import portal

urlpatterns: list[URLPattern | URLResolver] = [
    path("portal/", portal.office_portal, name="office_portal"),
]
