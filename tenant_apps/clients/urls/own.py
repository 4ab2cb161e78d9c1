from django.urls import URLPattern, URLResolver, path

from ..views import own

urlpatterns: list[URLPattern | URLResolver] = [
    path("files/", own.client_files, name="client_files"),
    path("files/<uuid:uuid>/", own.client_file, name="client_file"),
    path("data/", own.client_data, name="client_data"),
    path("data/export/", own.client_data_export, name="client_data_export"),
    path("data/export/<uuid:uuid>/", own.client_data_archive, name="client_data_archive"),
    path("data/deletion/", own.client_deletion, name="client_deletion"),
    path("data/deletion/undo/", own.client_deletion_undo, name="client_deletion_undo"),
]
