"""Table of contents of the pages."""

from django.urls import URLPattern, URLResolver, include, path

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("phases.exceptions.urls")),
    path("", include("phases.gates.urls")),
    path("", include("phases.plan.urls")),
    path("", include("phases.portfolio.urls")),
    path("", include("phases.redesign.urls")),
    path("", include("phases.rollout.urls")),
    path("", include("phases.uat.urls")),
]
