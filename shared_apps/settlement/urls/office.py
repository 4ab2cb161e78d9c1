from django.urls import URLPattern, URLResolver, path

from ..views import office, statements

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.office_settlement, name="office_settlement"),
    path("<uuid:uuid>/", statements.office_statement_of_wholesale, name="office_wholesale_statement"),
    path("<uuid:uuid>/lines/", statements.office_statement_lines, name="office_wholesale_lines"),
]
