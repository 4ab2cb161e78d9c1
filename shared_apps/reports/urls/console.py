from django.urls import URLPattern, URLResolver, path

from ..views import console

urlpatterns: list[URLPattern | URLResolver] = [
    path("", console.report_sales, name="console_reports"),
    path("rows/", console.report_rows, name="console_report_rows"),
    path("recurring/", console.report_recurring, name="console_report_recurring"),
]
