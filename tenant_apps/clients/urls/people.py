from django.urls import URLPattern, URLResolver, path

from ..views import joining, people

urlpatterns: list[URLPattern | URLResolver] = [
    path("", people.client_people, name="client_people"),
    path("join/<str:token>/", joining.contact_join, name="contact_join"),
    path("<uuid:uuid>/role/", people.client_person_role, name="client_person_role"),
    path("<uuid:uuid>/removal/", people.client_person_removal, name="client_person_removal"),
    path(
        "invitations/<uuid:uuid>/withdrawal/",
        people.client_invitation_withdrawal,
        name="client_invitation_withdrawal",
    ),
    path("choice/<uuid:uuid>/", people.client_choice, name="client_choice"),
]
