"""Stage tolerances and exception reports."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from core.fsm import StateField, StateModel, transition
from core.models import Record
from phases.exceptions.choices import OPEN_EXCEPTIONS, WRITTEN, ExceptionState, Outcome
from phases.exceptions.querysets import ExceptionQuerySet, StageToleranceQuerySet
from programme.charter.choices import Dimension

S = ExceptionState
FORECAST = [choice for choice in Dimension.choices if choice[0] in {Dimension.TIME, Dimension.COST}]


def _person(label: Any) -> "models.ForeignKey[Any, Any]":
    return models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=label
    )


class StageTolerance(Record):
    """How far the forecast of a stage may leave its baseline: working days of time, per cent of cost."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="stage_tolerances")
    stage = models.ForeignKey("phases.Stage", models.PROTECT, related_name="tolerances", verbose_name=_("stage"))
    dimension = models.CharField(_("dimension"), max_length=8, choices=FORECAST)
    limit = models.DecimalField(_("limit"), max_digits=8, decimal_places=2, validators=[MinValueValidator(0)])
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = StageToleranceQuerySet.as_manager()

    class Meta:
        verbose_name = _("stage tolerance")
        constraints = [
            models.UniqueConstraint(
                fields=["stage", "dimension"], name="stage_tolerance_once",
                violation_error_message=_("This stage has a tolerance of this dimension already."),
            )
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.stage.code} {self.get_dimension_display()} {self.limit.normalize():f}"

    def get_absolute_url(self) -> str:
        """The page on which tolerances stand beside their forecasts."""
        return reverse("exceptions:exceptions", args=[self.programme.slug])


class ExceptionReport(Record, StateModel):
    """A forecast beyond its tolerance.

    ``forecast`` and ``limit`` are in the unit of the dimension (working days, per cent, a count, a score).
    ``drafted`` holds what the house wrote of it, by language; what a person writes stands in its place.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="exceptions")
    code = models.CharField(_("number"), max_length=12, editable=False)
    stage = models.ForeignKey(
        "phases.Stage", models.PROTECT, null=True, blank=True, related_name="exceptions", verbose_name=_("stage")
    )
    dimension = models.CharField(_("dimension"), max_length=8, choices=Dimension.choices)
    limit = models.DecimalField(_("tolerance"), max_digits=12, decimal_places=2)
    forecast = models.DecimalField(_("forecast"), max_digits=12, decimal_places=2)
    first_forecast = models.DecimalField(_("forecast when it was found"), max_digits=12, decimal_places=2)
    drafted: Any = models.JSONField(_("drafted words"), default=dict, blank=True, editable=False)
    cause = models.TextField(_("cause"), blank=True)
    consequence = models.TextField(_("consequences"), blank=True)
    options: Any = models.JSONField(_("options"), default=list, blank=True)
    recommendation = models.CharField(_("recommended option"), max_length=1, blank=True)
    reason = models.TextField(_("why it is recommended"), blank=True)
    lesson = models.TextField(_("lesson"), blank=True)
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.PROPOSED)
    found_on = models.DateField(_("found on"))
    raised_by = _person(_("raised by"))
    raised_at = models.DateTimeField(_("raised"), null=True, blank=True)
    decide_by = models.DateField(_("decide by"), null=True, blank=True)
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome.choices, blank=True)
    new_limit = models.DecimalField(_("new tolerance"), max_digits=12, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("note of the decision"), blank=True)
    decided_by = _person(_("decided by"))
    decided_at = models.DateTimeField(_("decided"), null=True, blank=True)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    recovered = models.BooleanField(_("the forecast came back"), default=False)
    closing_note = models.TextField(_("why it was closed"), blank=True)

    objects = ExceptionQuerySet.as_manager()

    class Meta:
        verbose_name = pgettext_lazy("of a forecast", "exception")
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="exception_code_once"),
            models.UniqueConstraint(
                fields=["programme", "dimension"], condition=models.Q(stage=None, state__in=list(OPEN_EXCEPTIONS)),
                name="exception_one_open", violation_error_message=_("This cause has an open exception."),
            ),
            models.UniqueConstraint(
                fields=["stage", "dimension"], condition=models.Q(state__in=list(OPEN_EXCEPTIONS)),
                name="exception_one_open_stage", violation_error_message=_("This cause has an open exception."),
            ),
            models.CheckConstraint(
                condition=models.Q(decided_by=None) | ~models.Q(decided_by=models.F("raised_by")),
                name="exception_second_person",
                violation_error_message=_("Whoever raises an exception does not decide it."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        where = f" {self.stage.code}" if self.stage else ""
        return f"{self.code} {self.get_dimension_display()}{where}"

    def get_absolute_url(self) -> str:
        """The page of the exception."""
        return reverse("exceptions:exception", args=[self.programme.slug, self.public_id])

    @property
    def is_open(self) -> bool:
        """Tell whether it is not closed."""
        return self.state in OPEN_EXCEPTIONS

    @property
    def is_written(self) -> bool:
        """Tell whether its words may still be changed."""
        return self.state in WRITTEN

    def _said(self, name: str) -> Any:
        chinese = (get_language() or "").startswith("zh")
        return self.drafted.get("zh-hans" if chinese else "en", {}).get(name)

    @property
    def cause_text(self) -> str:
        """The cause as a person wrote it, else as it was drafted in the language of the reader."""
        return self.cause or self._said("cause") or ""

    @property
    def consequence_text(self) -> str:
        """The consequences, likewise."""
        return self.consequence or self._said("consequence") or ""

    @property
    def reason_text(self) -> str:
        """Why the recommended option is recommended, likewise."""
        return self.reason or self._said("reason") or ""

    @property
    def all_options(self) -> list[dict[str, str]]:
        """The options, likewise."""
        found: list[dict[str, str]] = self.options or self._said("options") or []
        return found

    def late(self, today: date) -> bool:
        """Tell whether the committee has not decided by the day it should."""
        return self.state == S.RAISED and self.decide_by is not None and self.decide_by < today

    @transition(state, S.PROPOSED, S.RAISED, label=_("Raise to the committee"))
    def raise_up(self, by: Any, at: datetime, decide_by: date) -> None:
        """The committee is asked."""
        self.raised_by, self.raised_at, self.decide_by = by, at, decide_by

    @transition(state, S.RAISED, S.DECIDED, label=_("Decide"))
    def decide(self, by: Any, at: datetime, outcome: str, note: str) -> None:
        """The committee has decided."""
        self.decided_by, self.decided_at, self.outcome, self.note = by, at, outcome, note

    @transition(state, S.DECIDED, S.CLOSED, label=_("Close"))
    def close(self, on: date, note: str) -> None:
        """What was decided is carried out."""
        self.closed_on, self.closing_note = on, note

    @transition(state, OPEN_EXCEPTIONS, S.CLOSED, label=_("Close itself"))
    def recover(self, on: date) -> None:
        """The forecast is within its tolerance again."""
        self.closed_on, self.recovered = on, True
