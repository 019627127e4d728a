"""Table of contents of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("training.catalogue.urls")),
    path("", include("training.timetable.urls")),
    path("", include("training.learners.urls")),
]
