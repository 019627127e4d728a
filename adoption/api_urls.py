"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from adoption.quality import api as quality
from adoption.usage import api as usage

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register(f"{SCOPE}/quality-rules", quality.QualityRuleViewSet, "api-quality-rules")

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include(router.urls)),
    path("programmes/<slug:slug>/adoption/", usage.AdoptionViewSet.as_view({"get": "show"}), name="api-adoption"),
    path(
        "programmes/<slug:slug>/adoption/scorecard/",
        usage.ScorecardViewSet.as_view({"get": "show"}),
        name="api-scorecard",
    ),
    path(
        "programmes/<slug:slug>/adoption/score-weights/",
        usage.ScorecardViewSet.as_view({"get": "weights", "post": "create"}),
        name="api-scoreweights",
    ),
]
