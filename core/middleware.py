"""Per request: its id, time and log line; the person's language and zone; one place where a refusal becomes a page."""

import logging
import re
import secrets
import time
import zoneinfo
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.middleware.locale import LocaleMiddleware as DjangoLocaleMiddleware
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import get_supported_language_variant

from core import metrics
from core.api import as_domain_error
from core.logs import request_id

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("landfall.request")
GIVEN_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")


class RequestMiddleware:
    """Names each request, a proxy's name for it if there is one, and says in one line what became of it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, count and tell: the view's name, never the path, which may carry a one-time link."""
        given = request.headers.get("X-Request-ID", "")
        name = given if GIVEN_ID.fullmatch(given) else secrets.token_hex(8)
        mark, began = request_id.set(name), time.monotonic()
        try:
            response = self.get_response(request)
            response.headers["X-Request-ID"] = name
            seconds, match = time.monotonic() - began, request.resolver_match
            view = match.view_name if match is not None else "none"
            metrics.observe(request.method or "", view, response.status_code, seconds)
            told = {"method": request.method, "view": view, "status": response.status_code, "ms": round(seconds * 1000)}
            log.info("answered", extra=told)
            return response
        finally:
            request_id.reset(mark)


class LocaleMiddleware(DjangoLocaleMiddleware):
    """The language of the cookie, else of the browser, else of the installation."""


class PersonMiddleware:
    """Each person's own language (unless the cookie says otherwise) and time zone."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Activate both, answer, and leave the thread as it was."""
        user = request.user
        if user.is_authenticated:
            if settings.LANGUAGE_COOKIE_NAME not in request.COOKIES and user.language:
                language = get_supported_language_variant(user.language)
                translation.activate(language)
                request.LANGUAGE_CODE = language
            if user.time_zone:
                timezone.activate(zoneinfo.ZoneInfo(user.time_zone))
        try:
            return self.get_response(request)
        finally:
            timezone.deactivate()


class RefusalMiddleware:
    """A ``DomainError`` that no form caught becomes a page with its status and all its reasons."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Render the refusal; what was typed is shown back so that nothing is lost."""
        error = as_domain_error(exception)
        if error is None or error.status == 404:  # noqa: PLR2004
            return None if error is None else render(request, "404.html", status=404)
        typed = [
            (name, value)
            for name, values in request.POST.lists()
            for value in values
            if value and name != "csrfmiddlewaretoken" and "password" not in name
        ]
        status = 409 if error.status == 412 else error.status  # noqa: PLR2004  (412 answers If-Match only)
        return render(request, "refusal.html", {"error": error, "typed": typed}, status=status)
