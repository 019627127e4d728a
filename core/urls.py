"""Both URL trees: pages at the root, the API below ``/api/v1/``."""

from django.urls import URLPattern, URLResolver, include, path
from drf_spectacular.views import SpectacularAPIView

from core import probes, views

handler400 = "core.views.bad_request"
handler403 = "core.views.forbidden"
handler404 = "core.views.not_found"
handler500 = "core.views.server_error"

API: list[URLPattern | URLResolver] = [
    path("schema/", SpectacularAPIView.as_view(), name="schema"),
    path("docs/", views.ApiDocs.as_view(), name="api-docs"),
    path("", include("programme.api_urls")),
    path("", include("phases.api_urls")),
    path("", include("adoption.api_urls")),
    path("", include("training.api_urls")),
    path("", include("feedback.api_urls")),
    path("", include("roi.api_urls")),
]

urlpatterns = [
    path("healthz", probes.healthz, name="healthz"),
    path("readyz", probes.readyz, name="readyz"),
    path("language/", views.set_language, name="set_language"),
    path("", include("programme.urls")),
    path("", include("phases.urls")),
    path("", include("adoption.urls")),
    path("", include("training.urls")),
    path("", include("feedback.urls")),
    path("", include("roi.urls")),
    path("api/v1/", include(API)),
]
