"""Feedback in the API: the endpoint of the button, the register and the acts; the same services as the pages."""

from typing import Any

from django.db.models import QuerySet
from rest_framework import serializers, status
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import expected_version
from core.errors import NotVisibleError
from feedback.inbox import permissions, services
from feedback.inbox.api.shapes import (
    ByCode,
    Classify,
    Defect,
    ItemSerializer,
    Merge,
    Needed,
    Plan,
    Release,
    StepSerializer,
    Target,
    Words,
    body,
)
from feedback.inbox.filters import FeedbackFilterSet
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.clocks import targets_of
from feedback.inbox.selectors.items import similar_items
from feedback.inbox.selectors.reading import item_by_code, steps_for
from programme.scope import ProgrammeViewSet


class FeedbackViewSet(ProgrammeViewSet[FeedbackItem]):
    """The inbox."""

    queryset = FeedbackItem.objects.all()
    serializer_class = ItemSerializer
    filterset_class = FeedbackFilterSet
    acts = (
        {
            "create": permissions.can_send,
            "partial_update": permissions.can_triage,
            "vote": permissions.can_send,
            "unvote": permissions.can_send,
            "by_code": permissions.can_send,
            "targets": permissions.reads,
            "set_target": permissions.can_set_targets,
        }
        | permissions.ITEM_ACTS
        | {"answer_it": permissions.can_handle}
    )

    def scoped(self, rows: QuerySet[FeedbackItem]) -> QuerySet[FeedbackItem]:  # noqa: ARG002
        """Keep what this person sees in this programme."""
        return FeedbackItem.objects.filter(programme=self.programme).visible_to(self.person)

    def _once(self, request: Request) -> None:
        """Keep no answer for an anonymous sender: it would say whose the item is. The service knows the retry."""
        if not (self.action in {"create", "by_code"} and self._nameless(request)):
            super()._once(request)

    def _nameless(self, request: Request) -> bool:
        return self.action == "by_code" or str(dict(request.data).get("anonymous", "")).lower() in {"true", "1", "on"}

    def answer(self, row: FeedbackItem, status: int = 200) -> Response:
        """Give the row back; nothing where the act took it out of the caller's sight."""
        if not self.get_queryset().filter(pk=row.pk).exists():
            return Response(status=204)
        return super().answer(row, status)

    def create(self, request: Request, **_kwargs: Any) -> Response:
        """Send feedback; an anonymous sender gets the code, and nothing else, back."""
        values = self.valid(request)
        anonymous, once = values.pop("anonymous"), request.headers.get("Idempotency-Key", "")
        values.pop("owner", None)
        given = services.give_feedback(
            self.programme, values=values, actor=self.person, anonymous=anonymous, once=once if anonymous else ""
        )
        if given.reply_code:
            return Response({"code": given.item.code, "reply_code": given.reply_code}, status=status.HTTP_201_CREATED)
        return self.answer(given.item, status=status.HTTP_201_CREATED)

    def partial_update(self, request: Request, **_kwargs: Any) -> Response:
        """Put title, module, process, reach or handler right; ``If-Match`` guards against a stale edit."""
        row = self.get_object()
        version = expected_version(request, row)
        given = self.valid(request, partial=True, instance=row)
        values = {name: value for name, value in given.items() if name in request.data}
        return self.answer(services.update_item(row, values=values, actor=self.person, version=version))

    def act(self, name: str, shape: type[serializers.Serializer[Any]]) -> Response:
        """Check the body, call the act's service, give the row back."""
        row = self.get_object()
        expected_version(self.request, row)
        services.ITEM_ACTS[name](row, actor=self.person, **body(shape, self.request))
        return self.answer(row)

    @action(detail=False, methods=["get"])
    def similar(self, request: Request, **_kwargs: Any) -> Response:
        """Find what says much the same as ``?text=``, before it is said again."""
        found = similar_items(self.programme, request.query_params.get("text", "")[:2000])
        return Response(self.get_serializer(found, many=True).data)

    @action(detail=False, methods=["post"], url_path="by-code")
    def by_code(self, request: Request, **_kwargs: Any) -> Response:
        """Read the answers to an anonymous item by its code, add to it, agree or disagree."""
        given = body(ByCode, request)
        item = item_by_code(self.programme, given["reply_code"])
        if item is None:
            raise NotVisibleError
        if act := given.get("act"):
            services.BY_CODE[act](item, actor=None, text=given.get("text", ""), by_code=True)
            item = item_by_code(self.programme, given["reply_code"]) or item
        shown = {name: getattr(item, name) for name in ("code", "title", "text", "state", "waiting")}
        return Response(shown | {"history": StepSerializer(steps_for(item, whole=True), many=True).data})

    @action(detail=False, methods=["get"])
    def targets(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Give the answering times of each kind in service hours."""
        rows = targets_of(self.programme).items()
        return Response([{"kind": kind, "reply_hours": one, "decision_hours": two} for kind, (one, two) in rows])

    @targets.mapping.post
    def set_target(self, request: Request, **_kwargs: Any) -> Response:
        """Set the answering times of a kind."""
        row = services.set_target(self.programme, actor=self.person, **body(Target, request))
        return Response({"kind": row.kind, "reply_hours": row.reply_hours, "decision_hours": row.decision_hours})

    @action(detail=True, methods=["post"])
    def vote(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Want it too."""
        row = self.get_object()
        services.vote_for(row, actor=self.person)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def unvote(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take the vote back."""
        row = self.get_object()
        services.take_vote_back(row, actor=self.person)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def merge(self, request: Request, **_kwargs: Any) -> Response:
        """Merge it into another item of the programme."""
        row = self.get_object()
        expected_version(request, row)
        given = body(Merge, request)
        named = FeedbackItem.objects.filter(programme=self.programme, public_id=given.pop("original"))
        services.merge_item(row, actor=self.person, original=named.first(), **given)
        return self.answer(row)

    @action(detail=True, methods=["post"])
    def acknowledge(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say that it was read."""
        return self.act("acknowledge", Words)

    @action(detail=True, methods=["post"])
    def classify(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Say what it is."""
        return self.act("classify", Classify)

    @action(detail=True, methods=["post"])
    def ask(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Ask the submitter back."""
        return self.act("ask", Needed)

    @action(detail=True, methods=["post"])
    def reply(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Add what the submitter says."""
        return self.act("reply", Needed)

    @action(detail=True, methods=["post"], url_path="answer", url_name="answer")
    def answer_it(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Answer."""
        return self.act("answer", Needed)

    @action(detail=True, methods=["post"])
    def link_defect(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Hand over as a defect."""
        return self.act("link_defect", Defect)

    @action(detail=True, methods=["post"])
    def backlog(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take into the backlog."""
        return self.act("backlog", Needed)

    @action(detail=True, methods=["post"])
    def plan(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Promise it for a release."""
        return self.act("plan", Plan)

    @action(detail=True, methods=["post"])
    def release(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """It can be used now."""
        return self.act("release", Release)

    @action(detail=True, methods=["post"])
    def decline(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """It will not be done, for a reason."""
        return self.act("decline", Needed)

    @action(detail=True, methods=["post"])
    def review(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Review how a complaint was answered."""
        return self.act("review", Needed)

    @action(detail=True, methods=["post"])
    def confirm(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Agree that it is settled."""
        return self.act("confirm", Words)

    @action(detail=True, methods=["post"])
    def reopen(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """It is not settled."""
        return self.act("reopen", Needed)

    @action(detail=True, methods=["post"])
    def split(self, request: Request, **_kwargs: Any) -> Response:  # noqa: ARG002
        """Take a merged item apart again."""
        return self.act("split", Needed)
