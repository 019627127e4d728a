"""Table of contents of the API."""

from django.urls import URLPattern, URLResolver, include, path
from rest_framework.routers import SimpleRouter

from feedback.inbox import api as inbox

SCOPE = r"programmes/(?P<slug>[-a-z0-9]+)"

router = SimpleRouter()
router.register(f"{SCOPE}/feedback", inbox.FeedbackViewSet, "api-feedback")

urlpatterns: list[URLPattern | URLResolver] = [path("", include(router.urls))]
