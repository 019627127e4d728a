"""Rounds of the diagnosis, their answers, and the pain points that came of them."""

from typing import Any

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.diagnosis.choices import QUESTIONS, Block


class Diagnosis(Record):
    """One time that the sixteen questions were asked: before the CRM, or after it went live."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="diagnoses")
    number = models.PositiveSmallIntegerField(_("number"), editable=False)
    held_on = models.DateField(_("held on"))
    after_go_live = models.BooleanField(_("after go-live"), default=False)
    note = models.CharField(_("note"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("diagnosis")
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["programme", "number"], name="diagnosis_number")]

    def __str__(self) -> str:
        word = _("After go-live") if self.after_go_live else _("Before")
        return f"{word} {self.held_on}"


class DiagnosisAnswer(Record):
    """The score of one question with what it rests on."""

    diagnosis = models.ForeignKey(Diagnosis, models.CASCADE, related_name="answers", verbose_name=_("diagnosis"))
    question = models.CharField(_("question"), max_length=12)
    score = models.PositiveSmallIntegerField(_("score 1–5"), validators=[MinValueValidator(1), MaxValueValidator(5)])
    evidence = models.TextField(_("evidence"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("answered by")
    )

    class Meta:
        verbose_name = _("answer of the diagnosis")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["diagnosis", "question"], name="diagnosis_answer_once"),
            models.CheckConstraint(condition=models.Q(score__range=(1, 5)), name="diagnosis_score_range"),
        ]

    def __str__(self) -> str:
        return f"{QUESTIONS[self.question][1]} {self.score}"

    @property
    def programme(self) -> Any:
        """The programme of the round."""
        return self.diagnosis.programme


class PainPoint(Record):
    """Something that hurts today: met by a requirement, or left with a reason."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="pain_points")
    code = models.CharField(_("code"), max_length=20, editable=False)
    block = models.CharField(_("block"), max_length=10, choices=Block.choices)
    question = models.CharField(_("question"), max_length=12, blank=True, editable=False)
    text = models.CharField(_("what hurts"), max_length=400)
    diagnosis = models.ForeignKey(
        Diagnosis, models.SET_NULL, null=True, blank=True, related_name="pain_points", verbose_name=_("diagnosis")
    )
    requirement = models.ForeignKey(
        "programme.Requirement", models.SET_NULL, null=True, blank=True, related_name="pain_points",
        verbose_name=_("met by the requirement"),
    )  # fmt: skip
    reason = models.CharField(_("why nothing is done"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("pain point")
        ordering = ["code", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="pain_point_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.text}"

    def get_absolute_url(self) -> str:
        """The page of the diagnosis."""
        return reverse("diagnosis:overview", args=[self.programme.slug])

    @property
    def settled(self) -> bool:
        """Tell whether a requirement meets it or a reason leaves it."""
        return self.requirement_id is not None or bool(self.reason.strip())
