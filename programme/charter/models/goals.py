"""Goals, the strategy they serve, and the workshop that found them."""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.documents.values import Figure
from core.models import Record
from programme.charter.choices import Direction, Unit, UnitKind
from programme.charter.querysets import GoalQuerySet
from programme.people.choices import Role

if TYPE_CHECKING:
    from programme.charter.models.kpis import Baseline


class StrategyObjective(Record):
    """An objective of the company that goals serve."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="strategy")
    code = models.CharField(_("code"), max_length=20)
    title = models.CharField(_("objective"), max_length=200)

    class Meta:
        verbose_name = _("strategic objective")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="strategy_code", violation_error_message=_("This code is taken.")
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"


class Measured(Record):
    """What a goal and a KPI have in common: a measure, where it stood, and where it should go."""

    unit = models.CharField(_("unit"), max_length=8, choices=Unit.choices, blank=True)
    direction = models.CharField(_("direction"), max_length=4, choices=Direction.choices, default=Direction.UP)
    baseline = models.DecimalField(_("baseline"), max_digits=18, decimal_places=4, null=True, blank=True)
    baseline_on = models.DateField(_("baseline measured on"), null=True, blank=True)
    baseline_n = models.PositiveIntegerField(_("sample n"), null=True, blank=True)
    baseline_source = models.CharField(_("source of the baseline"), max_length=200, blank=True)
    target = models.DecimalField(_("target value"), max_digits=18, decimal_places=4, null=True, blank=True)
    starts_on = models.DateField(_("start"), null=True, blank=True)
    due_on = models.DateField(_("due"), null=True, blank=True)
    owner_role = models.CharField(_("owner's role"), max_length=3, choices=Role.choices, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="owned_%(class)ss",
        verbose_name=_("owner"),
    )

    class Meta:
        abstract = True

    @property
    def baseline_figure(self) -> Figure | None:
        """The baseline with its unit and sample."""
        return self._figure(self.baseline, self.baseline_n)

    @property
    def target_figure(self) -> Figure | None:
        """The target with its unit."""
        return self._figure(self.target)

    def _figure(self, value: Decimal | None, n: int | None = None) -> Figure | None:
        if value is None:
            return None
        unit = str(Unit(self.unit).label) if self.unit else ""
        return Figure(Decimal(f"{value.normalize():f}"), unit, n=n)

    @property
    def signed_baseline(self) -> "Baseline | None":
        """The signature on the baseline as it stands; None where unsigned or superseded. Reads ``baselines``."""
        if self.pk is None:
            return None
        rows: Any = getattr(self, "baselines")  # noqa: B009  (the reverse name of both heirs)
        for row in rows.all():
            if row.superseded_at is None:
                found: Baseline = row
                return found
        return None


class Goal(Measured):
    """A business result the programme promises, in numbers and by a date."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="goals")
    code = models.CharField(_("code"), max_length=20)
    statement = models.CharField(_("goal"), max_length=300)
    metric = models.CharField(_("metric"), max_length=160, blank=True)
    unit_kind = models.CharField(_("change is meant"), max_length=8, choices=UnitKind.choices, blank=True)
    change = models.DecimalField(_("change"), max_digits=18, decimal_places=4, null=True, blank=True)
    achievability = models.TextField(_("why it can be reached"), blank=True)
    strategy = models.ForeignKey(
        StrategyObjective,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="goals",
        verbose_name=_("strategic objective"),
    )
    kpi = models.ForeignKey(
        "programme.Kpi", models.PROTECT, null=True, blank=True, related_name="goals", verbose_name=_("KPI")
    )
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = GoalQuerySet.as_manager()

    class Meta:
        verbose_name = _("goal")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="goal_code", violation_error_message=_("This code is taken.")
            ),
            models.CheckConstraint(
                condition=models.Q(due_on=None) | models.Q(starts_on=None) | models.Q(due_on__gt=models.F("starts_on")),
                name="goal_due_after_start",
                violation_error_message=_("The due date must be after the start."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.statement}"


class Workshop(Record):
    """A meeting with the departments where pains became goals."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="workshops")
    title = models.CharField(_("title"), max_length=160)
    held_on = models.DateField(_("held on"))
    invited = models.ManyToManyField("programme.Unit", related_name="+", verbose_name=_("departments invited"))
    attended = models.ManyToManyField(
        "programme.Unit", related_name="+", blank=True, verbose_name=_("departments present")
    )

    class Meta:
        verbose_name = _("workshop")
        ordering = ["-held_on", "pk"]

    def __str__(self) -> str:
        return f"{self.title} {self.held_on}"


class WorkshopEntry(Record):
    """One line of a workshop: a pain, the problem behind it, and the goal that answers it."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="entries")
    unit = models.ForeignKey(
        "programme.Unit", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("department")
    )
    pain = models.CharField(_("pain point"), max_length=300)
    problem = models.CharField(_("problem the CRM must solve"), max_length=300, blank=True)
    goal = models.ForeignKey(Goal, models.SET_NULL, null=True, blank=True, related_name="pains", verbose_name=_("goal"))

    class Meta:
        verbose_name = _("workshop line")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.pain

    @property
    def programme(self) -> Any:
        """The programme of the workshop."""
        return self.workshop.programme
