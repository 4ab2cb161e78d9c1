from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.office_access, name="office_access"),
    path("export/", office.office_access_export, name="office_access_export"),
    path("<uuid:uuid>/", office.office_crossing, name="office_crossing"),
    path("<uuid:uuid>/end/", office.office_crossing_end, name="office_crossing_end"),
    path("<uuid:uuid>/answer/", office.office_crossing_answer, name="office_crossing_answer"),
]
