from django.urls import URLPattern, URLResolver, path

from ..views import access

urlpatterns: list[URLPattern | URLResolver] = [
    path("", access.client_access, name="client_access"),
    path("export/", access.client_access_export, name="client_access_export"),
    path("<uuid:uuid>/", access.client_crossing, name="client_crossing"),
    path("<uuid:uuid>/answer/", access.client_crossing_answer, name="client_crossing_answer"),
]
