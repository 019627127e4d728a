"""The decision, its criteria, the candidates and their scores."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.fsm import StateField, StateModel, transition
from core.models import Record
from programme.sourcing.choices import HIGHEST, Aspect, Measure, Path, SourcingState

S = SourcingState


class Vendor(Record):
    """A candidate of one of the three paths: a vendor with its product, or the own team."""

    kind = "vendors"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="vendors")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("candidate"), max_length=120)
    path = models.CharField(_("path"), max_length=6, choices=Path.choices, default=Path.SAAS)
    product = models.CharField(_("product"), max_length=160, blank=True)
    price_minor = models.PositiveBigIntegerField(_("offer over three years"), null=True, blank=True)
    days = models.DecimalField(
        _("consultant days offered"), max_digits=7, decimal_places=1, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    reference = models.CharField(_("similar case that can be asked"), max_length=200, blank=True)
    out_reason = models.CharField(_("why out of the running"), max_length=200, blank=True)

    class Meta:
        verbose_name = pgettext_lazy("sourcing", "candidate")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="vendor_code", violation_error_message=_("This code is taken.")
            ),
            models.UniqueConstraint(
                fields=["programme", "name"], name="vendor_once",
                violation_error_message=_("This candidate is listed already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    def get_absolute_url(self) -> str:
        """The page of the candidate."""
        return reverse("sourcing:row", args=[self.programme.slug, self.kind, self.public_id])

    @property
    def runs(self) -> bool:
        """Tell whether it is in the running."""
        return not self.out_reason


class SourcingCriterion(Record):
    """What candidates are scored by, with its weight in per cent."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="sourcing_criteria")
    code = models.CharField(_("code"), max_length=20)
    aspect = models.CharField(_("looks at"), max_length=12, choices=Aspect.choices, default=Aspect.OTHER)
    name = models.CharField(_("name"), max_length=120, blank=True)
    weight = models.DecimalField(_("weight (%)"), max_digits=4, decimal_places=1)

    class Meta:
        verbose_name = pgettext_lazy("sourcing", "criterion")
        ordering = ["code", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "code"], name="sourcing_criterion_code",
                violation_error_message=_("This code is taken."),
            ),
            models.UniqueConstraint(
                fields=["programme", "aspect"], condition=~models.Q(aspect=Aspect.OTHER), name="sourcing_aspect_once",
                violation_error_message=_("Another criterion looks at this already."),
            ),
            models.CheckConstraint(
                condition=models.Q(weight__gt=0, weight__lte=100), name="sourcing_weight_range",
                violation_error_message=_("A weight is above 0 and at most 100 %."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.name or str(self.get_aspect_display())


class VendorScore(Record):
    """How one person scores a candidate under one criterion, with what it rests on."""

    vendor = models.ForeignKey(Vendor, models.CASCADE, related_name="scores", verbose_name=_("candidate"))
    criterion = models.ForeignKey(
        SourcingCriterion, models.CASCADE, related_name="scores", verbose_name=pgettext_lazy("sourcing", "criterion")
    )
    scorer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("scored by"))
    score = models.PositiveSmallIntegerField(
        _("score 1–5"), validators=[MinValueValidator(1), MaxValueValidator(HIGHEST)]
    )
    evidence = models.CharField(_("evidence"), max_length=400)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+",
        verbose_name=_("entered by"),
    )  # fmt: skip

    class Meta:
        verbose_name = _("score of a candidate")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["vendor", "criterion", "scorer"], name="vendor_score_once"),
            models.CheckConstraint(condition=models.Q(score__range=(1, HIGHEST)), name="vendor_score_range"),
        ]

    def __str__(self) -> str:
        return f"{self.vendor} · {self.criterion}: {self.score}"

    @property
    def programme(self) -> Any:
        """The programme of the candidate."""
        return self.vendor.programme


class Sourcing(Record, StateModel):
    """A programme's decision: why a path has no candidate, the benchmark of days, the pick, its entry in the log."""

    programme = models.OneToOneField("programme.Programme", models.CASCADE, related_name="sourcing")
    state = StateField(_("state"), max_length=10, choices=S.choices, default=S.OPEN)
    saas_reason = models.CharField(_("why nothing is bought"), max_length=300, blank=True)
    open_reason = models.CharField(_("why no open source is adapted"), max_length=300, blank=True)
    build_reason = models.CharField(_("why nothing is built on our own"), max_length=300, blank=True)
    price_reason = models.CharField(_("why the price weighs more"), max_length=300, blank=True)
    users = models.PositiveIntegerField(_("users"), null=True, blank=True)
    measure = models.CharField(_("benchmark counts"), max_length=6, choices=Measure.choices, default=Measure.USER)
    benchmark = models.DecimalField(
        _("benchmark of consultant days"), max_digits=7, decimal_places=2, null=True, blank=True,
        validators=[MinValueValidator(0)],
    )  # fmt: skip
    benchmark_source = models.CharField(_("where the benchmark is from"), max_length=200, blank=True)
    pick = models.ForeignKey(
        Vendor, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("picked candidate")
    )
    reason = models.TextField(_("why it is picked"), blank=True)
    option = models.CharField(_("proposed option"), max_length=1, blank=True, editable=False)
    decision = models.ForeignKey(
        "programme.Decision", models.SET_NULL, null=True, blank=True, related_name="+",
        verbose_name=_("decision of the committee"),
    )  # fmt: skip
    proposed_at = models.DateTimeField(_("proposed"), null=True, blank=True)
    decided_on = models.DateField(_("decided on"), null=True, blank=True)

    class Meta:
        verbose_name = _("sourcing decision")
        ordering = ["pk"]

    def __str__(self) -> str:
        return str(_("Sourcing decision"))

    def get_absolute_url(self) -> str:
        """The page of the decision."""
        return reverse("sourcing:overview", args=[self.programme.slug])

    def path_reason(self, path: str) -> str:
        """Why a path has no candidate."""
        return str(getattr(self, f"{path}_reason"))

    @transition(state, S.OPEN, S.PROPOSED, label=_("Propose a candidate"))
    def propose(self, pick: Vendor, reason: str, at: datetime) -> None:
        """One candidate is put before the committee."""
        self.pick, self.reason, self.proposed_at = pick, reason, at

    @transition(state, S.PROPOSED, S.DECIDED, label=_("Sign"))
    def decide(self, on: date) -> None:
        """The committee has decided and the sponsor signed."""
        self.decided_on = on

    @transition(state, (S.PROPOSED, S.DECIDED), S.OPEN, label=_("Take back"))
    def take_back(self) -> None:
        """Score again."""
        self.pick = self.proposed_at = self.decided_on = None
        self.option = ""
