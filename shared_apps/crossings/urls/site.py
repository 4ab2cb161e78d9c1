"""A reseller's host: the way in and the way out."""

from django.urls import URLPattern, URLResolver, path

from ..views import passage

urlpatterns: list[URLPattern | URLResolver] = [
    path("arrive/", passage.crossing_arrival, name="crossing_arrival"),
    path("stop/", passage.crossing_stop, name="crossing_stop"),
    path("answer/<str:token>/", passage.crossing_answer, name="crossing_answer"),
]
