"""Table of contents of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("programme.budget.urls")),
    path("", include("programme.capability.urls")),
    path("", include("programme.charter.urls")),
    path("", include("programme.checks.urls")),
    path("", include("programme.diagnosis.urls")),
    path("", include("programme.closure.urls")),
    path("", include("programme.governance.urls")),
    path("", include("programme.landscape.urls")),
    path("", include("programme.needs.urls")),
    path("", include("programme.notices.urls")),
    path("", include("programme.people.urls")),
    path("", include("programme.raid.urls")),
    path("", include("programme.records.urls")),
    path("", include("programme.savedviews.urls")),
    path("", include("programme.signoff.urls")),
    path("", include("programme.sourcing.urls")),
    path("", include("programme.sponsor.urls")),
    path("", include("programme.stakeholders.urls")),
]
