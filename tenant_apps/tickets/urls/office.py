from django.urls import URLPattern, URLResolver, path

from ..views import departments, office, thread

urlpatterns: list[URLPattern | URLResolver] = [
    path("tickets/", office.office_tickets, name="office_tickets"),
    path("tickets/export/", office.office_tickets_export, name="office_tickets_export"),
    path("tickets/files/<uuid:uuid>/", thread.office_ticket_file, name="office_ticket_file"),
    path("tickets/departments/", departments.office_departments, name="office_departments"),
    path("tickets/departments/<uuid:uuid>/", departments.office_department, name="office_department"),
    path(
        "tickets/departments/<uuid:uuid>/removal/",
        departments.office_department_removal,
        name="office_department_removal",
    ),
    path("tickets/<uuid:uuid>/", thread.office_ticket, name="office_ticket"),
    path("tickets/<uuid:uuid>/answer/", thread.office_ticket_answer, name="office_ticket_answer"),
    path("tickets/<uuid:uuid>/handling/", thread.office_ticket_handling, name="office_ticket_handling"),
    path("tickets/<uuid:uuid>/waiting/", thread.office_ticket_waiting, name="office_ticket_waiting"),
    path("tickets/<uuid:uuid>/closure/", thread.office_ticket_closure, name="office_ticket_closure"),
    path("tickets/<uuid:uuid>/opening/", thread.office_ticket_opening, name="office_ticket_opening"),
    path("clients/<uuid:uuid>/tickets/", office.office_client_tickets, name="office_client_tickets"),
    path("clients/<uuid:uuid>/tickets/new/", office.office_ticket_new, name="office_ticket_new"),
]
