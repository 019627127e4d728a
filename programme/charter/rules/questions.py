"""The questions of readiness, at each moment and for each cause (F10)."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.charter.choices import Cause, Moment

QUESTIONS: dict[tuple[Moment, Cause], Any] = {
    (Moment.START, Cause.PROCESS): _(
        "Are process owners, the workgroup, the scope and the dates of the redesign named?"
    ),
    (Moment.START, Cause.CONSULTANT): _(
        "Are the needs of consultants and the rule to choose them written, and is at least one similar case demanded?"
    ),
    (Moment.START, Cause.EXECUTIVE): _(
        "Do executives place the CRM as the command system of sales, lead in person, and plan to build the own team?"
    ),
    (Moment.START, Cause.TEAM): _(
        "Is the team's capability scored in process, IT and business, with an action for every score of 2 or less?"
    ),
    (Moment.START, Cause.SELECTION): _(
        "Does the selection rule put price last, and does the budget have a line for consultants?"
    ),
    (Moment.BUILD, Cause.PROCESS): _("Are all 15 process outputs and the organisation policy (DEL-15) approved?"),
    (Moment.BUILD, Cause.CONSULTANT): _("Is the consultant scored, with at least one similar case?"),
    (Moment.BUILD, Cause.EXECUTIVE): _("Did the executives keep the acts they promised?"),
    (Moment.BUILD, Cause.TEAM): _("Are the development actions of the team done?"),
    (Moment.BUILD, Cause.SELECTION): _(
        "Is the pick not the lowest price with the lowest capability, and do consultant days meet the benchmark?"
    ),
}
