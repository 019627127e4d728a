"""Bodies of the acts of the acceptance test, and how an act becomes an address."""

from collections.abc import Callable
from typing import Any

from rest_framework import serializers
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from core.api import expected_version
from phases.uat import permissions
from phases.uat.choices import EntryItem, Priority, Rejection, Severity
from phases.uat.models import Defect, TestCase
from programme.people.models import User

Shape = type[serializers.Serializer[Any]]


class Ref(serializers.SlugRelatedField[Any]):
    """Another record by its public id."""

    def __init__(self, rows: Any = None, **kwargs: Any) -> None:
        given = {"read_only": True} if rows is None else {"queryset": rows, "required": False, "allow_null": True}
        super().__init__(slug_field="public_id", **given | kwargs)


def words(**kwargs: Any) -> serializers.CharField:
    """Make a field for words that the service may miss."""
    return serializers.CharField(required=False, allow_blank=True, **kwargs)


class Nothing(serializers.Serializer[Any]):
    """An act without a body."""


class Reason(serializers.Serializer[Any]):
    """Why."""

    reason = words(default="")


class Plan(serializers.Serializer[Any]):
    """Cases by public id, and their tester."""

    cases = serializers.SlugRelatedField(slug_field="public_id", queryset=TestCase.objects.all(), many=True)
    tester = Ref(User.objects.active())


class Entry(serializers.Serializer[Any]):
    """An item of the entry."""

    item = serializers.ChoiceField(choices=EntryItem.choices)
    met = serializers.BooleanField(default=False)
    note = words(default="")


class WaivedEntry(serializers.Serializer[Any]):
    """An item that the business owner lets go."""

    item = serializers.ChoiceField(choices=EntryItem.choices)
    note = words(default="")


class Concede(serializers.Serializer[Any]):
    """What is let stand until when."""

    defect = serializers.SlugRelatedField(slug_field="public_id", queryset=Defect.objects.all())
    owner = serializers.SlugRelatedField(slug_field="public_id", queryset=User.objects.active())
    expires_on = serializers.DateField()
    workaround = words(default="")


class Tester(serializers.Serializer[Any]):
    """Who tries it."""

    tester = Ref(User.objects.active())


class Say(serializers.Serializer[Any]):
    """A comment, and where the proof is."""

    comment = words(default="")
    evidence = words(default="", max_length=300)


class Fail(Say):
    """What was seen at which step; the defect is reported with it."""

    failed_step = serializers.IntegerField(min_value=1, required=False, allow_null=True, default=None)
    title = words(default="", max_length=200)
    severity = serializers.ChoiceField(choices=Severity.choices, required=False, allow_null=True, default=None)
    workaround = words(default="")


class Triage(serializers.Serializer[Any]):
    """Severity by rule, order by the board."""

    severity = serializers.ChoiceField(choices=Severity.choices)
    priority = serializers.ChoiceField(choices=Priority.choices)
    workaround = words()


class Assign(serializers.Serializer[Any]):
    """Who repairs it, until when."""

    fixer = Ref(User.objects.active(), default=None)
    due_on = serializers.DateField(required=False, allow_null=True)


class Fix(serializers.Serializer[Any]):
    """In which build."""

    build = words(default="", max_length=60)
    note = words(default="")


class Reject(Reason):
    """Why it is none."""

    rejection = serializers.ChoiceField(choices=Rejection.choices)
    duplicate_of = Ref(Defect.objects.all())


class Deferral(Reason):
    """Until which release, with which workaround."""

    target_release = words(default="", max_length=60)
    workaround = words(default="")


CYCLE_SHAPES: dict[str, Shape] = dict.fromkeys(permissions.CYCLE_ACTS, Nothing) | {
    "suspend": Reason, "reopen": Reason, "take_back": Reason,
}  # fmt: skip
RUN_SHAPES: dict[str, Shape] = dict.fromkeys(permissions.RUN_ACTS, Say) | {
    "start": Nothing, "fail": Fail, "retest": Tester,
}  # fmt: skip
DEFECT_SHAPES: dict[str, Shape] = {
    "triage": Triage, "assign": Assign, "fix": Fix, "deliver": Nothing, "close": Nothing, "reopen": Reason,
    "reject": Reject, "ask_deferral": Deferral, "defer": Deferral, "refuse_deferral": Reason, "convert": Reason,
}  # fmt: skip


def acts_on(shapes: dict[str, Shape], labels: Any) -> Callable[[type[Any]], type[Any]]:
    """Give a view set one POST address for each act, all answered by its ``perform``."""

    def dress(view: type[Any]) -> type[Any]:
        for name, shape in shapes.items():
            setattr(view, name, _address(name, shape, labels[name]))
        return view

    return dress


def _address(name: str, shape: Shape, label: Any) -> Any:
    def answer(self: Any, request: Request, **_kwargs: Any) -> Response:
        row = self.get_object()
        expected_version(request, row)
        given = body(shape, request)
        done: Response = self.answer(self.perform(row, name, given) or row)
        return done

    answer.__name__ = name
    answer.__doc__ = f"Do the act “{label}”."
    return action(detail=True, methods=["post"])(answer)


def body(shape: Shape, request: Request) -> dict[str, Any]:
    """Check the body's shape; raises with every bad field."""
    given = shape(data=request.data)
    given.is_valid(raise_exception=True)
    return dict(given.validated_data)
