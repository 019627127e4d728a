"""The register of benefits and the page of one."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act, acts_of
from core.documents import svg
from core.documents.blocks import Chart, Series
from core.documents.values import Cell, CellValue, Figure, Status
from core.documents.words import figure_text
from core.money import Money
from core.pages import RecordView
from core.register import Column, Empty, RegisterView, SavedView
from programme.records.selectors.notes import notes_on
from programme.scope import ProgrammeMixin
from roi.ledger import permissions, selectors
from roi.ledger.choices import CONCLUDED, LIVE, BenefitState
from roi.ledger.filters import BenefitFilter
from roi.ledger.models import Benefit, BenefitActual
from roi.ledger.rules.money import first_of
from roi.ledger.selectors.acts import history
from roi.ledger.selectors.standing import Standing

WIDTH, HEIGHT, SIZE = 640.0, 220.0, 11
LIVE_QUERY = "&".join(f"state={state}" for state in LIVE)
KINDS = {
    BenefitState.REALISED: "good",
    BenefitState.SUSTAINED: "done",
    BenefitState.PARTLY: "warn",
    BenefitState.NOT_REALISED: "bad",
    BenefitState.CLOSED: "none",
    BenefitState.REALISING: "run",
    BenefitState.ENABLED: "run",
}


def major(minor: int | Fraction, currency: str) -> Figure:
    """An amount as a figure, rounded to the minor unit."""
    return Figure(Money(round(minor), currency).to_decimal(), places=2)


def status_of(found: Standing) -> Status:
    """State, or that it is at risk."""
    benefit = found.benefit
    if found.at_risk:
        return Status("warn", _("%(state)s, at risk") % {"state": benefit.get_state_display()})
    kind: Any = KINDS.get(BenefitState(benefit.state), "wait")
    return Status(kind, str(benefit.get_state_display()))


def _standing(row: Benefit) -> Standing:
    kept: Standing | None = row.__dict__.get("_standing")
    if kept is None:
        kept = row.__dict__["_standing"] = selectors.standing_of(row, timezone.localdate())
    return kept


def _yearly(row: Benefit) -> Figure:
    return major(_standing(row).yearly * (-1 if row.disbenefit else 1), row.programme.currency)


def _to_date(row: Benefit) -> CellValue:
    found = _standing(row)
    planned = figure_text(major(found.planned, row.programme.currency))
    return Cell(major(found.claimed, row.programme.currency), second=_("planned %(sum)s") % {"sum": planned})


def _validated(row: Benefit) -> Figure:
    return major(_standing(row).validated, row.programme.currency)


def _title(row: Benefit) -> Cell:
    second = row.initiative or (str(_("Disbenefit")) if row.disbenefit else str(row.kpi or ""))
    return Cell(row.title, second=second)


class BenefitMixin(ProgrammeMixin):
    """What the pages of benefits share."""

    nav = "statements.overview"
    reads = permissions.can_read

    def benefits(self) -> Any:
        """Rows of this programme."""
        return Benefit.objects.filter(programme=self.programme).for_list()

    @cached_property
    def benefit(self) -> Benefit:
        """The benefit of the address."""
        found: Benefit = get_object_or_404(self.benefits(), public_id=self.kwargs["public_id"])
        return found

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("ledger:benefit_list", args=[self.programme.slug])


class BenefitList(BenefitMixin, RegisterView):
    """Benefits and disbenefits with what they brought so far, claimed beside validated."""

    template_name = "ledger/register.html"
    title = gettext_lazy("Benefits")
    filterset_class = BenefitFilter
    order = "code"
    views = (
        SavedView(pgettext_lazy("benefits", "All")),
        SavedView(gettext_lazy("Live"), LIVE_QUERY),
        SavedView(gettext_lazy("Review due"), "review=true"),
        SavedView(gettext_lazy("Without owner or review date"), "incomplete=true"),
    )

    @property
    def columns(self) -> Sequence[Column]:  # type: ignore[override]
        """Columns, amounts with the programme's currency."""
        currency = self.programme.currency
        return (
            Column("code", gettext_lazy("No."), sort="code", nowrap=True),
            Column("title", gettext_lazy("Benefit"), _title, "title", title=True),
            Column("state", gettext_lazy("State"), lambda row: status_of(_standing(row)), "state"),
            Column("worth", gettext_lazy("Kind of value"), "get_worth_display", "worth"),
            Column("owner", gettext_lazy("Owner"), sort="owner__name"),
            Column("yearly", gettext_lazy("Value per year"), _yearly, number=True, unit=currency),
            Column("claimed", gettext_lazy("Claimed to date"), _to_date, number=True, unit=currency),
            Column("validated", gettext_lazy("Validated to date"), _validated, number=True, unit=currency),
            Column("grade", gettext_lazy("Grade"), sort="grade"),
            Column("review", gettext_lazy("Next review"), "next_review_on", "next_review_on"),
            Column("attribution", gettext_lazy("Attribution"), "attribution_percent", shown=False, unit="%"),
            Column("risk", gettext_lazy("Risk"), "risk_percent", shown=False, unit="%"),
        )

    def rows(self) -> QuerySet[Any]:
        """Benefits of the programme."""
        rows: QuerySet[Any] = self.benefits()
        return rows

    def acts(self) -> Sequence[Act]:
        """Identify a benefit, or import a register."""
        if not allows(permissions.can_propose, self.person, self.programme):
            return ()
        bring = reverse("records:import_new", args=[self.programme.slug])
        new = reverse("ledger:benefit_new", args=[self.programme.slug])
        return [
            Act("import", _("Import"), f"{bring}?kind=benefits", quiet=True),
            Act("new", _("New benefit"), new, "dialog", primary=True),
        ]

    def empty(self) -> Empty:
        """Teach the first benefit."""
        act = next((act for act in self.acts() if act.primary), None)
        return Empty(
            _("No benefit yet"),
            _("A benefit says what changes, by which measure from which baseline, what it is worth, and who owns it."),
            act,
            _("Renewal rate from 65 % to 78 %: 100 more contracts a year, 20 000 each, margin 40 %"),
        )


class BenefitDetail(BenefitMixin, RecordView):
    """One benefit: profile, driver, curve, actuals, reviews, and what may be done."""

    template_name = "ledger/benefit.html"

    def get_object(self, queryset: Any = None) -> Benefit:  # noqa: ARG002
        """Give the benefit of the address."""
        return self.benefit

    def status(self) -> Status:
        """State, or that it is at risk."""
        return status_of(_standing(self.benefit))

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to ROI and the register."""
        return [(_("ROI"), reverse("statements:overview", args=[self.programme.slug])), (_("Benefits"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        row = self.benefit
        told: list[tuple[Any, CellValue]] = [
            (_("Owner"), str(row.owner) if row.owner else None),
            (_("Kind of value"), str(row.get_worth_display())),
            (_("Driver"), str(row.get_driver_display())),
            (_("KPI"), str(row.kpi) if row.kpi else None),
            (_("Measure and rhythm"), row.measure or None),
            (_("Baseline → target"), _span(row)),
            (_("First value"), row.first_value_on),
            (_("Last value"), row.ends_on),
            (_("Grade of attribution"), str(row.get_grade_display()) if row.grade else None),
            (_("Enabled by wave"), str(row.wave) if row.wave else None),
            (_("Enablers and dependencies"), row.enablers or None),
            (_("Next review"), row.next_review_on),
            (_("Endorsed by finance"), str(row.endorsed_by) if row.endorsed_by else None),
            (_("Approved by the sponsor"), str(row.approved_by) if row.approved_by else None),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the benefit."""
        return selectors.benefit_actions(self.benefit, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        over = {*CONCLUDED, BenefitState.SUSTAINED, BenefitState.CLOSED}
        if self.benefit.state in over or not allows(permissions.can_edit, self.person, self.benefit):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return history(self.benefit)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add driver, curve, actuals with their acts, reviews, comments and files."""
        context = super().get_context_data(**kwargs)
        row, found = self.benefit, _standing(self.benefit)
        curve = chart_of(found)
        actuals = sorted(row.actuals.all(), key=lambda one: (one.month, one.pk), reverse=True)
        base = reverse("statements:overview", args=[self.programme.slug])
        return context | {
            "driver": driver_rows(row),
            "figures": [(_("Planned to date"), major(found.planned, self.programme.currency)),
                        (_("Claimed to date"), major(found.claimed, self.programme.currency)),
                        (_("Validated to date"), major(found.validated, self.programme.currency))],
            "chart": curve,
            "picture": svg.drawn(curve, WIDTH, HEIGHT, SIZE) if curve else "",
            "actuals": [
                (one, major(one.amount_minor, self.programme.currency),
                 _actual_acts(one, self.person, base))
                for one in actuals
            ],
            "reviews": list(row.reviews.for_list()),
            **notes_on(row, self.person),
        }  # fmt: skip


def _actual_acts(row: BenefitActual, user: Any, base: str) -> list[Act]:
    """Give the buttons of one actual, named apart from those of the others."""
    found = acts_of(selectors.actual_actions(row, user), f"{base}actuals/{row.public_id}/")
    return [replace(act, name=f"{act.name}-{row.public_id}", primary=False) for act in found]


def _span(row: Benefit) -> str | None:
    if row.baseline is None and row.target is None:
        return None
    ends = [f"{value.normalize():f}" if value is not None else "–" for value in (row.baseline, row.target)]
    return f"{ends[0]} → {ends[1]} {row.unit}".strip()


def _share(percent: Decimal) -> Figure:
    return Figure(percent / 100, "share", places=1)


def driver_rows(row: Benefit) -> list[tuple[Any, CellValue]]:
    """Give the parts of the yearly value as they multiply."""
    currency = row.programme.currency
    unit_value = None if row.unit_value_minor is None else major(row.unit_value_minor, currency)
    return [
        (_("Volume per year"), Figure(row.volume) if row.volume is not None else None),
        (_("× value of one unit (%(currency)s)") % {"currency": currency}, unit_value),
        (_("× margin"), _share(row.margin_percent)),
        (_("× attribution"), _share(row.attribution_percent)),
        (_("× correction factor"), _share(row.correction_percent)),
        (_("= value per year (%(currency)s)") % {"currency": currency}, major(row.value.yearly, currency)),
        (_("Risk taken off the plan"), _share(row.risk_percent)),
    ]


def chart_of(found: Standing) -> Chart | None:
    """Draw planned and recorded value, added up by month."""
    last = max([found.until, *(_month(one.month) for one in found.actuals)])
    months = [month for month in sorted(found.planned_months) if month <= last]
    if not months:
        return None
    months = list(range(min([months[0], *(_month(one.month) for one in found.actuals)]), last + 1))
    currency = found.benefit.programme.currency
    by_month = {_month(one.month): one.amount_minor for one in found.actuals}
    planned = recorded = Fraction(0)
    lines: tuple[list[Any], list[Any]] = ([], [])
    for month in months:
        planned += found.planned_months.get(month, 0)
        recorded += by_month.get(month, 0)
        lines[0].append(Money(round(planned), currency).to_decimal())
        lines[1].append(Money(round(recorded), currency).to_decimal())
    return Chart(
        kind="line",
        title=_("Planned and recorded value, added up"),
        labels=tuple(f"{first_of(month):%Y-%m}" for month in months),
        series=(Series(_("Planned"), tuple(lines[0]), "plan"), Series(_("Recorded"), tuple(lines[1]))),
        unit=currency,
        note=_("n = %(n)s months recorded") % {"n": len(found.actuals)},
    )


def _month(day: date) -> int:
    return day.year * 12 + day.month - 1
