from django.urls import URLPattern, URLResolver, path

from ..views import client

urlpatterns: list[URLPattern | URLResolver] = [
    path("", client.client_tickets, name="client_tickets"),
    path("new/", client.client_ticket_new, name="client_ticket_new"),
    path("files/<uuid:uuid>/", client.client_ticket_file, name="client_ticket_file"),
    path("<uuid:uuid>/", client.client_ticket, name="client_ticket"),
    path("<uuid:uuid>/closure/", client.client_ticket_closure, name="client_ticket_closure"),
    path("<uuid:uuid>/opening/", client.client_ticket_opening, name="client_ticket_opening"),
]
