"""The plan as files: Microsoft Project's XML, and a calendar of milestones and gates."""

from django.http import HttpRequest, HttpResponse
from django.views.generic import View

from core.downloads import CALENDAR, XML, file_answer
from phases.plan.permissions import can_see_plan
from phases.plan.selectors.exchange import plan_xml
from phases.plan.selectors.milestones import milestones_ics
from programme.scope import ProgrammeMixin


class PlanXml(ProgrammeMixin, View):
    """The whole plan for Microsoft Project."""

    reads = can_see_plan

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Answer with the file."""
        return file_answer(plan_xml(self.programme), f"{self.programme.slug}-plan.xml", XML)


class PlanMilestones(ProgrammeMixin, View):
    """Milestones and gates for a calendar."""

    reads = can_see_plan

    def get(self, _request: HttpRequest, **_kwargs: str) -> HttpResponse:
        """Answer with the file, in the reader's language."""
        return file_answer(milestones_ics(self.programme), f"{self.programme.slug}-milestones.ics", CALENDAR)
