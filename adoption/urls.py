"""Table of contents of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("adoption.quality.urls")),
    path("", include("adoption.usage.urls")),
]
