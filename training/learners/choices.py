"""An enrolment's life, and how a person stands to what the role needs."""

from django.db import models
from django.utils.translation import pgettext_lazy


class EnrolmentState(models.TextChoices):
    """An enrolment's life."""

    ASSIGNED = "assigned", pgettext_lazy("enrolment state", "Assigned")
    REQUESTED = "requested", pgettext_lazy("enrolment state", "Requested")
    CONFIRMED = "confirmed", pgettext_lazy("enrolment state", "Confirmed")
    WAITLISTED = "waitlisted", pgettext_lazy("enrolment state", "Waiting list")
    ATTENDED = "attended", pgettext_lazy("enrolment state", "Attended")
    NO_SHOW = "no_show", pgettext_lazy("enrolment state", "Absent")
    ASSESSED = "assessed", pgettext_lazy("enrolment state", "Assessed")
    PASSED = "passed", pgettext_lazy("enrolment state", "Passed")
    FAILED = "failed", pgettext_lazy("enrolment state", "Not passed")
    WITHDRAWN = "withdrawn", pgettext_lazy("enrolment state", "Withdrawn")


S = EnrolmentState
LIVE = (S.ASSIGNED, S.REQUESTED, S.CONFIRMED, S.WAITLISTED, S.ATTENDED, S.ASSESSED)  # under way
SEATED = (S.CONFIRMED, S.ATTENDED, S.NO_SHOW, S.ASSESSED, S.PASSED, S.FAILED)  # has, or had, a seat in the session
OPEN_AGAIN = (S.NO_SHOW, S.FAILED)  # may be given a seat anew
MARKED = (S.ATTENDED, S.NO_SHOW)
RESULTS = (S.PASSED, S.FAILED)


class ItemStatus(models.TextChoices):
    """How a person stands to one course that the role needs."""

    NOT_STARTED = "not_started", pgettext_lazy("curriculum status", "Not started")
    IN_PROGRESS = "in_progress", pgettext_lazy("curriculum status", "In progress")
    SATISFIED = "satisfied", pgettext_lazy("curriculum status", "Passed")
    WAIVED = "waived", pgettext_lazy("curriculum status", "Waived")
    EXPIRED = "expired", pgettext_lazy("curriculum status", "Expired")


DONE = (ItemStatus.SATISFIED, ItemStatus.WAIVED)
