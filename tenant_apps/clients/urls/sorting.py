"""Groups, tags and own fields; and who may be one and the same."""

from django.urls import URLPattern, URLResolver, path

from ..views import leaving, sorting

urlpatterns: list[URLPattern | URLResolver] = [
    path("duplicates/", leaving.office_client_duplicates, name="office_client_duplicates"),
    path("sorting/", sorting.office_client_sorting, name="office_client_sorting"),
    path("sorting/groups/new/", sorting.office_client_group_add, name="office_client_group_add"),
    path("sorting/groups/<uuid:uuid>/", sorting.office_client_group, name="office_client_group"),
    path(
        "sorting/groups/<uuid:uuid>/removal/",
        sorting.office_client_group_removal,
        name="office_client_group_removal",
    ),
    path("sorting/tags/new/", sorting.office_client_tag_add, name="office_client_tag_add"),
    path("sorting/tags/<uuid:uuid>/", sorting.office_client_tag, name="office_client_tag"),
    path(
        "sorting/tags/<uuid:uuid>/removal/",
        sorting.office_client_tag_removal,
        name="office_client_tag_removal",
    ),
    path("sorting/fields/new/", sorting.office_client_field_add, name="office_client_field_add"),
    path("sorting/fields/<uuid:uuid>/", sorting.office_client_field, name="office_client_field"),
    path(
        "sorting/fields/<uuid:uuid>/archive/",
        sorting.office_client_field_archive,
        name="office_client_field_archive",
    ),
]
