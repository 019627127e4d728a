"""What the writes of the learners share: the history of a step, and its event on the session."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from programme.records.services import append_event
from training.learners.models import Enrolment, EnrolmentChange
from training.timetable.models import Session

if TYPE_CHECKING:
    from programme.people.models import User


@dataclass
class Steps:
    """The steps of one act on several enrolments: each into the history, all into one event."""

    actor: "User | None"
    note: str = ""
    rows: list[EnrolmentChange] = field(default_factory=list)
    told: dict[str, list[Any]] = field(default_factory=dict)

    def save(self, enrolment: Enrolment, was: str, *, session: Session | None = None) -> None:
        """Save an enrolment after its transitions and keep the step; the state guards against a lost race."""
        if enrolment.pk is not None:
            enrolment.version += 1
        enrolment.save()
        at = session or enrolment.session
        self.rows.append(
            EnrolmentChange(
                enrolment=enrolment, at=timezone.now(), was=was, became=enrolment.state, note=self.note[:300],
                actor_name=self.actor.name if self.actor else "system",
                session_text=at.label[:300] if at is not None else "",
            )
        )  # fmt: skip
        self.told[f"{enrolment.entry} ({enrolment.entry.key})"] = [was or None, enrolment.state]

    def finish(self, action: str, row: Any) -> None:
        """Write the history and the event; nothing where nothing was done."""
        if self.rows:
            EnrolmentChange.objects.bulk_create(self.rows)
            append_event(action, row, actor=self.actor, changes=self.told, reason=self.note)


def locked(rows: Sequence[Enrolment]) -> list[Enrolment]:
    """Read enrolments again under the programme's lock."""
    return list(Enrolment.objects.for_list().filter(pk__in=[row.pk for row in rows]))
