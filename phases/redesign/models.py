"""Process chains and their level-2 processes."""

from django.conf import settings
from django.core.validators import MaxValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from core.models import Record
from core.naming import Named
from phases.redesign.choices import NodeState
from phases.redesign.querysets import ProcessNodeQuerySet


class ProcessChain(Named, Record):
    """A chain of processes from end to end."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="process_chains")
    code = models.CharField(_("code"), max_length=10)
    position = models.PositiveSmallIntegerField(default=0)
    deliverable = models.CharField(_("deliverable of its five outputs"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("process chain")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["programme", "code"], name="process_chain_once")]

    def __str__(self) -> str:
        return f"{self.code} {self.name}"


class ProcessNode(Named, Record):
    """A level-2 process: who owns it, how far its redesign is."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="processes")
    chain = models.ForeignKey(ProcessChain, models.PROTECT, related_name="nodes", verbose_name=_("chain"))
    code = models.CharField(_("code"), max_length=20)
    position = models.PositiveSmallIntegerField(default=0)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="owned_processes",
        verbose_name=_("owner"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=12, choices=NodeState.choices, default=NodeState.NOT_STARTED)
    completion = models.PositiveSmallIntegerField(_("complete"), default=0, validators=[MaxValueValidator(100)])
    as_is = models.TextField(_("as it is"), blank=True)
    to_be = models.TextField(_("as it will be"), blank=True)

    objects = ProcessNodeQuerySet.as_manager()

    class Meta:
        verbose_name = _("process")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "code"], name="process_node_once"),
            models.CheckConstraint(condition=models.Q(completion__lte=100), name="process_node_complete",
                violation_error_message=_("Completion is between 0 and 100 %."))
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.code} {self.name}"
