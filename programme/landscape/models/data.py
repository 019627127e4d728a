"""The data standard, customer identities with their aliases, personal data, and data for tests."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from core.personal import Personal
from programme.landscape.choices import Basis, Held, Sensitivity, Survival
from programme.landscape.models.common import Placed, once
from programme.landscape.models.systems import SourceSystem


class DataField(Placed):
    """A field of the data standard: its format, its check, who owns it, and which value survives a merge."""

    kind = "fields"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="data_fields")
    code = models.CharField(_("code"), max_length=20)
    object = models.CharField(_("object"), max_length=12, choices=Held.choices, default=Held.CUSTOMER)
    name = models.CharField(_("field"), max_length=80)
    format = models.CharField(_("format"), max_length=120, blank=True)
    check_rule = models.CharField(_("validation rule"), max_length=300, blank=True)
    required = models.BooleanField(_("must be filled"), default=False)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    master = models.ForeignKey(
        SourceSystem, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("leading system")
    )
    survival = models.CharField(_("which value survives"), max_length=8, choices=Survival.choices, default="newest")

    class Meta:
        verbose_name = _("field of the data standard")
        ordering = ["code", "pk"]
        constraints = [
            once("data_field_code"),
            models.UniqueConstraint(
                fields=["programme", "object", "name"], name="data_field_once",
                violation_error_message=_("This object has this field already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_object_display()} · {self.name}"


class MasterRecord(Placed):
    """One identity as a source system knows it; merged, it is the alias of the one that survived."""

    kind = "records"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="master_records")
    code = models.CharField(_("code"), max_length=20)
    object = models.CharField(_("object"), max_length=12, choices=Held.choices, default=Held.CUSTOMER)
    name = models.CharField(_("name"), max_length=200)
    system = models.ForeignKey(SourceSystem, models.PROTECT, related_name="records_known", verbose_name=_("system"))
    key = models.CharField(_("key in that system"), max_length=80, blank=True)
    seen_on = models.DateField(_("as of"))
    values: Any = models.JSONField(_("values"), default=dict, blank=True)
    picks: Any = models.JSONField(_("taken from"), default=dict, blank=True)
    merged_into = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="aliases", verbose_name=_("merged into")
    )
    merged_at = models.DateTimeField(_("merged"), null=True, blank=True)

    class Meta:
        verbose_name = _("master record")
        ordering = ["code", "pk"]
        constraints = [once("master_record_code")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def is_alias(self) -> bool:
        """Tell whether another record stands for it."""
        return self.merged_into_id is not None


class PersonalData(Placed):
    """Personal data that are held: why, on what basis, for how long, and where they are masked.

    ``own`` says which columns of the house's own registers the field is.
    """

    kind = "personal-data"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="personal_data")
    code = models.CharField(_("code"), max_length=20)
    object = models.CharField(_("object"), max_length=12, choices=Held.choices, default=Held.CONTACT)
    field = models.CharField(_("field"), max_length=80)
    sensitivity = models.CharField(_("sensitivity"), max_length=10, choices=Sensitivity.choices, default="contact")
    purpose = models.CharField(_("purpose"), max_length=200)
    basis = models.CharField(_("legal basis"), max_length=10, choices=Basis.choices, default=Basis.CONTRACT)
    keep_months = models.PositiveSmallIntegerField(_("kept for (months)"), null=True, blank=True)
    owner = models.CharField(_("owner"), max_length=120, blank=True)
    masked_outside = models.BooleanField(_("masked outside production"), default=True)
    masked_export = models.BooleanField(_("masked in exports"), default=True)
    own = models.CharField(_("columns of Landfall's own registers"), max_length=8, choices=Personal.choices, blank=True)

    class Meta:
        verbose_name = _("personal data")
        ordering = ["code", "pk"]
        constraints = [
            once("personal_data_code"),
            models.UniqueConstraint(
                fields=["programme", "object", "field"], name="personal_data_once",
                violation_error_message=_("This field is listed already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_object_display()} · {self.field}"


class TestDataSet(Placed):
    """Data that a test uses: anonymised by a method with its proof, or approved by a second person as they are."""

    __test__ = False  # no test class, whatever its name says
    kind = "test-data"

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="test_data")
    code = models.CharField(_("code"), max_length=20)
    name = models.CharField(_("data set"), max_length=120)
    used_for = models.CharField(_("used for"), max_length=120, blank=True)
    records = models.PositiveIntegerField(_("records"), default=0)
    anonymised = models.BooleanField(_("anonymised"), default=False)
    method = models.CharField(pgettext_lazy("way", "method"), max_length=200, blank=True)
    proof = models.TextField(_("proof"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("approved by")
    )
    approved_at = models.DateTimeField(_("approved"), null=True, blank=True)
    approval = models.TextField(_("why they may be used as they are"), blank=True)

    class Meta:
        verbose_name = _("test data")
        ordering = ["code", "pk"]
        constraints = [
            once("test_data_code"),
            models.CheckConstraint(
                condition=models.Q(approved_by=None) | ~models.Q(approved_by=models.F("written_by")),
                name="test_data_second_person",
                violation_error_message=_("Someone else approves."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"

    @property
    def usable(self) -> bool:
        """Tell whether a test may use them."""
        return self.anonymised or self.approved_by_id is not None
