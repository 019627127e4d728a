"""Table of contents of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("roi.ledger.urls")),
    path("", include("roi.statements.urls")),
]
