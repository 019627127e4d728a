"""What the sponsor's acts give: evidence, attention, the pack, a plan rule, an import kind."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core import presence, seams
from core.documents.model import Cell, Column, Fact, Figure, KeyFigure, KeyFigures, Missing, Section, Source, Table
from core.imports.kinds import Column as ImportColumn
from core.imports.kinds import Kind, Row, Rows, Type, row_by_row
from core.seams import AttentionItem, Evidence, EvidenceItem, Finding, Rule, Scope, plan_rules, provide_section
from programme.charter.choices import RUNNING, Pitfall
from programme.sponsor import permissions, services
from programme.sponsor.choices import ActKind
from programme.sponsor.models import SponsorAct
from programme.sponsor.selectors import act_status, acts, last_missed, pace, standing
from programme.stakeholders.models import Stakeholder

AHEAD = 6  # acts ahead that the pack names
UNPLANNED = Rule(
    "sponsor.no_acts", "warn", Pitfall.USERS,
    gettext_lazy("The top executive's acts are planned"),
    gettext_lazy("Plan the kick-off, a monthly briefing, the go-live and awards with the sponsor."),
)  # fmt: skip
BELOW = Rule(
    "sponsor.index_low", "warn", Pitfall.USERS,
    gettext_lazy("The sponsor index, acts done of acts due, is at least 70%"),
    gettext_lazy("Agree with the sponsor on the next acts; what is not done in person counts as not wanted."),
)  # fmt: skip
SILENT = Rule(
    "sponsor.briefings_missed", "bad", Pitfall.USERS,
    gettext_lazy("No two monthly briefings in a row were missed"),
    gettext_lazy("Hold the briefing this month, with the top executive."),
)  # fmt: skip


def _page(programme: Any) -> str:
    return reverse("sponsor:acts", args=[programme.slug])


@seams.evidence.provide("sponsor.index")
def sponsor_index(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Acts done of those due; None where nothing is due yet."""
    today = timezone.localdate()
    found = pace(programme, today).index
    rows = acts(programme).overdue(today)[:AHEAD] if found.amber else ()
    detail = [EvidenceItem(_("Do it: %(act)s") % {"act": row}, row.get_absolute_url(), due=row.due_on) for row in rows]
    reading = Evidence(found.share, found.done, found.due, "share", timezone.now(), _page(programme), detail=detail)
    return [reading for _scope in scopes]


@seams.attention.provide("sponsor.acts")
def waiting(programme: Any, user: Any) -> list[AttentionItem]:
    """Two missed months for sponsor, committee and project manager; acts that are overdue for who records them."""
    if not (permissions.hears(user, programme) or permissions.can_edit(user, programme)):
        return []
    today = timezone.localdate()
    stand = standing(programme, today)
    items = []
    if stand.escalates and programme.state in RUNNING and permissions.hears(user, programme):
        text = _("Monthly briefings missed %(n)d months in a row") % {"n": stand.months.missed_run}
        last = last_missed(programme, today)
        items.append(AttentionItem("bad", text, last.get_absolute_url() if last else _page(programme), verb=_("Look")))
    if stand.overdue and permissions.can_edit(user, programme):
        for row in acts(programme).overdue(today):
            text = _("The sponsor's act is overdue: %(act)s") % {"act": row}
            items.append(AttentionItem("warn", text, row.get_absolute_url(), row.due_on, row.audience, _("Record")))
    return items


PLANNED = presence.ask("sponsor.planned", lambda programme: SponsorAct.objects.filter(programme=programme).standing())


@plan_rules.provide("sponsor.acts", UNPLANNED, BELOW, SILENT)
def findings(programme: Any) -> list[Finding]:
    """A sponsor without a plan, or one that is not kept; one query where acts are planned."""
    if programme.state not in RUNNING:
        return []
    url = _page(programme)
    (planned,) = presence.stand(programme, PLANNED)
    if not planned:
        return UNPLANNED.when(True, url)
    stand = pace(programme, timezone.localdate())
    return [
        *BELOW.when(stand.index.amber, url, f"{stand.index.done}/{stand.index.due}"),
        *SILENT.when(stand.escalates, url),
    ]


@provide_section("steering", "sponsor.acts", 270)
def pack_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Index, months, and the acts that are overdue or ahead."""
    today = timezone.localtime(as_of).date()
    rows = [row for row in acts(programme) if row.dropped_on is None]
    if not rows:
        return None
    stand = standing(programme, today)
    figures = KeyFigures(
        (
            KeyFigure(_("Sponsor index"), Figure(stand.index.share, "share", numerator=stand.index.done,
                                                  denominator=stand.index.due), status=stand.status),
            KeyFigure(_("Months kept in a row"), Figure(stand.months.streak, "count")),
            KeyFigure(_("Months missed"), Figure(stand.months.missed, "count")),
        )
    )  # fmt: skip
    ahead = [row for row in rows if row.is_open and row.due_on >= today][:AHEAD]
    shown = [row for row in rows if row.overdue(today)] + ahead
    table = Table(
        (Column(pgettext("sponsor", "Act"), width=5), Column(pgettext("sponsor", "Done by"), width=3),
         Column(_("Planned for")), Column(_("State"))),
        tuple(
            (
                Cell(row.name, second=row.audience, url=row.get_absolute_url()), row.person.name if row.person else "–",
                row.due_on, act_status(row, today),
            )
            for row in shown
        ),
        heading=_("Overdue and ahead"), empty=_("Nothing is overdue, and nothing is planned ahead."),
    )  # fmt: skip
    source = Source(_("Landfall: sponsor's activity plan"), as_of, len(rows))
    return Section(_("Sponsor"), (figures, table), "sponsor", sources=(source,), facts=tuple(map(_fact, rows)))


@provide_section("charter", "sponsor", 43)
def charter_section(programme: Any, as_of: datetime, _subject: str) -> Section:
    """What the top executive promises to do in person, and when; two queries."""
    title, today = _("Sponsor's activity plan"), timezone.localtime(as_of).date()
    rows = [row for row in acts(programme) if row.dropped_on is None]
    if not rows:
        missing = Missing(_("No act of the sponsor is planned yet."), str(UNPLANNED.remedy), _page(programme))
        return Section(title, (missing,), "sponsor")
    table = Table(
        (Column(pgettext("sponsor", "Act"), width=5), Column(pgettext("sponsor", "Done by"), width=3),
         Column(_("Planned for"), width=2), Column(_("State"), width=2)),
        tuple(
            (
                Cell(row.name, second=row.audience), row.person.name if row.person else "–", row.due_on,
                act_status(row, today),
            )
            for row in rows
        ),
    )  # fmt: skip
    source = Source(_("Landfall: sponsor's activity plan"), as_of, len(rows))
    return Section(title, (table,), "sponsor", sources=(source,))


def _fact(row: SponsorAct) -> Fact:
    done = row.done_on is not None
    return Fact("sponsor", row.public_id, str(row), done, str(_("Done") if done else _("Planned")), live=not done)


def _existing(programme: Any) -> Rows:
    return {
        row.public_id: {
            "code": row.code, "kind": row.kind, "title": row.title, "person": row.person.code if row.person else "",
            "audience": row.audience, "due_on": row.due_on,
        }
        for row in SponsorAct.objects.filter(programme=programme).select_related("person")
    }  # fmt: skip


def _people(programme: Any, rows: Any) -> Any:
    """Refuse people who are not on the register."""
    known = list(Stakeholder.objects.filter(programme=programme).values_list("code", flat=True))
    for index, row in enumerate(rows):
        if row.get("person") and row["person"] not in known:
            yield index, "person", _("No stakeholder has this code."), known


def _values(programme: Any, row: Row) -> Row:
    values = {key: value for key, value in row.items() if value is not None}
    if "person" in values:
        found = Stakeholder.objects.filter(programme=programme, code=values["person"])
        values["person"] = found.first() if values["person"] else None
    return values


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = SponsorAct.objects.get(programme=programme, public_id=ref)
    services.replan_act(record, values=_values(programme, row), actor=actor)


seams.kinds.add(
    "sponsor-acts",
    Kind(
        code="sponsor-acts",
        label=gettext_lazy("Sponsor's activity plan"),
        columns=(
            ImportColumn("code", "编号", "Code", max_length=20, example_zh="SA01", example_en="SA01"),
            ImportColumn("kind", "类型", "Kind", Type.CHOICE, required=True, choices=ActKind),
            ImportColumn("title", "行动", "Act", max_length=200, example_zh="听取5月进展汇报",
                    example_en="Hears the briefing of May"),
            ImportColumn("person", "执行人编号", "Stakeholder code", max_length=20),
            ImportColumn("audience", "对象", "Audience", required=True, max_length=160, example_zh="全体总监",
                    example_en="all directors"),
            ImportColumn("due_on", "计划日期", "Planned for", Type.DATE, required=True),
        ),
        id_column="code",
        natural_key=("kind", "due_on"),
        existing=_existing,
        write=row_by_row(
            lambda programme, row, actor: services.plan_act(
                programme, values=_values(programme, row), actor=actor
            ).public_id,
            _update,
        ),
        remove=lambda programme, refs, actor: services.remove_acts(programme, refs=refs, actor=actor),
        check=_people,
        can=permissions.can_edit,
        order=62,
    ),
)  # fmt: skip
