"""Tiers of courses, how they are passed, and a course's life."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Tier(models.TextChoices):
    """For whom a course is meant."""

    EXEC = "exec", _("Executives")
    BASIC = "basic", _("Basic")
    ADVANCED = "advanced", _("Advanced")
    ADMIN = "admin", _("Administrators")
    AMBASSADOR = "ambassador", _("Ambassadors")
    TESTER = "tester", _("Testers")
    CAPABILITY = "capability", _("Capability")
    RECURRING = "recurring", _("Recurring")


class PassedBy(models.TextChoices):
    """What counts as passed."""

    SCORE = "score", _("Score in a test")
    ATTEND = "attend", _("Attendance")
    OBSERVED = "observed", _("Observed practice")
    PROJECT = "project", _("Project work")


class CourseState(models.TextChoices):
    """A course's life."""

    DRAFT = "draft", pgettext_lazy("course state", "Draft")
    IN_REVIEW = "in_review", pgettext_lazy("course state", "In review")
    PUBLISHED = "published", pgettext_lazy("course state", "Published")
    NEEDS_REVISION = "needs_revision", pgettext_lazy("course state", "Needs revision")
    RETIRED = "retired", pgettext_lazy("course state", "Retired")


BEING_WRITTEN = (CourseState.DRAFT, CourseState.NEEDS_REVISION)
HELD = (CourseState.PUBLISHED, CourseState.NEEDS_REVISION)  # its last edition may still be taught


class Language(models.TextChoices):
    """In which language a session is held or a trainer speaks."""

    CHINESE = "zh-hans", _("Chinese")
    ENGLISH = "en", _("English")
