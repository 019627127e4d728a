"""Order and overlap of the waves in the API, and a change of them with everything that it moves."""

from collections.abc import Mapping
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from core.access import require
from phases.gates.selectors.proposals import Proposal, WaveSpan, propose_overlap
from phases.gates.selectors.repeats import own_blueprint, repeats_of, wanted_overlap
from phases.gates.services import set_overlap
from phases.plan.selectors.ripple import ripple_json
from phases.rollout.choices import WaveLink
from phases.rollout.permissions import ACTIONS, can_see
from phases.rollout.selectors import kept_overlap
from programme.scope import person, programme_for


class StageBody(serializers.Serializer[Any]):
    """Whether to do it, or only to say what moves; the mark of an answer makes sure that exactly that is done."""

    dry_run = serializers.BooleanField(default=False)
    mark = serializers.CharField(required=False, allow_blank=True, default="", max_length=64)


class OverlapBody(StageBody):
    """The rule, and the waves from the first to the last by code; what is left out stays as it is."""

    kind = serializers.ChoiceField(choices=WaveLink.choices, required=False)
    lag = serializers.IntegerField(required=False, allow_null=True, help_text="working days; null: the blueprint's")
    at_once = serializers.IntegerField(required=False, allow_null=True, help_text="null: no bound")
    order = serializers.ListField(child=serializers.CharField(max_length=10), required=False, max_length=50)


class DaysSerializer(serializers.Serializer[Any]):
    """First and last day."""

    first = serializers.DateField()
    last = serializers.DateField()


class WaveSpanSerializer(serializers.Serializer[Any]):
    """A wave before and after; null where its stage is not in the plan."""

    wave = serializers.CharField()
    begun = serializers.BooleanField()
    before = DaysSerializer(allow_null=True)
    after = DaysSerializer(allow_null=True)


class WaveProposalSerializer(serializers.Serializer[Any]):
    """A change of the waves: whether it was written, what moves, and what takes it back."""

    written = serializers.BooleanField()
    mark = serializers.CharField()
    order = serializers.ListField(child=serializers.CharField())
    waves = WaveSpanSerializer(many=True)
    ripple = serializers.DictField(help_text="as POST plan/ripple/ gives it")
    undo = serializers.DictField(help_text="the call that takes it back, empty where nothing was written")


class StandingSerializer(serializers.Serializer[Any]):
    """The rule as it stands, the lag of the blueprint, and the waves with their stage in order."""

    kind = serializers.ChoiceField(choices=WaveLink.choices)
    lag = serializers.IntegerField(allow_null=True)
    at_once = serializers.IntegerField(allow_null=True)
    blueprint_lag = serializers.IntegerField(allow_null=True)
    order = serializers.ListField(child=serializers.CharField())
    waves = WaveSpanSerializer(many=True)


def proposal_json(proposal: Proposal, programme: Any, undo: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Give a proposal, or with what takes it back what was written."""
    return {
        "written": undo is not None,
        "mark": proposal.mark,
        "order": list(proposal.order),
        "waves": [_span(one) for one in proposal.waves],
        "ripple": ripple_json(programme, proposal.computed),
        "undo": dict(undo or {}),
    }


def _span(one: WaveSpan) -> dict[str, Any]:
    sides = {"before": one.before, "after": one.after}
    days = {name: {"first": side[0], "last": side[1]} if side else None for name, side in sides.items()}
    return {"wave": one.wave.code, "begun": one.begun, **days}


class OverlapViewSet(viewsets.ViewSet):
    """How the waves follow one another."""

    @extend_schema(responses=StandingSerializer)
    def show(self, request: Request, slug: str) -> Response:
        """Give the rule and the waves."""
        programme = programme_for(person(request), slug)
        require(can_see, person(request), programme)
        kept, blueprint = kept_overlap(programme), own_blueprint(programme)
        repeats = repeats_of(programme, blueprint)
        return Response(
            {
                "kind": kept.kind,
                "lag": kept.lag,
                "at_once": kept.at_once,
                "blueprint_lag": blueprint.wave_lag if blueprint else None,
                "order": [one.wave.code for one in repeats],
                "waves": [_span(WaveSpan(one.wave, one.begun, one.span, one.span)) for one in repeats],
            }
        )

    @extend_schema(request=OverlapBody, responses=WaveProposalSerializer)
    def settle(self, request: Request, slug: str) -> Response:
        """Say what another order or overlap moves, or link the waves so."""
        programme = programme_for(person(request), slug)
        require(ACTIONS["plan_stage"], person(request), programme)
        body = OverlapBody(data=request.data)
        body.is_valid(raise_exception=True)
        said = dict(body.validated_data)
        dry, mark, kept = said.pop("dry_run"), said.pop("mark"), kept_overlap(programme)
        standing: dict[str, Any] = {"kind": kept.kind, "lag": kept.lag, "at_once": kept.at_once}
        wanted = standing | {"order": [one.wave.code for one in repeats_of(programme)]} | said
        if dry:
            overlap = wanted_overlap(programme, wanted["kind"], wanted["lag"], wanted["at_once"])
            proposal = propose_overlap(programme, overlap=overlap, order=wanted["order"])
            return Response(proposal_json(proposal, programme))
        settled = set_overlap(programme, actor=person(request), mark=mark, **wanted)
        return Response(proposal_json(settled.proposal, programme, settled.undo))
