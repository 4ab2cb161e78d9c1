from django.urls import URLPattern, URLResolver, path

from ..views import imports

urlpatterns: list[URLPattern | URLResolver] = [
    path("", imports.office_client_imports, name="office_client_imports"),
    path("example/", imports.office_client_import_example, name="office_client_import_example"),
    path("<uuid:uuid>/", imports.office_client_import, name="office_client_import"),
    path("<uuid:uuid>/columns/", imports.office_client_import_columns, name="office_client_import_columns"),
    path(
        "<uuid:uuid>/progress/", imports.office_client_import_progress, name="office_client_import_progress"
    ),
    path("<uuid:uuid>/rows/", imports.office_client_import_rows, name="office_client_import_rows"),
    path("<uuid:uuid>/start/", imports.office_client_import_start, name="office_client_import_start"),
    path("<uuid:uuid>/undoing/", imports.office_client_import_undoing, name="office_client_import_undoing"),
]
