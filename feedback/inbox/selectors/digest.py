"""The feedback report, section by section: the page of figures, the paper and the steering pack draw from here."""

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents.model import (
    Cell,
    Chart,
    Column,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Series,
    Source,
    Status,
    StatusKind,
    Table,
)
from core.memo import once, read_once
from feedback.inbox.choices import OPEN, Category, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem
from feedback.inbox.selectors.acts import steps_of
from feedback.inbox.selectors.clocks import Share, late_keys, sla_share
from feedback.inbox.selectors.items import channel_mix, flow, kind_mix, themes

if TYPE_CHECKING:
    from programme.charter.models import Programme

S = ItemState
TARGET = Decimal("0.95")  # of K15
SHOWN = 12
SHAPES: dict[str, StatusKind] = {
    S.NEW: "wait", S.ACKNOWLEDGED: "wait", S.CLASSIFIED: "run", S.ANSWERED: "good", S.LINKED_DEFECT: "run",
    S.BACKLOG: "wait", S.PLANNED: "run", S.RELEASED: "good", S.DECLINED: "bad", S.CONFIRMED: "good", S.CLOSED: "done",
    S.MERGED: "done", S.REOPENED: "warn",
}  # fmt: skip


def share_status(share: Share) -> Status:
    """Judge the share against the 95 % that are aimed at."""
    if share.value is None:
        return Status("none")
    return Status("good", _("on target")) if share.value >= TARGET else Status("warn", _("below target"))


def _received(programme: "Programme", as_of: datetime) -> tuple[int, int]:
    """How many items were received, and how many of them are open; one query for all sections of that moment."""

    def count() -> tuple[int, int]:
        rows = FeedbackItem.objects.filter(programme=programme)
        found = rows.aggregate(every=Count("pk"), open=Count("pk", filter=Q(state__in=OPEN)))
        return found["every"], found["open"]

    return once(programme, f"inbox.received:{as_of}", count)


def figures(programme: "Programme", as_of: datetime) -> KeyFigures:
    """Give received, open, overdue and the share answered in time."""
    every, open_now = _received(programme, as_of)
    share, late = sla_share(programme, as_of), len(late_keys(programme, as_of))
    value = Figure(share.value, "share", 1, share.met, share.decided)
    here = reverse("inbox:item_list", args=[programme.slug])
    return KeyFigures(
        (
            KeyFigure(_("Received"), Figure(every, "count"), url=here),
            KeyFigure(_("Open"), Figure(open_now, "count", n=every)),
            KeyFigure(
                _("Overdue"), Figure(late, "count", n=open_now), url=f"{here}?late=true",
                status=Status("bad", _("overdue")) if late else Status("good", _("none overdue")),
            ),
            KeyFigure(
                _("Answered in time"), value, target=Figure(TARGET, "share", 0), status=share_status(share),
                formula="F22",
            ),
        )
    )  # fmt: skip


def _source(programme: "Programme", as_of: datetime) -> tuple[Source, ...]:
    every, _open = _received(programme, as_of)
    return (Source(_("Landfall, feedback inbox"), as_of, every),)


def _part(n: int, total: int) -> Decimal | None:
    return Decimal(n) / Decimal(total) if total else None


def _counted(label: str, rows: list[tuple[str, int]], heading: str, note: str = "") -> Table:
    total = sum(n for _name, n in rows)
    shown = tuple((name, n, Figure(_part(n, total), "share", 0)) for name, n in rows)
    columns = (Column(label, width=5), Column(_("Items"), "right"), Column(_("Share"), "right"))
    return Table(columns, (*shown, (_("Together"), total, None)), heading, note=note, total=True)


def volumes(programme: "Programme", as_of: datetime) -> Section:
    """1 Numbers: by channel and kind, what came in and what was answered."""
    weeks = flow(programme)
    chart = Chart(
        "line",
        _("Received and answered per week"),
        tuple(week for week, _came, _went in weeks),
        (
            Series(_("received"), tuple(came for _week, came, _went in weeks)),
            Series(_("answered, released or declined"), tuple(went for _week, _came, went in weeks), "comparison"),
        ),
        note=_("Weeks by their Monday; n=%(n)d received.") % {"n": sum(came for _week, came, _went in weeks)},
    )
    channels, kinds = channel_mix(programme), kind_mix(programme)
    merged = sum(n for _name, n in channels) > sum(n for _name, n in kinds)
    note = _("Merged items count once, with the item they were merged into.") if merged else ""
    blocks = (
        figures(programme, as_of),
        _counted(_("Channel"), channels, _("Channel mix")),
        _counted(_("Kind"), kinds, _("Kinds"), note),
        chart,
    )
    return Section(_("Numbers"), blocks, "numbers", sources=_source(programme, as_of))


def theme_table(programme: "Programme", heading: str = "") -> Table:
    """Count items by module and category."""
    columns = (
        Column(_("Module"), width=4),
        *(Column(str(one.label), "right") for one in Category),
        Column(_("Together"), "right"),
    )
    rows = tuple((one.module, *(n or None for n in one.counts), Cell(one.n, strong=True)) for one in themes(programme))
    return Table(columns, rows, heading, empty=_("Nothing is classified yet."))


def top_themes(programme: "Programme", as_of: datetime) -> Section:
    """2 Themes: where it gathers."""
    return Section(_("Themes"), (theme_table(programme),), "themes", sources=_source(programme, as_of))


def _items(rows: list[FeedbackItem], heading: str, empty: str, *, answered: bool = False) -> Table:
    columns = [Column(pgettext("record", "Code"), width=2), Column(_("What was said"), width=7)]
    columns += [Column(_("What became of it"), width=7)] if answered else [Column(_("Votes"), "right")]
    columns += [Column(_("State"), width=3)]
    shown = []
    for row in rows:
        last = next((step.text for step in reversed(steps_of(row)) if step.text and step.act in TOLD), "")
        middle = last if answered else row.vote_count  # type: ignore[attr-defined]
        state = Status(SHAPES[row.state], str(row.get_state_display()))
        shown.append((row.code, Cell(row.title, url=row.get_absolute_url()), middle, state))
    return Table(tuple(columns), tuple(shown), heading, empty=empty)


TOLD = ("answer", "release", "decline", "plan", "link_defect", "backlog")


@read_once()
def _rows(programme: "Programme", /, **only: object) -> list[FeedbackItem]:
    rows = FeedbackItem.objects.filter(programme=programme, **only).exclude(kind=ItemKind.COMPLAINT)
    return list(rows.most_wanted()[:SHOWN])


def in_time(programme: "Programme", as_of: datetime) -> Section:
    """3 Answering times: the share kept, and what is late."""
    keys = late_keys(programme, as_of)
    late = _rows(programme, pk__in=tuple(keys))
    unsaid = _("Texts of complaints are not printed.") if len(late) < min(len(keys), SHOWN) else ""
    table = _items(late, _("Overdue now"), unsaid or _("Nothing is overdue."))
    table = replace(table, note=unsaid if late else "")
    return Section(_("Answering times"), (figures(programme, as_of), table), "times", sources=_source(programme, as_of))


def satisfaction(_programme: "Programme", _as_of: datetime) -> Section:
    """4 Satisfaction: what surveys measured."""
    said = Missing(_("No survey has been held."), _("Satisfaction is measured by surveys, not by what people send in."))
    return Section(_("Satisfaction"), (said,), "satisfaction")


def said_and_done(programme: "Programme", as_of: datetime) -> Section:
    """5 You said – we did: what was released or answered, and what was declined with its reason."""
    done = _rows(programme, kind__in=(ItemKind.IMPROVEMENT, ItemKind.DEFECT), release__gt="")
    no = _rows(programme, state=S.DECLINED)
    blocks = (
        _items(done, _("Done or planned"), _("Nothing has been released yet."), answered=True),
        _items(no, _("Declined, with the reason"), _("Nothing was declined."), answered=True),
    )
    return Section(_("You said – we did"), blocks, "done", sources=_source(programme, as_of))


def undecided(programme: "Programme", as_of: datetime) -> Section:
    """6 Needs a decision: the backlog, the most wanted first."""
    table = _items(_rows(programme, state=S.BACKLOG), "", _("Nothing waits in the backlog."))
    return Section(_("Needs a decision"), (table,), "decide", sources=_source(programme, as_of))


def complaints(programme: "Programme", as_of: datetime) -> Section:
    """7 Complaints: how many and how they stand; what was said in them is not printed."""
    rows = FeedbackItem.objects.filter(programme=programme, kind=ItemKind.COMPLAINT).order_by("code")
    columns = (Column(pgettext("record", "Code")), Column(_("Received")), Column(_("State")), Column(_("Reviewed")))
    shown = tuple(
        (
            row.code,
            row.received_at,
            Status(SHAPES[row.state], str(row.get_state_display())),
            Status("good", _("reviewed")) if row.reviewed_at else Status("wait", _("not yet")),
        )
        for row in rows[:SHOWN]
    )
    note = _("Texts and names of complaints are not printed.")
    table = Table(columns, shown, note=note if shown else "", empty=_("No complaint was made."))
    return Section(_("Complaints"), (table,), "complaints", sources=_source(programme, as_of))


def new_knowledge(programme: "Programme", as_of: datetime) -> Section:
    """8 New knowledge: questions with their answers."""
    rows = [row for row in _rows(programme, kind=ItemKind.QUESTION) if not row.is_open]
    table = _items(rows, "", _("No question was answered yet."), answered=True)
    return Section(_("Questions and answers"), (table,), "faq", sources=_source(programme, as_of))


def digest(programme: "Programme", as_of: datetime) -> Section:
    """Tell the committee about feedback in one section: figures, themes, what waits for a decision."""
    if not FeedbackItem.objects.filter(programme=programme).exists():
        text, act = _("No feedback was received yet."), _("Open the inbox to the pilot group.")
        return Section(
            _("Feedback"), (Missing(text, act, reverse("inbox:item_list", args=[programme.slug])),), "feedback"
        )
    waiting = _items(
        _rows(programme, state=S.BACKLOG)[:5], _("Most wanted, undecided"), _("Nothing waits in the backlog.")
    )
    blocks = (figures(programme, as_of), theme_table(programme, _("Themes")), waiting)
    return Section(_("Feedback"), blocks, "feedback", sources=_source(programme, as_of))


SECTIONS = (
    volumes, top_themes, in_time, satisfaction, said_and_done, undecided, complaints, new_knowledge,
)  # fmt: skip
