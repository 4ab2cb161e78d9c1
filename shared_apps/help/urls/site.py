from django.urls import path

from ..views import client

urlpatterns = [
    path("", client.help_home, name="help_home"),
    path("<slug:slug>/", client.help_article, name="help_article"),
    path("<slug:slug>/cover.jpg", client.help_cover, name="help_cover"),
]
