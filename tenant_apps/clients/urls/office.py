from django.urls import URLPattern, URLResolver, path

from ..views import entry, office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.office_clients, name="office_clients"),
    path("new/", office.office_client_add, name="office_client_add"),
    path("export/", office.office_clients_export, name="office_clients_export"),
    path("closure/", office.office_clients_closure, name="office_clients_closure"),
    path("<uuid:uuid>/", office.office_client, name="office_client"),
    path("<uuid:uuid>/edit/", office.office_client_edit, name="office_client_edit"),
    path("<uuid:uuid>/entry/", entry.office_client_entry, name="office_client_entry"),
    path(
        "<uuid:uuid>/entry/<uuid:crossing>/",
        entry.office_client_entry_start,
        name="office_client_entry_start",
    ),
    path("<uuid:uuid>/opening/", office.office_client_opening, name="office_client_opening"),
]
