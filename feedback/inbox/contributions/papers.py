"""The feedback report (D9), and the section of the steering pack."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents.model import Definition, Section
from core.seams import DocumentKind, provide_section
from feedback.inbox.selectors import digest
from programme.people.choices import Role
from programme.people.selectors import holders

KIND = "feedback"
CYCLE = timedelta(days=7)


def frame(programme: Any, as_of: datetime, _subject: str) -> Mapping[str, Any]:
    """Say how it was counted, what is not printed, who gets it and when the next one comes."""
    today = timezone.localtime(as_of).date()
    people = holders(programme, Role.SP, Role.PM, Role.CM, Role.BO)
    return {
        "definitions": (
            Definition("F22", _("Answered in time"), _(
                "Items whose first reply and whose decision came within their hours ÷ items answered or late. Only "
                "service hours count, 9:00 to 18:00 on working days; the clock pauses while the submitter is asked.")),
            Definition("", _("Votes"), _(
                "One for each person: the submitter, those who voted, and those whose own item was merged.")),
        ),
        "limits": (
            _("Nobody is named. Of anonymous items wave and unit are kept only where at least five people share them."),
            _("Texts of complaints are not printed."),
        ),
        "distribution": tuple(person.name for person in people),
        "next_issue": today + CYCLE,
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND,
        title=gettext_lazy("Feedback report"),
        prefix="FB",
        cover=False,
        owner_role=Role.CM,
        serial=True,
        frame=frame,
    ),
)


def _section(build: Callable[[Any, datetime], Section]) -> Callable[[Any, datetime, str], Section]:
    return lambda programme, as_of, _subject: build(programme, as_of)


for _position, _build in enumerate(digest.SECTIONS, start=1):
    provide_section(KIND, f"inbox.{_position}_{_build.__name__}", _position * 100)(_section(_build))
provide_section("steering", "inbox.digest", 1060)(_section(digest.digest))
