"""The API front's machinery: problem details (RFC 9457), ETags, paging, field selection."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.core.exceptions import PermissionDenied
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db.models import ProtectedError, RestrictedError
from django.http import Http404
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed
from rest_framework import authentication, exceptions, pagination, serializers
from rest_framework.request import Request
from rest_framework.response import Response

from core.errors import BadInputError, DomainError, IllegalNowError, NotVisibleError, StaleError

PROBLEM = "application/problem+json"


class SessionAuthentication(authentication.SessionAuthentication):
    """The browser's session; answers 401 with a challenge where nobody is logged in."""

    def authenticate_header(self, request: Request) -> str:  # noqa: ARG002
        """Name the scheme, so that the refusal is 401 and not 403."""
        return "Session"


class Pages(pagination.PageNumberPagination):
    """Pages of 50, at most 200."""

    page_size_query_param = "page_size"
    max_page_size = 200


def _flat(detail: Any, path: str = "") -> Iterator[dict[str, str]]:
    """Turn DRF's nested detail into ``{field, message}`` rows."""
    if isinstance(detail, Mapping):
        for name, inner in detail.items():
            own = "" if name == "non_field_errors" else str(name)
            yield from _flat(inner, f"{path}.{own}".strip("."))
    elif isinstance(detail, list):
        for inner in detail:
            yield from _flat(inner, path)
    else:
        yield {"field": path, "message": str(detail)}


def as_domain_error(error: Exception) -> DomainError | None:
    """Translate what Django and the state machines raise into the house's own family."""
    if isinstance(error, DomainError):
        return error
    if isinstance(error, TransitionNotAllowed):
        return IllegalNowError(_("The record is in a state that does not allow this."))
    if isinstance(error, ConcurrentTransition):
        return IllegalNowError(_("Someone else moved this record a moment ago. Look at it again."))
    if isinstance(error, DjangoValidationError):
        fields = error.message_dict if hasattr(error, "error_dict") else {"": error.messages}
        return BadInputError(fields)
    if isinstance(error, RestrictedError | ProtectedError):
        return IllegalNowError(_("Other records refer to this one."))
    if isinstance(error, Http404):
        return NotVisibleError(_("Not found"))
    return None


def problem_of(error: DomainError) -> dict[str, Any]:
    """Give the problem details of a refusal."""
    body: dict[str, Any] = {
        "type": f"about:blank#{error.code}",
        "title": str(error.title),
        "status": error.status,
        "detail": str(error),
        "code": error.code,
        "reasons": [str(reason) for reason in error.reasons],
    }
    if isinstance(error, BadInputError):
        body["errors"] = [
            {"field": name, "message": str(text)} for name, texts in error.fields.items() for text in texts
        ]
    if isinstance(error, StaleError):
        body["theirs"] = {name: str(value) for name, value in error.theirs.items()}
    return body


def problem(error: Exception, _context: Mapping[str, Any]) -> Response | None:
    """Answer every known error as problem details; None lets a real fault become a 500."""
    domain = as_domain_error(error)
    if domain is not None:
        return Response(problem_of(domain), status=domain.status, content_type=PROBLEM)
    if isinstance(error, PermissionDenied):
        error = exceptions.PermissionDenied()
    if not isinstance(error, exceptions.APIException):
        return None
    code = "bad_input" if isinstance(error, exceptions.ValidationError) else str(error.default_code)
    body = {
        "type": f"about:blank#{code}",
        "title": str(error.detail if isinstance(error, exceptions.MethodNotAllowed) else error.default_detail),
        "status": error.status_code,
        "code": code,
        "detail": "; ".join(row["message"] for row in _flat(error.detail)),
        "errors": list(_flat(error.detail)) if isinstance(error, exceptions.ValidationError) else [],
    }
    challenge = getattr(error, "auth_header", None)
    headers = {"WWW-Authenticate": challenge} if challenge else {}
    return Response(body, status=error.status_code, content_type=PROBLEM, headers=headers)


def etag(row: Any) -> str:
    """Give the entity tag of a row: its public id and version."""
    return f'"{row.public_id}.{row.version}"'


def expected_version(request: Request, row: Any) -> int | None:
    """Read ``If-Match``: the version that the caller saw, None where not sent; raises ``StaleError``."""
    sent = request.headers.get("If-Match", "").strip()
    if not sent or sent == "*":
        return None
    if sent != etag(row):
        raise StaleError(
            _("This record was changed meanwhile; your values were not saved."), theirs={"version": row.version}
        )
    return cast("int", row.version)


class FieldsMixin(serializers.BaseSerializer[Any]):
    """Serializers that honour ``?fields=a,b``; ``available_actions`` of a list only when asked for."""

    def get_fields(self) -> dict[str, Any]:
        """Keep the fields that the caller asked for."""
        fields = cast("dict[str, Any]", super().get_fields())  # type: ignore[misc]
        request = self.context.get("request")
        asked = request.query_params.get("fields", "") if request is not None else ""
        wanted = {name.strip() for name in asked.split(",") if name.strip()}
        if wanted:
            return {name: field for name, field in fields.items() if name in wanted}
        if self.parent is not None:
            fields.pop("available_actions", None)
        return fields
