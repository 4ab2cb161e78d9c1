from django.urls import URLPattern, URLResolver, path

from ..views import office

urlpatterns: list[URLPattern | URLResolver] = [
    path("", office.report_sales, name="office_reports"),
    path("rows/", office.report_rows, name="office_report_rows"),
    path("recurring/", office.report_recurring, name="office_report_recurring"),
]
