from django.urls import URLPattern, URLResolver, path

from ..views import adding, bulk, entry, listing, office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", listing.office_clients, name="office_clients"),
    path("new/", adding.office_client_add, name="office_client_add"),
    path("export/", listing.office_clients_export, name="office_clients_export"),
    path("views/", listing.office_clients_view, name="office_clients_view"),
    path(
        "views/<uuid:uuid>/removal/", listing.office_clients_view_removal, name="office_clients_view_removal"
    ),
    path("bulk/", bulk.office_clients_bulk, name="office_clients_bulk"),
    path("bulk/start/", bulk.office_clients_bulk_start, name="office_clients_bulk_start"),
    path("bulk/<uuid:uuid>/", bulk.office_clients_bulk_state, name="office_clients_bulk_state"),
    path(
        "bulk/<uuid:uuid>/progress/", bulk.office_clients_bulk_progress, name="office_clients_bulk_progress"
    ),
    path("<uuid:uuid>/edit/", office.office_client_edit, name="office_client_edit"),
    path("<uuid:uuid>/entry/", entry.office_client_entry, name="office_client_entry"),
    path(
        "<uuid:uuid>/entry/<uuid:crossing>/",
        entry.office_client_entry_start,
        name="office_client_entry_start",
    ),
    path("<uuid:uuid>/opening/", office.office_client_opening, name="office_client_opening"),
]
