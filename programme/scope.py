"""The programme in a URL, fetched once for both fronts: what a person may not see does not exist."""

import json
from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib.auth.mixins import LoginRequiredMixin
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework import mixins, viewsets
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import Action, Predicate, allows, require
from core.api import etag
from core.errors import NotVisibleError
from core.pages import ActionView, went_to
from core.personal import OPEN, Wall
from core.register import SavedView
from programme.charter.models import Programme
from programme.landscape.selectors import hidden_kinds, may_export_personal
from programme.landscape.services import export_openly
from programme.people.models import User
from programme.records.services.idempotency import Answer, claim, fingerprint_of, keep
from programme.savedviews.selectors import views_of

if TYPE_CHECKING:
    from django.views.generic.base import View

    ViewBase = View
else:
    ViewBase = object

M = TypeVar("M", bound=Model)


class AnsweredBeforeError(Exception):
    """This ``Idempotency-Key`` has its answer already."""

    def __init__(self, answer: Answer) -> None:
        """Keep the answer."""
        super().__init__(answer.status)
        self.answer = answer


def person(request: HttpRequest | Request) -> User:
    """Return who is logged in; views behind the mixins always have someone."""
    return cast("User", request.user)


def programme_for(user: User, slug: str) -> Programme:
    """Return the programme if this person sees it; raises ``Http404``."""
    programme = Programme.objects.visible_to(user).filter(slug=slug).first()
    if programme is None:
        raise Http404
    return programme


def programme_named(slug: str) -> Programme:
    """Return the programme of a command line; raises ``NotVisibleError`` naming those there are."""
    programme = Programme.objects.filter(slug=slug).first()
    if programme is None:
        known = ", ".join(Programme.objects.order_by("slug").values_list("slug", flat=True)) or "–"
        raise NotVisibleError(_("No programme %(slug)s. There are: %(known)s") % {"slug": slug, "known": known})
    return programme


class OwnViewsMixin(ViewBase):
    """A register in which people save views of their own; ``ProgrammeMixin`` has it already."""

    def own_views(self) -> list[SavedView]:
        """Give the views that this person saved here; one query."""
        route = self._route()
        found = views_of(person(self.request), route, getattr(self, "programme", None)) if route else []
        return [SavedView(view.name, view.query) for view in found]

    def keep_url(self) -> str:
        """Give the page that saves another; empty where the address names a row."""
        route, programme = self._route(), getattr(self, "programme", None)
        if not route:
            return ""
        if programme is None:
            return reverse("savedviews:new_outside", args=[route])
        return reverse("savedviews:new", args=[programme.slug, route])

    def _route(self) -> str:
        match = self.request.resolver_match
        return match.view_name if match is not None and not {*match.kwargs} - {"slug"} else ""


class ProgrammeMixin(LoginRequiredMixin, OwnViewsMixin):
    """Pages of one programme: ``self.programme`` and ``self.person`` are there before the method runs.

    ``reads`` is the predicate for seeing the page at all, ``acts`` that for sending to it (and for seeing the form of
    an ``ActionView``): 403 where one refuses, before the shape of what was sent is looked at. An act on a row gives it
    in ``acted_on``; one whose predicate depends on its address overrides ``right``.
    """

    programme: Programme
    person: User
    reads: ClassVar[Any] = None  # a Predicate
    nav: ClassVar[str] = ""  # the map entry this page belongs to, where its address does not tell
    acts: ClassVar[Any]  # a Predicate; a register's ``acts()`` are its buttons, and nothing is sent to a register

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Log in first, then fetch the programme."""
        if not request.user.is_authenticated:
            refusal: HttpResponseBase = self.handle_no_permission()
            return refusal
        self.person = person(request)
        self.programme = programme_for(self.person, kwargs["slug"])
        request.programme = self.programme  # type: ignore[attr-defined]
        request.nav = type(self).nav  # type: ignore[attr-defined]
        if self.reads is not None:
            require(type(self).reads, self.person, self.programme)
        if self._sends(request) and (right := self.right()) is not None:
            require(right, self.person, self.acted_on())
        return super().dispatch(request, *args, **kwargs)

    def handle_no_permission(self) -> Any:
        """Send to the login as a whole page, and from there back to a page that can be opened."""
        request = self.request
        back = request.get_full_path()
        if request.method not in SAFE_METHODS and not hasattr(self, "get"):
            back = urlsplit(request.META.get("HTTP_REFERER", "")).path or "/"
        return went_to(request, f"{resolve_url(settings.LOGIN_URL)}?{urlencode({'next': back})}")

    def right(self) -> Predicate | None:
        """The predicate for sending to this page."""
        found: Predicate | None = getattr(type(self), "acts", None)
        return found

    def acted_on(self) -> Any:
        """What the right is asked for: the programme, or the row of the address."""
        return self.programme

    def _sends(self, request: HttpRequest) -> bool:
        if request.method in SAFE_METHODS:
            return isinstance(self, ActionView)
        return hasattr(self, str(request.method).lower())

    def hides(self, kinds: Collection[str]) -> frozenset[str]:
        """Say which of these kinds of personal data the programme masks in files; one query where there are any."""
        return hidden_kinds(self.programme) & frozenset(kinds) if kinds else frozenset()

    def may_open(self) -> bool:
        """Tell whether this person may have files with personal data."""
        return allows(may_export_personal, self.person, self.programme)

    def wall(self, kinds: Collection[str], title: Any, *, own: bool = False) -> Wall:
        """Give what a file with these kinds of personal data hides; ``own`` where its register knows of more.

        Asked for in the open (``personal`` in the address) it hides nothing, which is audited and not everybody's.
        """
        hidden = self.hides(kinds)
        if self.request.GET.get("personal") and (hidden or own):
            export_openly(self.programme, title=str(title), kinds=hidden, actor=self.person)
            return OPEN
        return Wall(hidden, shut=own)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the programme to every page."""
        context: dict[str, Any] = super().get_context_data(**kwargs)  # type: ignore[misc]
        return context | {"programme": self.programme}


class ProgrammeViewSet(mixins.ListModelMixin, viewsets.GenericViewSet[M], Generic[M]):
    """API of one kind of row in one programme: list, retrieve with ETag; writing is each slice's, through services.

    A slice sets ``queryset``, ``serializer_class``, ``filterset_class`` and perhaps ``reads`` and ``acts`` (action →
    predicate, asked of the row or the programme before the body is looked at); it overrides ``scoped`` where rows
    reach the programme otherwise than by a ``programme`` column.
    """

    lookup_field = "public_id"
    lookup_value_regex = "[-_A-Za-z0-9]+"
    programme: Programme
    reads: ClassVar[Any] = None  # a Predicate
    acts: ClassVar[Mapping[str, Predicate]] = {}
    claimed = ""  # the Idempotency-Key whose answer this request makes

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Authenticate, then fetch the programme."""
        super().initial(request, *args, **kwargs)
        self.programme = programme_for(person(request), kwargs["slug"])
        if self.reads is not None:
            require(type(self).reads, person(request), self.programme)
        self._once(request)
        predicate = self.acts.get(self.action or "")
        if predicate is not None:
            require(predicate, person(request), self.get_object() if self._names_a_row() else self.programme)

    def _once(self, request: Request) -> None:
        """Claim the ``Idempotency-Key`` of a POST, or give the answer it was given before."""
        key = request.headers.get("Idempotency-Key", "")
        if request.method != "POST" or not key:
            return
        asked = fingerprint_of(request.method, request.path, request.body)
        given = claim(person(request), key=key, fingerprint=asked)
        if given is not None:
            raise AnsweredBeforeError(given)
        self.claimed = key

    def handle_exception(self, exc: Exception) -> Response:
        """Give a kept answer again; every other refusal as problem details."""
        if isinstance(exc, AnsweredBeforeError):
            return Response(exc.answer.body, status=exc.answer.status, headers={"Idempotent-Replayed": "true"})
        return super().handle_exception(exc)

    def finalize_response(self, request: Request, response: Any, *args: Any, **kwargs: Any) -> Any:
        """Keep the answer of a claimed key as the caller sees it."""
        answer = super().finalize_response(request, response, *args, **kwargs)
        if self.claimed:
            content = answer.render().content if hasattr(answer, "render") else b""
            body = json.loads(content) if content.strip().startswith((b"{", b"[")) else None
            keep(person(request), key=self.claimed, status=answer.status_code, body=body)
        return answer

    def _names_a_row(self) -> bool:
        return (self.lookup_url_kwarg or self.lookup_field) in self.kwargs

    @property
    def person(self) -> User:
        """Return the caller."""
        return person(self.request)

    def scoped(self, rows: QuerySet[M]) -> QuerySet[M]:
        """Keep the rows of this programme."""
        return rows.filter(programme=self.programme)

    def get_queryset(self) -> QuerySet[M]:
        """Rows of the programme, as a list or a record needs them."""
        rows = super().get_queryset()
        if getattr(self, "swagger_fake_view", False):
            return rows.none()
        rows = self.scoped(rows)
        for_list = getattr(rows, "for_list", None)
        return for_list() if for_list else rows

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: ARG002
        """Give one row with its ETag; 304 where the caller has it."""
        row: Any = self.get_object()
        tag = etag(row)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(self.get_serializer(row).data, headers={"ETag": tag})

    def answer(self, row: Any, status: int = 200) -> Response:
        """Give a written row back with its new ETag, read as a record is read."""
        fresh = self.get_queryset().get(pk=row.pk)
        return Response(self.get_serializer(fresh).data, status=status, headers={"ETag": etag(fresh)})

    def valid(self, request: Request, *, partial: bool = False, instance: M | None = None) -> dict[str, Any]:
        """Check the body's shape with the serializer; raises with every bad field."""
        serializer = self.get_serializer(instance, data=request.data, partial=partial)
        serializer.is_valid(raise_exception=True)
        return dict(serializer.validated_data)


def open_actions(actions: list[Action]) -> list[dict[str, Any]]:
    """Give ``available_actions`` as the API prints it."""
    return [action.as_json() for action in actions]
