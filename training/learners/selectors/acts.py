"""What may be done with an enrolment and with a person's training."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import Action, allows
from core.documents.values import Status, StatusKind
from core.fsm import can_move
from phases.rollout.models import RosterEntry
from training.catalogue.choices import PassedBy
from training.learners.choices import MARKED, SEATED, EnrolmentState, ItemStatus
from training.learners.models import Enrolment
from training.learners.permissions import ACTIONS, ENROLMENT_ACTS
from training.learners.rules import MOST_RETAKES
from training.learners.selectors.seats import seats_of
from training.learners.selectors.standing import Item, Standing
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.people.models import User

LABELS: dict[str, Any] = {
    "seat": gettext_lazy("Give a seat"),
    "release": gettext_lazy("Give the seat back"),
    "again": gettext_lazy("Take it again"),
    "withdraw": gettext_lazy("Withdraw"),
    "revoke": gettext_lazy("Revoke the certificate"),
}


def enrolment_reasons(enrolment: Enrolment, act: str) -> list[Any]:
    """Say why an act is blocked although the state allows it; empty where nothing is."""
    if act == "again" and enrolment.state == EnrolmentState.FAILED and enrolment.retakes >= MOST_RETAKES:
        return [gettext_lazy("It was taken again twice already.")]
    return []


def _possible(enrolment: Enrolment, act: str) -> bool:
    if act == "seat":
        return enrolment.state in {EnrolmentState.ASSIGNED, EnrolmentState.REQUESTED}
    if act == "revoke":
        certificate = getattr(enrolment, "certificate", None)
        return certificate is not None and certificate.revoked_on is None
    return can_move(enrolment, act)


def enrolment_actions(enrolment: Enrolment, user: "User | None") -> list[Action]:
    """Return the acts on an enrolment for this person, blocked ones with their reasons; no query after its own."""
    return [
        Action(name, LABELS[name], enrolment_reasons(enrolment, name), name == "seat", name in {"withdraw", "revoke"})
        for name, predicate in ENROLMENT_ACTS.items()
        if _possible(enrolment, name) and allows(predicate, user, enrolment)
    ]


def person_actions(entry: RosterEntry, user: "User | None") -> list[Action]:
    """Return the acts on a person's training."""
    return [Action("waive", _("Waive a course"))] if allows(ACTIONS["waive"], user, entry) else []


def session_people(session: Session, user: "User | None") -> dict[str, Any]:
    """Give the session's page its people: each with what may be done, and the ways to enrol, mark and assess."""
    rows = seats_of(session)
    teaches = allows(ACTIONS["enrol"], user, session)
    begun = session.starts_at <= timezone.now()
    assessable = [row for row in rows if row.state == EnrolmentState.ATTENDED]
    return {
        "people": [(row, status_of(row), enrolment_actions(row, user)) for row in rows],
        "scores_shown": teaches,
        "may_enrol": teaches and session.is_bookable and not begun,
        "may_mark": teaches and begun and any(row.state in (*MARKED, EnrolmentState.CONFIRMED) for row in rows),
        "may_assess": teaches and bool(assessable) and session.edition.passed_by != PassedBy.ATTEND,
        "seated": sum(1 for row in rows if row.state in SEATED),
    }


SHAPES: dict[str, StatusKind] = {
    EnrolmentState.ASSIGNED: "wait",
    EnrolmentState.REQUESTED: "wait",
    EnrolmentState.CONFIRMED: "run",
    EnrolmentState.WAITLISTED: "wait",
    EnrolmentState.ATTENDED: "run",
    EnrolmentState.NO_SHOW: "warn",
    EnrolmentState.ASSESSED: "run",
    EnrolmentState.PASSED: "good",
    EnrolmentState.FAILED: "bad",
    EnrolmentState.WITHDRAWN: "none",
}
ITEM_SHAPES: dict[str, StatusKind] = {
    ItemStatus.NOT_STARTED: "wait",
    ItemStatus.IN_PROGRESS: "run",
    ItemStatus.SATISFIED: "good",
    ItemStatus.WAIVED: "done",
    ItemStatus.EXPIRED: "stale",
}


def status_of(enrolment: Enrolment) -> Status:
    """Say the state of an enrolment, or that its certificate counts no longer."""
    certificate = getattr(enrolment, "certificate", None)
    if certificate is not None and not certificate.is_valid(timezone.localdate()):
        revoked = certificate.revoked_on is not None
        return Status("stale", _("Certificate revoked") if revoked else _("Certificate expired"))
    return Status(SHAPES[enrolment.state], str(enrolment.get_state_display()))


def item_status_of(item: Item) -> Status:
    """Say how a person stands to a course: where it is under way, with the enrolment's own word."""
    if item.status == ItemStatus.IN_PROGRESS and item.enrolment is not None:
        return status_of(item.enrolment)
    return Status(ITEM_SHAPES[item.status], str(item.status.label))


def person_status(standing: Standing) -> Status:
    """Say in one word how a person stands before the go-live."""
    if standing.ready:
        return Status("good", _("Ready"))
    if not standing.planned:
        return Status("warn", _("No course for the role"))
    if standing.lacks_seat():
        return Status("bad", _("No seat"))
    return Status("run", _("Under way"))
