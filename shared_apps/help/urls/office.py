from django.urls import path

from ..views import office

urlpatterns = [
    path("", office.office_help, name="office_help"),
    path("<slug:slug>/", office.office_help_article, name="office_help_article"),
    path("<slug:slug>/cover.jpg", office.office_help_cover, name="office_help_cover"),
    path("<slug:slug>/hiding/", office.office_help_hiding, name="office_help_hiding"),
]
