from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("resellers/<uuid:uuid>/entry/", console.console_entry, name="console_entry"),
    path("crossings/", console.console_crossings, name="console_crossings"),
    path("crossings/export/", console.console_crossings_export, name="console_crossings_export"),
    path("crossings/<uuid:uuid>/", console.console_crossing, name="console_crossing"),
    path("crossings/<uuid:uuid>/start/", console.console_crossing_start, name="console_crossing_start"),
    path("crossings/<uuid:uuid>/end/", console.console_crossing_end, name="console_crossing_end"),
]
