"""Figures for monitoring: requests and jobs, for this machine or for who has the token."""

import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST

from core import metrics
from core.serve import LOOPBACK
from programme.records.selectors.backlog import backlog_lines


def show_metrics(request: HttpRequest) -> HttpResponse:
    """Write the figures; who may not read them sees no page."""
    if not may_read(request):
        raise Http404
    return HttpResponse(metrics.of_requests() + backlog_lines().encode(), content_type=CONTENT_TYPE_LATEST)


def may_read(request: HttpRequest) -> bool:
    """Tell whether the token is right; without one, whether the request comes from this machine and no proxy."""
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return secrets.compare_digest(given.encode(), settings.METRICS_TOKEN.encode())
    direct = not settings.BEHIND_PROXY and "X-Forwarded-For" not in request.headers
    return direct and request.META.get("REMOTE_ADDR") in LOOPBACK
