"""The steering pack (D2): page 1, the lights, the follow-up of decisions, and what other slices still owe it."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import seams
from core.documents.markup import plain
from core.documents.model import (
    Answer,
    Block,
    Cell,
    Column,
    Columns,
    Definition,
    Fact,
    Figure,
    Missing,
    Section,
    Source,
    Table,
    Text,
)
from core.money import Money
from core.seams import DocumentKind, provide_section
from programme.budget.selectors import budget_totals
from programme.governance.choices import Colour, DecisionState
from programme.governance.contributions.since import finish
from programme.governance.models import Decision
from programme.governance.selectors import headline
from programme.governance.selectors.decisions import age, answers, asked, followed_up, waiting_cost
from programme.governance.selectors.lights import LightView, board
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.selectors import last_issued

KIND = "steering"
CYCLE = timedelta(days=28)
# The sections of D2 that other slices give: position, title, what they wait for.
OWED: Sequence[tuple[int, Any, Any]] = (
    (300, gettext_lazy("Milestone slip"), gettext_lazy("Plan tasks with a baseline show here how far they moved.")),
    (400, gettext_lazy("Milestone trend"), gettext_lazy("Two reports with dated milestones make a trend.")),
    (500, gettext_lazy("Earned value"), gettext_lazy("A signed budget and progress of tasks give earned value.")),
    (600, gettext_lazy("Go-live forecast"), gettext_lazy("A simulated plan gives a range for the go-live date.")),
    (700, gettext_lazy("Top five risks and issues"), gettext_lazy("Open risks and issues are listed here.")),
    (900, gettext_lazy("Quality and defects"), gettext_lazy("A running UAT cycle gives cases and defects.")),
    (1000, gettext_lazy("Adoption, training, feedback"), gettext_lazy("Training and usage of the pilot show here.")),
    (1100, gettext_lazy("Benefits"), gettext_lazy("Benefit profiles with readings show here.")),
)
WIDTH = 100


def _period(programme: Any) -> tuple[Any, datetime | None]:
    """The last issued pack and the moment of its figures."""
    last = last_issued(programme, KIND)
    return last, last.snapshot.as_of if last else None


def frame(programme: Any, as_of: datetime, _subject: str) -> Mapping[str, Any]:
    """Say period, definitions, distribution and the next issue."""
    _last, since = _period(programme)
    start = timezone.localtime(since).date() if since else programme.starts_on
    today = timezone.localtime(as_of).date()
    people = holders(programme, Role.SP, Role.SC, Role.PM, Role.FIN, Role.BO)
    return {
        "period": f"{min(start, today):%Y-%m-%d} – {today:%Y-%m-%d}",
        "definitions": (
            Definition("F07", _("Lights"), _(
                "Schedule: SPI(t) at least 0.95 and next gate at most 5 working days late is green, below 0.85 or more "
                "than 10 is red. Cost and scope: up to 5 % green, up to 10 % amber. Quality: red while a severity 1 "
                "defect is open. Adoption: at least 100 % of target green, 85 % amber. Benefit: 95 % and 80 %. Risk: "
                "red while a score of 20 or more has no dated response or a late one.")),
            Definition("F07", _("Overall"), _(
                "Red when schedule, cost, adoption or benefit is red; amber when any light is amber, or quality or "
                "risk is red, or a source is stale; what is not due leaves the overall. The overall is the worse of "
                "the technical and the adoption light.")),
        ),
        "limits": (
            _("A person may declare a light worse; better only with a reason and a second person. Both print."),
        ),
        "distribution": tuple(person.name for person in people),
        "next_issue": today + CYCLE,
    }  # fmt: skip


def answers_now(programme: Any, user: Any) -> Mapping[str, Sequence[Answer]]:
    """What this person may answer to each decision that is still asked; one query."""
    return {
        row.code: tuple(
            Answer(str(act.label), f"{row.get_absolute_url()}{act.name}/", primary=act.primary)
            for act in answers(row, user)
        )
        for row in asked(programme)
    }


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND,
        title=gettext_lazy("Steering committee report"),
        prefix="SC",
        formats=("pdf", "html", "pptx", "xlsx"),
        cover=False,
        owner_role=Role.PM,
        serial=True,
        frame=frame,
        finish=finish,
        answers=answers_now,
    ),
)


@provide_section(KIND, "governance.page1", 100)
def page_one(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Page 1: light and sentence, three things to know beside what changed, decisions requested, lights, figures."""
    last, since = _period(programme)
    stand = board(programme)
    today = timezone.localtime(as_of).date()
    things = headline.things_to_know(programme, stand, today)
    first = _("This is the first pack; changes are told from the next one on.")
    place = _("What changed could not be computed; the fault is in the log.") if last else first
    day = f"{timezone.localtime(since):%Y-%m-%d}" if since else ""
    heading = _("Changed since %(day)s") % {"day": day} if since else _("Where we start")
    blocks: list[Block] = [headline.headline(stand, last)]
    ribbon = headline.ribbon(programme)
    if ribbon is not None:
        blocks.append(ribbon)
    blocks.append(
        Columns(
            left=(Text(tuple(map(plain, things)) or (_("Nothing stands out."),), "numbered", _("Things to know")),),
            right=(Text((place,), "bullets", heading),),  # written when all sections are known: since.py
        )
    )
    blocks += [headline.asks(programme, today), headline.lights(stand)]
    figures = headline.key_figures(programme, today)
    if figures is not None:
        blocks.append(figures)
    stale = tuple(Source(str(light.dimension.label), stale=True) for light in stand.stale)
    facts = (*map(_light_fact, stand.lights), *_budget_facts(programme))
    return Section(_("Headline"), tuple(blocks), key="page1", sources=stale, facts=facts, whole=True)


def _light_fact(light: LightView) -> Fact:
    return Fact("lights", str(light.dimension), str(light.dimension.label), str(light.counts.colour), light.word)


def _budget_facts(programme: Any) -> list[Fact]:
    totals = budget_totals(programme)
    if not totals.lines:
        return []
    amount = Money(totals.bac, programme.currency).to_decimal()
    return [Fact("money", "bac", _("Budget at completion (BAC)"), Figure(amount, programme.currency, 2))]


@provide_section(KIND, "governance.lights", 200)
def light_section(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Every light with its rule, who declared what and why, and the two lights that make the overall."""
    stand = board(programme)
    rows = tuple(
        (
            str(light.dimension.label),
            headline.status(light.computed),
            headline.colour_status(Colour(one.colour)),
            one.reason,
            ", ".join(str(person) for person in (one.declared_by, one.confirmed_by) if person) or _("System"),
        )
        for light in stand.lights
        if (one := light.declaration) is not None
    )
    two = Table(
        (Column(_("Half")), Column(_("Light"))),
        (
            (_("Technical: schedule, cost, scope, quality, risk"), headline.colour_status(stand.technical)),
            (_("Adoption: adoption, benefit"), headline.colour_status(stand.human)),
            (_("Overall: the worse of the two"), headline.colour_status(stand.overall)),
        ),
        heading=_("Two halves"),
    )
    columns = (
        Column(_("Light")),
        Column(_("Computed")),
        Column(_("Declared")),
        Column(_("Reason"), width=4),
        Column(pgettext("person", "By")),
    )
    nobody = _("Nobody declared a light other than computed.")
    people = Table(columns, rows, heading=_("Declared by people"), empty=nobody)
    return Section(_("Lights"), (headline.light_rules(stand), two, people), key="lights")


@provide_section(KIND, "governance.decisions", 1200)
def decision_section(programme: Any, as_of: datetime, _subject: str) -> Section:
    """What became of the decisions of the last pack, with their age."""
    _last, since = _period(programme)
    today = timezone.localtime(as_of).date()
    facts = tuple(map(_decision_fact, followed_up(programme, None)))
    rows = tuple(
        (
            Cell(row.code, second=row.question, url=row.get_absolute_url()),
            headline.decision_status(row),
            Cell(row.chosen, second=row.outcome),
            age(row, today),
            waiting_cost(row, age(row, today)) or None,
            row.due_on,
        )
        for row in followed_up(programme, since)
    )
    columns = (
        Column(_("Decision"), width=5),
        Column(_("State")),
        Column(_("Outcome"), width=3),
        Column(_("Age"), "right", _("days")),
        Column(_("Cost of waiting"), "right"),
        Column(_("Needed by")),
    )
    table = Table(columns, rows, empty=_("No decision was asked of the committee yet."))
    return Section(_("Decision follow-up"), (table,), key="decisions", facts=facts)


def _decision_fact(row: Decision) -> Fact:
    word = str(DecisionState(row.state).label)
    return Fact("decisions", row.public_id, f"{row.code} {row.question}", row.state, word, live=row.is_open)


@provide_section(KIND, "governance.next", 1300)
def next_section(programme: Any, _as_of: datetime, _subject: str) -> Section | None:
    """What the next period holds where no slice tells it: the meetings of the committee."""
    if _given(1300):
        return None
    rows = tuple((str(row.question), row.due_on) for row in followed_up(programme, None) if row.is_open)
    table = Table((Column(_("Decision"), width=5), Column(_("Needed by"))), rows, empty=_("No decision is open."))
    return Section(_("Next period"), (table,), key="next")


def _given(position: int) -> bool:
    """Tell whether another slice gives a section of this place."""
    return any(
        position <= section.position < position + WIDTH and not name.startswith("governance.")
        for name, section in seams.documents[KIND].sections.items()
    )


def _owed(position: int, title: Any, text: Any) -> Any:
    def build(_programme: Any, _as_of: datetime, _subject: str) -> Section | None:
        if _given(position):
            return None
        return Section(str(title), (Missing(str(_("No data yet.")), str(text)),), key=f"owed-{position}")

    return build


for _position, _title, _text in OWED:
    provide_section(KIND, f"governance.owed_{_position:04}", _position)(_owed(_position, _title, _text))
