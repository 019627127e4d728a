"""What scorecards weigh, and how complete people's records are."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from adoption.usage.choices import Metric
from adoption.usage.models import CompletenessReading, ScoreWeight
from adoption.usage.permissions import ACTIONS
from adoption.usage.selectors.periods import today_of
from core.access import require
from core.errors import BadInputError
from core.models import save_validated
from phases.rollout.models import RosterEntry
from programme.records.services import append_event, change, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User


@writes
def set_weight(
    programme: "Programme", *, metric: str, weight: int, valid_from: date, actor: "User | None"
) -> ScoreWeight:
    """Say what a metric weighs from a month on; months that have begun keep what they had.

    The first weight of a metric may begin in any month. Raises ``BadInputError`` naming every bad field.
    """
    require(ACTIONS["weigh"], actor, programme)
    month = valid_from.replace(day=1)
    known = ScoreWeight.objects.filter(programme=programme, metric=metric)
    if metric not in Metric.values:
        said = _("There is no such metric; there are: %(names)s.") % {"names": ", ".join(Metric.values)}
        raise BadInputError({"metric": [said]})
    if known.exists() and month <= today_of(programme).replace(day=1):
        said = _("A weight changes from the next month on; months that have begun keep theirs.")
        raise BadInputError({"valid_from": [said]})
    row = known.filter(valid_from=month).first() or ScoreWeight(programme=programme, metric=metric, valid_from=month)
    with change(row, "usage.weight_set", actor=actor):
        row.weight = weight
        save_validated(row)
    return row


def _entry(programme: "Programme", key: str) -> RosterEntry:
    found = RosterEntry.objects.filter(programme=programme, key=key).first()
    if found is None:
        raise BadInputError({"person": [_("Nobody on the roster has this personnel number.")]})
    return found


@writes
def record_completeness(
    programme: "Programme", *, values: Mapping[str, Any], actor: "User | None"
) -> CompletenessReading:
    """Record how complete a person's records were in a month; the same month again is a correction."""
    require(ACTIONS["import"], actor, programme)
    entry, month = _entry(programme, values["person"]), values["month"].replace(day=1)
    row = CompletenessReading.objects.filter(entry=entry, month=month).first()
    row = row or CompletenessReading(programme=programme, entry=entry, month=month)
    with change(row, "usage.completeness_recorded", actor=actor):
        row.filled, row.required = values["filled"], values["required"]
        save_validated(row)
    return row


@writes
def remove_completeness(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take readings out; the audit keeps what they said."""
    require(ACTIONS["import"], actor, programme)
    for row in CompletenessReading.objects.filter(programme=programme, public_id__in=refs).order_by("pk"):
        said = {name: [value, None] for name, value in facts(row).items()}
        append_event("usage.completeness_removed", row, actor=actor, changes=said)
        row.delete()
