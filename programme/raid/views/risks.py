"""The risk register, its records and the forms that change them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.access import Action, allows
from core.acts import Act
from core.documents.model import Dot
from core.documents.svg import risk_matrix
from core.documents.values import CellValue, Status
from core.pages import RecordView
from core.register import Bulk, Column, Empty, RegisterView, SavedView
from programme.raid import permissions, selectors
from programme.raid.choices import LIVE_RISK
from programme.raid.filters import RiskFilterSet
from programme.raid.models import Issue, Risk
from programme.raid.querysets import PERIOD, RiskQuerySet
from programme.raid.views import cells
from programme.records.selectors import notes_on
from programme.scope import ProgrammeMixin

LIVE_QUERY = "&".join(f"state={state}" for state in LIVE_RISK)


PROBABILITY = Column("probability", gettext_lazy("Probability"), "", "probability", number=True, unit="1–5")
IMPACT = Column("impact", gettext_lazy("Impact"), "", "impact", number=True, unit="1–5")


class RiskMixin(ProgrammeMixin):
    """The risks that this person sees in the programme."""

    def risks(self) -> RiskQuerySet:
        """Give them with what a row needs."""
        return Risk.objects.filter(programme=self.programme).visible_to(self.person).for_list()

    @cached_property
    def risk(self) -> Risk:
        """The risk of the address."""
        return get_object_or_404(self.risks(), public_id=self.kwargs["public_id"])

    @property
    def list_url(self) -> str:
        """Address of the register."""
        return reverse("raid:risk_list", args=[self.programme.slug])


class RiskList(RiskMixin, RegisterView):
    """The register: views, filters, sorting, bulk acts, the score edited in place, the matrix beside."""

    title = gettext_lazy("Risk register")
    aside_name = "raid/_risk_aside.html"
    filterset_class = RiskFilterSet
    order = "-score"
    standing_columns = (
        Column("code", pgettext_lazy("record", "Code"), sort="code", nowrap=True),
        Column("title", gettext_lazy("Risk"), cells.title, sort="title", title=True),
        Column("state", gettext_lazy("State"), cells.risk_status, sort="state"),
        Column("owner", gettext_lazy("Owner"), "owner_text", sort="owner__name", nowrap=True),
        PROBABILITY,
        IMPACT,
        Column("score", gettext_lazy("Score"), cells.score, "score", number=True, unit="1–25"),
        Column("response", gettext_lazy("Response, target, due"), cells.response, "response_due"),
        Column("review", gettext_lazy("Next review"), cells.next_review, "next_review_on", number=True),
        Column("category", gettext_lazy("Category"), "get_category_display", "category", shown=False),
        Column("strategy", gettext_lazy("Strategy"), "get_strategy_display", "strategy", shown=False),
        Column("proximity", gettext_lazy("May happen around"), "proximity_on", "proximity_on", shown=False),
        Column("raised", gettext_lazy("Raised"), "raised_on", "raised_on", shown=False),
    )

    @cached_property
    def columns(self) -> list[Column]:  # type: ignore[override]
        """Columns, with what this person may edit in place."""
        editable = {column.name: cells.edit_url(column.name, self.person) for column in (PROBABILITY, IMPACT)}
        return [replace(column, edit=editable.get(column.name)) for column in self.standing_columns]

    def rows(self) -> QuerySet[Risk]:
        """Rows with their score at the beginning of the period."""
        return self.risks().with_movement(timezone.localdate())

    @cached_property
    def counted(self) -> selectors.Counts:
        """How the register stands; one query."""
        return selectors.counts(self.programme, self.person, timezone.localdate())

    @property
    def sub(self) -> str:
        """One sentence: live, high, late, and how the exposure moved."""
        told = {
            "live": self.counted.live, "high": self.counted.high, "late": self.counted.review_overdue,
            "change": f"{self.counted.change:+d}".replace("-", "−"),
        }  # fmt: skip
        return (
            _(
                "live: %(live)d · score 12 or more: %(high)d · reviews overdue: %(late)d · "
                "exposure %(change)s points in 30 days"
            )
            % told
        )

    def counted_views(self) -> Sequence[tuple[SavedView, int]]:
        """Count the standing views in one query."""
        counted = self.counted
        return [
            (SavedView(_("All")), counted.every),
            (SavedView(_("Live"), LIVE_QUERY), counted.live),
            (SavedView(_("Score 12 or more"), f"{LIVE_QUERY}&score_min=12"), counted.high),
            (SavedView(_("Mine"), f"{LIVE_QUERY}&mine=true"), counted.mine),
            (SavedView(_("Review overdue"), "review=true"), counted.review_overdue),
            (SavedView(_("Moved in 30 days"), "moved=true"), counted.moved),
            (SavedView(_("Proposed"), "state=proposed"), counted.proposed),
        ]

    def acts(self) -> Sequence[Act]:
        """Buttons of the page."""
        may = allows(permissions.can_raise, self.person, self.programme)
        found = cells.beside(self.programme.slug, "risks")
        if may:
            new = reverse("raid:risk_new", args=[self.programme.slug])
            found.append(Act("new", _("New risk"), new, "dialog", primary=True, key="r"))
        if allows(permissions.can_import, self.person, self.programme):
            bring = reverse("records:import_new", args=[self.programme.slug])
            found.insert(0, Act("import", _("Import"), f"{bring}?kind=risks", quiet=True))
        return found

    def bulk(self) -> Sequence[Bulk]:
        """Acts on the selected rows, for those who may."""
        if not allows(permissions.is_pm, self.person, self.programme):
            return ()
        slug = self.programme.slug
        return [
            Bulk(_("Change owner"), reverse("raid:risk_bulk_owner", args=[slug])),
            Bulk(_("Schedule a review"), reverse("raid:risk_bulk_review", args=[slug])),
            Bulk(_("Escalate to the steering committee"), reverse("raid:risk_bulk_escalate", args=[slug])),
        ]

    def empty(self) -> Empty:
        """Teach the first risk."""
        act = None
        if allows(permissions.can_raise, self.person, self.programme):
            act = Act("first", _("New risk"), reverse("raid:risk_new", args=[self.programme.slug]), "dialog", True)
        return Empty(
            _("No risks yet"),
            _("A risk is said as cause, event and effect, and scored 1–5 by 1–5."),
            act,
            _("Because habit and unclear benefit, users may enter data passively, leading to missed targets."),
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the matrix of the rows shown, and what moved."""
        context = super().get_context_data(**kwargs)
        dots = [_dot(risk) for risk in context["records"] if risk.probability and risk.impact and risk.is_live]
        return context | {
            "matrix": risk_matrix(dots),
            "matrix_n": len(dots),
            "since": timezone.localdate() - PERIOD,
            "moves": selectors.recent_moves(self.programme, self.person, timezone.localdate()),
            "reserve": selectors.reserve(self.programme),
        }


def _dot(risk: Risk) -> Dot:
    was = getattr(risk, "was_probability", None), getattr(risk, "was_impact", None)
    return Dot(
        selectors.short_code(risk), risk.probability or 1, risk.impact or 1, *was, risk.title, risk.get_absolute_url()
    )


class RiskDetail(RiskMixin, RecordView):
    """One risk: what it is, how it is answered, how it moved, what may be done."""

    template_name = "raid/risk_detail.html"

    def get_object(self, queryset: Any = None) -> Risk:  # noqa: ARG002
        """Give the risk of the address."""
        return self.risk

    def title(self) -> str:
        """Code and title."""
        return str(self.risk)

    def status(self) -> Status:
        """State, or what is late."""
        return cells.risk_status(self.risk)

    def crumbs(self) -> Sequence[tuple[Any, str]]:
        """Back to the register."""
        return [(_("Risk register"), self.list_url)]

    def facts(self) -> Sequence[tuple[Any, CellValue]]:
        """Say what needs no more than a line."""
        risk = self.risk
        told: list[tuple[Any, CellValue]] = [
            (_("Score, 1–25"), _score_text(risk)),
            (_("Residual score, 1–25"), risk.residual),
            (_("Category"), risk.get_category_display() if risk.category else None),
            (_("Owner"), risk.owner_text or None),
            (_("May happen around"), risk.proximity_on),
            (_("Cost if it happens"), selectors.cost_text(risk)),
            (_("Expected loss (F09)"), selectors.expected_text(risk)),
            (_("Delay if it happens"), selectors.delay_text(risk)),
            (_("Strategy"), risk.get_strategy_display() if risk.strategy else None),
            (_("Response due"), risk.response_due),
            (_("Response done"), risk.response_done_on),
            (_("Last review"), risk.last_reviewed_on),
            (_("Next review"), risk.next_review_on),
            (_("Raised"), risk.raised_on),
            (_("Closed"), risk.closed_on),
        ]
        return [(label, value) for label, value in told if value is not None]

    def actions(self) -> Sequence[Action]:
        """Acts on the risk."""
        return selectors.risk_actions(self.risk, self.person)

    def more_acts(self) -> Sequence[Act]:
        """Give the button to edit."""
        if self.risk.is_settled or not allows(permissions.can_edit, self.person, self.risk):
            return ()
        return [Act("edit", _("Edit"), f"{self.request.path}edit/", "dialog", quiet=True)]

    def history(self) -> Sequence[Any]:
        """Newest events."""
        return selectors.history(self.risk)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add statement, scores, issues, comments and files."""
        context = super().get_context_data(**kwargs)
        return context | {
            "statement": selectors.statement(self.risk),
            "band": self.risk.band,
            "scores": list(self.risk.scores.select_related("by").order_by("-on")),
            "assumptions": list(self.risk.assumptions.all()),
            "issues": list(Issue.objects.filter(risk=self.risk).for_list()),
            **notes_on(self.risk, self.person),
        }


def _score_text(risk: Risk) -> str | None:
    if risk.score is None or risk.band is None:
        return None
    said = {"score": risk.score, "p": risk.probability, "i": risk.impact, "band": risk.band.label}
    return _("%(score)d (%(p)d × %(i)d), %(band)s") % said
