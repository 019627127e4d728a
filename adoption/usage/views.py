"""Pages of adoption: the overview, the people one may see, one person."""

from datetime import date
from typing import Any

from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView

from adoption.usage.choices import Cut
from adoption.usage.permissions import can_import, can_look, can_see
from adoption.usage.rules.suppression import total_hidden
from adoption.usage.selectors import pages, showing
from adoption.usage.selectors.asked import asked_days
from adoption.usage.selectors.figures import read_population, whole
from adoption.usage.selectors.periods import reach_of
from adoption.usage.selectors.population import Population
from adoption.usage.selectors.scores import month_of, score_table, scorecard, weights_in
from adoption.usage.services.looks import note_look, note_people_read
from core.access import allows, require
from core.acts import Act
from core.documents.html import BlockView, view
from core.documents.model import Block, Document, Language
from core.register import Empty
from phases.rollout.models import RosterEntry
from programme.scope import ProgrammeMixin

WIDE, HALF = 760.0, 560.0
SHOWN_CUTS = (Cut.UNIT, Cut.ROLE, Cut.WAVE)


class StretchMixin(ProgrammeMixin, TemplateView):
    """Pages over a stretch of days: from and to of the address, else the last four weeks of data."""

    nav = "usage"

    @cached_property
    def days(self) -> tuple[date, date]:
        """First and last day."""
        return asked_days(self.programme, self.request.GET.get("from", ""), self.request.GET.get("to", ""))

    @cached_property
    def found(self) -> Population:
        """People and facts of the stretch."""
        return read_population(self.programme, *self.days)

    def drawn(self, block: Block, width: float = WIDE) -> BlockView:
        """Draw a block as papers draw it."""
        now = timezone.now()
        language: Language = "zh-hans" if (get_language() or "").startswith("zh") else "en"
        paper = Document(
            kind="page", number="", title="", programme=self.programme.name, as_of=now, generated_at=now,
            language=language, zone=settings.TIME_ZONE,
        )  # fmt: skip
        return view(block, paper, width)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the stretch to every page."""
        return super().get_context_data(**kwargs) | {"first": self.days[0], "last": self.days[1]}


class Overview(StretchMixin):
    """Adoption of the whole programme and its teams."""

    reads = can_see
    template_name = "usage/overview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the figures, or what to do first."""
        context = super().get_context_data(**kwargs) | {"title": _("Adoption")}
        reach = reach_of(self.programme)
        if reach is None:
            return context | {"empty": self.empty()}
        figures = whole(self.found).figures
        if figures is None or total_hidden(figures.eligible):
            return context | {"reach": reach, "small": True, "imports": pages.import_lines(self.programme)}
        return (
            context
            | self._drawn_figures(figures)
            | {
                "reach": reach,
                "stale": reach.stale(timezone.now()),
                "verdict": pages.verdict(self.programme, self.found, figures, stale=reach.stale(timezone.now())),
                "imports": pages.import_lines(self.programme),
                "strangers": self.found.strangers,
                "scheduled": figures.eligible,
                "on_roster": len(self.found.people),
            }
        )

    def _drawn_figures(self, figures: Any) -> dict[str, Any]:
        return {
            "key_figures": showing.key_figures(self.programme, figures).figures,
            "daily": self.drawn(showing.daily_chart(self.programme, self.found)),
            "active": self.drawn(showing.reach_chart(self.found), HALF),
            "funnel": self.drawn(showing.funnel(self.found, figures), HALF),
            "index": self.drawn(showing.index_table(figures)),
            "cuts": [(cut, self.drawn(showing.cut_table(self.programme, self.found, cut))) for cut in SHOWN_CUTS],
        }

    def empty(self) -> Empty:
        """Teach the first import."""
        act = None
        if allows(can_import, self.person, self.programme):
            url = reverse("records:import_new", args=[self.programme.slug])
            act = Act("import", _("Import usage"), f"{url}?kind=usage", primary=True, icon="file-import")
        text = _("Bring a log of the CRM: who did what, when. Salesforce, Dynamics and HubSpot exports are recognised.")
        example = "2026-05-12 08:30 · li.min@example.com · update · opportunity · OPP-1042"
        return Empty(_("No usage yet"), text, act=act, example=example)


class PeopleList(StretchMixin):
    """The people whose usage one may see: oneself, one's team, all for the analyst."""

    template_name = "usage/people.html"
    title = gettext_lazy("People's usage")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the table; a look at others is on record."""
        rows = pages.people_seen_by(self.found, self.person, self.programme)
        others = sum(1 for row in rows if self.found.people[row].user_id != self.person.pk)
        table = self.drawn(pages.people_table(self.programme, self.found, rows))
        if others:
            note_people_read(self.programme, first=self.days[0], last=self.days[1], actor=self.person, people=others)
        return super().get_context_data(**kwargs) | {"title": self.title, "table": table, "others": others}


class PersonDetail(StretchMixin):
    """One person's usage by day: for the person, the manager and the analyst."""

    template_name = "usage/person.html"

    @cached_property
    def entry(self) -> RosterEntry:
        """The entry of the address, if this person may look at it."""
        rows = RosterEntry.objects.filter(programme=self.programme).for_list()
        entry = get_object_or_404(rows.select_related("manager"), public_id=self.kwargs["public_id"])
        require(can_look, self.person, entry)
        return entry

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give figures and days; a look at somebody else is on record."""
        entry = self.entry
        figures = pages.person_figures(self.found, entry)
        context = super().get_context_data(**kwargs) | {
            "title": entry.name,
            "entry": entry,
            "facts": pages.figure_pairs(figures) if figures else [],
            "table": self.drawn(pages.person_days(entry, *self.days)),
            "own": entry.user_id == self.person.pk,
        }
        note_look(entry, first=self.days[0], last=self.days[1], actor=self.person)
        return context


class Scorecard(StretchMixin):
    """The adoption scorecard of a month by team."""

    reads = can_see
    template_name = "usage/scorecard.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Give the cards and the weights of the month."""
        asked = asked_days(self.programme, "", self.request.GET.get("month", ""))[1]
        month = month_of(asked)[0]
        lines = scorecard(self.programme, month, Cut.UNIT)
        weights = weights_in(self.programme, month)
        return super().get_context_data(**kwargs) | {
            "title": _("Adoption scorecard"),
            "month": month,
            "table": self.drawn(score_table(lines, weights)),
        }
