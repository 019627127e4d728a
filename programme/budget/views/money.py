"""The money on one page: the funnel, variances, contingency, months, findings; draw-downs, baselines, changes."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView

from core.access import allows
from core.acts import Act
from core.documents import svg
from core.documents.blocks import Chart
from core.documents.grids import chart_table, table_view
from core.documents.values import Status
from core.documents.words import money_text
from core.money import Money
from core.pages import ActionView
from programme.budget import permissions, services
from programme.budget.choices import DRAW_STATUS, Category
from programme.budget.forms import DrawForm, LockForm, NoteForm, SharesForm
from programme.budget.models import BudgetBaseline, BudgetLine, ContingencyDraw, MonthLock
from programme.budget.selectors import baseline_of, money_stand
from programme.budget.selectors.changes import cost_of, draw_acts, proposed_shares, waiting_changes
from programme.budget.selectors.findings import money_findings
from programme.budget.selectors.money import cash_view
from programme.budget.selectors.tables import (
    Printer,
    cash_chart,
    cash_table,
    category_table,
    funnel_chart,
    funnel_figures,
    variance_table,
)
from programme.scope import ProgrammeMixin

WIDTH, SIZE = 960.0, 11
FUNNEL, MONTHS = 150.0, 260.0  # heights


class MoneyMixin(ProgrammeMixin):
    """What the pages of the money share."""

    nav = "budget.money"
    reads = permissions.can_read

    def picture(self, chart: Chart, height: float) -> dict[str, Any]:
        """Give what ``documents/blocks/figure.html`` draws: the chart, and its numbers as a table."""
        twin = table_view(chart_table(chart), settings.TIME_ZONE)
        drawing = svg.drawn(chart, WIDTH, height, SIZE)
        return {"title": chart.title, "note": chart.note, "svg": drawing, "twin": twin}

    def may(self, predicate: Any) -> bool:
        """Tell whether the reader may."""
        return allows(predicate, self.person, self.programme)


class MoneyPage(MoneyMixin, TemplateView):
    """From the baseline to the forecast, on one page."""

    template_name = "budget/money.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Draw the funnel and the tables; what has no data yet says so."""
        stand, today = money_stand(self.programme), timezone.localdate()
        cash = cash_view(stand, self.programme, today)
        chart = cash_chart(cash, stand.currency, today)
        say = Printer(stand.currency, stand.contingency)
        zone = settings.TIME_ZONE
        return super().get_context_data(**kwargs) | {
            "title": _("Budget and actual costs"),
            "stand": stand,
            "figures": funnel_figures(stand).figures,
            "funnel": self.picture(funnel_chart(stand), FUNNEL) if stand.lines else None,
            "variance": table_view(variance_table(stand), zone),
            "categories": table_view(category_table(stand), zone),
            "findings": money_findings(stand, self.programme),
            "contingency": [say(minor, unit=stand.currency) for minor in stand.contingency],
            "cash": table_view(cash_table(cash, stand.currency), zone),
            "cash_chart": self.picture(chart, MONTHS) if chart else None,
            "locked": MonthLock.objects.filter(programme=self.programme).order_by("-month").first(),
            "forecasts": [
                (row.line, reverse("budget:line_forecast", args=[self.programme.slug, row.line.public_id]))
                for row in stand.lines
            ]
            if self.may(permissions.can_forecast)
            else [],
            "acts": self._acts(),
        }

    def _acts(self) -> list[Act]:
        slug, found = [self.programme.slug], []
        if self.may(permissions.can_lock):
            found.append(Act("lock", _("Lock a month"), reverse("budget:lock", args=slug), "dialog", quiet=True))
        if self.may(permissions.can_book):
            found.append(Act("book", _("Book a cost"), reverse("budget:actual_new", args=slug), "dialog", primary=True))
        return found


class MoneyAct(MoneyMixin, ActionView):
    """Base of the acts that lead back to the money."""

    acts = permissions.can_edit

    def back_url(self) -> str:
        """Back to the money."""
        return reverse("budget:money", args=[self.programme.slug])


class Lock(MoneyAct):
    """Lock a month."""

    acts = permissions.can_lock
    title = gettext_lazy("Lock a month")
    verb = gettext_lazy("Lock")
    done = gettext_lazy("The month is locked.")
    form_class = LockForm

    def consequence(self) -> Any:
        """Say what follows."""
        return _(
            "The actual costs of the month and of all before it stay as they are. A later invoice of them counts in "
            "the next open month, as an adjustment. A locked month is not opened again."
        )

    def act(self, form: Any) -> MonthLock:
        """Call the service."""
        return services.lock_month(self.programme, actor=self.person, **form.cleaned_data)


class Draws(MoneyMixin, TemplateView):
    """Draw-downs of contingency: what waits, what was granted, what is left."""

    template_name = "budget/draws.html"

    def rows(self) -> QuerySet[ContingencyDraw]:
        """Draw-downs of the programme."""
        rows = ContingencyDraw.objects.filter(programme=self.programme)
        return rows.select_related("programme", "source", "line", "asked_by", "decided_by").order_by("-code", "-pk")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List them with what may be done."""
        stand, rows = money_stand(self.programme), list(self.rows())
        say = Printer(stand.currency, [*stand.contingency, *(row.amount_minor for row in rows)])
        acts = []
        if self.may(permissions.can_edit):
            reasons = () if stand.contingency[0] else (_("The budget has no contingency line."),)
            url = reverse("budget:draw_new", args=[self.programme.slug])
            acts = [Act("new", _("Draw on contingency"), url, "dialog", primary=True, reasons=reasons)]
        return super().get_context_data(**kwargs) | {
            "title": _("Contingency"),
            "stand": stand,
            "sums": [say(minor, unit=stand.currency) for minor in stand.contingency],
            "rows": [
                (row, say(row.amount_minor, unit=stand.currency), _draw_status(row), draw_acts(row, self.person))
                for row in rows
            ],
            "acts": acts,
        }


def _draw_status(row: ContingencyDraw) -> Status:
    return Status(DRAW_STATUS[row.state], str(row.get_state_display()))  # type: ignore[arg-type, index]


class DrawNew(MoneyAct):
    """Ask for contingency."""

    title = gettext_lazy("Draw on contingency")
    verb = gettext_lazy("Ask")
    done = gettext_lazy("Asked; somebody else grants it.")
    form_class = DrawForm

    def get_form_kwargs(self) -> dict[str, Any]:
        """Give the form the programme."""
        return super().get_form_kwargs() | {"programme": self.programme}

    def back_url(self) -> str:
        """Back to the draw-downs."""
        return reverse("budget:draws", args=[self.programme.slug])

    def consequence(self) -> Any:
        """Say what follows."""
        return _("Sponsor or finance grants it, never who asks. The baseline stays; the budget of both lines moves.")

    def act(self, form: Any) -> ContingencyDraw:
        """Call the service."""
        return services.ask_draw(self.programme, actor=self.person, **form.cleaned_data)


class DrawAct(MoneyAct):
    """Base of the decisions on a draw-down."""

    acts = permissions.can_grant_draw
    form_class = NoteForm

    def draw(self) -> ContingencyDraw:
        """The draw-down of this programme."""
        rows = ContingencyDraw.objects.select_related("programme", "source", "line")
        return get_object_or_404(rows, programme=self.programme, public_id=self.kwargs["public_id"])

    def acted_on(self) -> ContingencyDraw:
        """The draw-down."""
        return self.draw()

    def back_url(self) -> str:
        """Back to the draw-downs."""
        return reverse("budget:draws", args=[self.programme.slug])

    def get_initial(self) -> dict[str, Any]:
        """Start with the version that is seen."""
        return {"version": self.draw().version}

    def consequence(self) -> str:
        """Say what is asked, for what."""
        row = self.draw()
        said = {
            "sum": money_text(Money(row.amount_minor, self.programme.currency)), "source": row.source, "line": row.line,
            "why": row.reason,
        }  # fmt: skip
        return _("%(sum)s from %(source)s to %(line)s: %(why)s") % said


class DrawGrant(DrawAct):
    """Grant it."""

    title = gettext_lazy("Grant the draw-down")
    verb = gettext_lazy("Grant")
    done = gettext_lazy("Granted.")

    def act(self, form: Any) -> ContingencyDraw:
        """Call the service."""
        return services.grant_draw(self.draw(), actor=self.person, **form.cleaned_data)


class DrawRefuse(DrawAct):
    """Refuse it."""

    title = gettext_lazy("Refuse the draw-down")
    verb = gettext_lazy("Refuse")
    done = gettext_lazy("Refused.")
    danger = True

    def act(self, form: Any) -> ContingencyDraw:
        """Call the service."""
        return services.refuse_draw(self.draw(), actor=self.person, **form.cleaned_data)


class Baselines(MoneyMixin, TemplateView):
    """What was authorised, each change that moved it, and granted changes that wait."""

    template_name = "budget/baselines.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """List baselines with what each moved."""
        stand = money_stand(self.programme)
        rows = BudgetBaseline.objects.filter(programme=self.programme).select_related("set_by", "change")
        found = list(rows.order_by("-number"))
        befores = [*(one.total_minor for one in found[1:]), None][: len(found)]
        waiting = waiting_changes(self.programme)
        say = Printer(stand.currency, [*(one.total_minor for one in found), *map(cost_of, waiting)])
        moves = [
            None if before is None else one.total_minor - before for one, before in zip(found, befores, strict=True)
        ]
        slug = self.programme.slug
        return super().get_context_data(**kwargs) | {
            "title": _("Budget baselines"),
            "rows": [
                (one, say(one.total_minor, unit=stand.currency),
                 say(move, signed=True, unit=stand.currency) if move else None)
                for one, move in zip(found, moves, strict=True)
            ],
            "waiting": [
                (one, say(cost_of(one), signed=True, unit=stand.currency),
                 reverse("budget:change_apply", args=[slug, one.public_id]))
                for one in waiting
            ],
            "may_apply": self.may(permissions.can_edit) and bool(found),
            "moved": [
                (row.line, say(row.stand.baseline), say(row.line.amount_minor))
                for row in stand.moved
            ],
            "currency": stand.currency,
        }  # fmt: skip


class ChangeApply(MoneyAct):
    """Put a granted change into the budget: lines and baseline as one act."""

    title = gettext_lazy("Put the change into the budget")
    verb = gettext_lazy("Move the baseline")
    done = gettext_lazy("The budget and its baseline have moved.")
    form_class = SharesForm

    def change(self) -> Any:
        """The change request of this programme."""
        rows = apps.get_model("programme", "ChangeRequest").objects.select_related("programme")
        return get_object_or_404(rows, programme=self.programme, public_id=self.kwargs["public_id"])

    def back_url(self) -> str:
        """Back to the baselines."""
        return reverse("budget:baselines", args=[self.programme.slug])

    def get_form_kwargs(self) -> dict[str, Any]:
        """Offer every line but contingency, which is drawn on."""
        rows = BudgetLine.objects.filter(programme=self.programme).exclude(category=Category.CONTINGENCY)
        lines = list(rows.order_by("code", "pk"))
        return super().get_form_kwargs() | {"lines": lines, "currency": self.programme.currency}

    def get_initial(self) -> dict[str, Any]:
        """Propose the line that was written ahead by just this sum."""
        currency = self.programme.currency
        shares = proposed_shares(money_stand(self.programme), cost_of(self.change()))
        return {f"share_{ref}": Money(minor, currency).to_decimal() for ref, minor in shares.items()}

    def consequence(self) -> str:
        """Say what is moved by how much."""
        row = self.change()
        said = {
            "row": row,
            "sum": money_text(Money(cost_of(row), self.programme.currency)),
            "base": baseline_of(self.programme) or "–",
        }
        text = _(
            "%(row)s costs %(sum)s. Share it out over the lines; their amounts and the baseline (%(base)s) move "
            "together."
        )
        return text % said

    def act(self, form: Any) -> BudgetBaseline:
        """Call the service."""
        return services.apply_change(self.programme, request=self.change(), shares=form.shares(), actor=self.person)
