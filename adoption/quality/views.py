"""The register of quality rules."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.quality.filters import RuleFilter
from adoption.quality.models import QualityRule
from adoption.quality.permissions import can_see
from core.register import Column, Empty, RegisterView
from programme.scope import ProgrammeMixin


class RuleList(ProgrammeMixin, RegisterView):
    """All quality rules."""

    title = gettext_lazy("Quality rules")
    reads = can_see
    filterset_class = RuleFilter
    order = "code"
    columns = (
        Column("code", gettext_lazy("Code"), sort="code"),
        Column("name", gettext_lazy("Name"), title=True),
        Column("dimension", gettext_lazy("Dimension"), lambda row: str(row.get_dimension_display()), sort="dimension"),
        Column("rule", gettext_lazy("Rule")),
        Column("severity", gettext_lazy("Severity"), sort="severity", number=True, hint=gettext_lazy("1 is the worst")),
        Column("active", gettext_lazy("In use"), lambda row: _("yes") if row.active else _("no")),
    )

    def rows(self) -> QuerySet[QualityRule]:
        """Rules of the programme."""
        return QualityRule.objects.filter(programme=self.programme).for_list()

    def empty(self) -> Empty:
        """Teach where rules come from."""
        return Empty(_("No quality rules"), _("Start from a blueprint, or import a file of the kind “quality-rules”."))
