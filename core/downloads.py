"""Answers that are files to keep."""

from django.http import HttpResponse
from django.utils.http import content_disposition_header

XML, CALENDAR = "application/xml; charset=utf-8", "text/calendar; charset=utf-8"


def file_answer(data: bytes, name: str, content_type: str) -> HttpResponse:
    """Answer with a file to keep under a name; browsers show nothing of it."""
    response = HttpResponse(data, content_type=content_type)
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
