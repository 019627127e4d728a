"""Training on paper: its section of the steering pack, and the training plan (D5)."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Definition,
    Figure,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Series,
    Source,
    Status,
    Table,
    Target,
    Text,
)
from core.seams import DocumentKind, provide_section
from programme.people.choices import Role
from programme.people.selectors import holders
from training.catalogue.choices import PassedBy, Tier
from training.catalogue.models import Course, Trainer
from training.catalogue.selectors import matrix
from training.learners.rules import Share
from training.learners.selectors import WaveReadiness, completion, teams_without_ambassador, wave_readiness
from training.learners.selectors.results import pass_share
from training.learners.selectors.waves import NEEDED
from training.timetable.models import Session
from training.timetable.selectors import reaction_of

KIND = "training-plan"
TARGET = Figure(NEEDED.value, "share", 0)


def _figure(share: Share) -> Figure:
    return Figure(share.value, "share", 1, share.numerator, share.denominator)


def _source(as_of: datetime, rows: int) -> tuple[Source, ...]:
    return (Source(_("Landfall, training registers"), as_of, rows),)


def _verdict(one: WaveReadiness) -> Status:
    if one.enough is None:
        return Status("none", _("nobody on the roster"))
    return Status("good", _("Met")) if one.enough else Status("bad", _("Not met"))


def _figures(waves: Sequence[WaveReadiness], programme: Any) -> KeyFigures:
    """The next wave's readiness, what was passed of what is required, and how many lack a seat."""
    ahead = next((one for one in waves if not one.wave.live_on and one.people), None)
    shown = []
    if ahead is not None:
        label = _("Ready in %(wave)s") % {"wave": ahead.wave.code}
        shown.append(KeyFigure(label, _figure(ahead.ready), TARGET, _("at least"), _verdict(ahead), "B2"))
    shown.append(KeyFigure(_("Courses passed of those required"), _figure(completion(waves)), formula="F17"))
    lacking = sum(len(one.without_seat) for one in waves if not one.wave.live_on)
    shown.append(KeyFigure(_("Learners without a seat"), Figure(lacking, "count")))
    score, n = reaction_of(programme)
    shown.append(KeyFigure(_("Reaction of learners, of 5"), Figure(score, "", 2, n=n), formula="F17"))
    return KeyFigures(tuple(shown))


def _wave_table(waves: Sequence[WaveReadiness]) -> Table:
    columns = (
        Column(_("Wave"), width=24), Column(_("Go-live"), width=14), Column(_("Ready"), "right", width=18),
        Column(_("Verdict"), width=16), Column(_("Courses passed"), "right", width=18),
        Column(_("Without a seat"), "right", _("people"), 12),
    )  # fmt: skip
    rows = tuple(
        (str(one.wave), one.wave.goes_live_on, _figure(one.ready), _verdict(one), _figure(one.completion),
         len(one.without_seat))
        for one in waves
    )  # fmt: skip
    return Table(columns, rows, _("Readiness by wave"), empty=_("None."))


def _chart(waves: Sequence[WaveReadiness]) -> Chart:
    """Readiness and completion by wave, in the order of the go-lives, with the share that the gate needs."""
    rows = sorted((one for one in waves if one.people), key=lambda one: one.wave.goes_live_on or date.max)
    labels = tuple(
        f"{one.wave.code} {one.wave.goes_live_on:%Y-%m-%d}" if one.wave.goes_live_on else one.wave.code for one in rows
    )
    percent = [(_hundred(one.ready), _hundred(one.completion)) for one in rows]
    people = sum(len(one.people) for one in rows)
    return Chart(
        "bar",
        _("Completion by wave and its go-live date"),
        labels,
        (
            Series(_("People ready"), tuple(ready for ready, _done in percent)),
            Series(_("Courses passed"), tuple(done for _ready, done in percent), "comparison"),
        ),
        note=_("Persons with everything their role needs, of all persons of the wave; n=%(n)d.") % {"n": people},
        unit="%",
        targets=(Target(NEEDED.numerator * 10, _("gate")),),
    )


def _hundred(share: Share) -> Any:
    return None if share.value is None else round(share.value * 100, 1)


def _missing_table(waves: Sequence[WaveReadiness]) -> Table:
    """Count by course who of the waves ahead has not passed: numbers, no names."""
    found: dict[str, list[int]] = {}
    for one in waves:
        if one.wave.live_on:
            continue
        for person in one.people:
            for item in person.gate_items:
                row = found.setdefault(str(item.course), [0, 0, 0])
                row[0] += 1
                row[1] += item.done
                row[2] += not item.done and item.seat is None
    columns = (
        Column(_("Course"), width=40), Column(_("Needed by"), "right", _("people"), 12),
        Column(_("Passed"), "right", _("people"), 12), Column(_("Without a seat"), "right", _("people"), 12),
    )  # fmt: skip
    rows = tuple((name, n, done, bare) for name, (n, done, bare) in sorted(found.items()))
    return Table(columns, rows, _("Courses before the next go-lives"), empty=_("None."))


def _nothing(title: str, key: str) -> Section:
    text = _("No wave has people on the roster, so nobody is counted yet.")
    return Section(title, (Missing(text, _("Load the roster and say which role needs which course.")),), key)


@provide_section("steering", "training.summary", 1010)
def steering(programme: Any, as_of: datetime, _subject: str) -> Section:
    """Readiness of the waves, and which courses are short of seats."""
    title, key = _("Training"), "training"
    waves = wave_readiness(programme, timezone.localdate(as_of))
    if not any(one.people for one in waves):
        return _nothing(title, key)
    blocks: tuple[Block, ...] = (_figures(waves, programme), _chart(waves), _wave_table(waves), _missing_table(waves))
    return Section(title, blocks, key, sources=_source(as_of, sum(len(one.people) for one in waves)))


def _frame(programme: Any, _as_of: datetime, _subject: str) -> Mapping[str, Any]:
    return {
        "definitions": (
            Definition("B2", _("Wave readiness"), _(
                "Persons with every course passed or waived that their role needs before the go-live, of all licensed "
                "persons of the wave. A person of whose role nothing is required is not ready; a wave without persons "
                "is not defined.")),
            Definition("F17", _("Completion"), _(
                "Courses passed or waived of those required before the go-live. L1: mean score of learners, of 5. "
                "L2: passed of those assessed.")),
        ),
        "limits": (_("Behaviour on the job (L3) and results (L4) are not measured here."),),
        "distribution": tuple(
            person.name for person in holders(programme, Role.PM, Role.CM, Role.TR, Role.BO, Role.WL)
        ),
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Training plan and report"), prefix="TP", owner_role=Role.CM, frame=_frame
    ),
)


@provide_section(KIND, "training.goals", 100)
def goals(programme: Any, as_of: datetime, _subject: str) -> Section:
    """1 Goals: nine of ten ready before each go-live, and where that stands."""
    title, key = _("Training goals"), "goals"
    waves = wave_readiness(programme, timezone.localdate(as_of))
    if not any(one.people for one in waves):
        return _nothing(title, key)
    text = _("At least %(share)d%% of a wave's persons have passed every course their role needs before its go-live.")
    said = Text((text % {"share": NEEDED.numerator * 100 // NEEDED.denominator},), "lead")
    people = sum(len(one.people) for one in waves)
    blocks = (said, _figures(waves, programme), _chart(waves), _wave_table(waves))
    return Section(title, blocks, key, sources=_source(as_of, people))


@provide_section(KIND, "training.tiers", 300)
def tiers(programme: Any, as_of: datetime, _subject: str) -> Section:
    """3 Audience and tiers: how many courses and hours each tier has."""
    courses = [one for one in Course.objects.filter(programme=programme).for_list() if one.state != "retired"]
    rows = []
    for tier in Tier:
        mine = [one for one in courses if one.tier == tier]
        if mine:
            whom = "; ".join(dict.fromkeys(one.audience for one in mine if one.audience))
            hours, hands = sum(one.hours for one in mine), sum(one.hands_on for one in mine)
            rows.append((str(tier.label), len(mine), hours, hands, whom or None))
    columns = (
        Column(_("Tier"), width=14), Column(_("Courses"), "right", width=10), Column(_("Hours"), "right", _("h"), 10),
        Column(_("Practice"), "right", _("h"), 10), Column(_("For whom"), width=40),
    )  # fmt: skip
    table = Table(columns, tuple(rows), empty=_("No courses"))
    return Section(_("Audience and tiers"), (table,), "tiers", sources=_source(as_of, len(courses)))


@provide_section(KIND, "training.curriculum", 400)
def curriculum(programme: Any, as_of: datetime, _subject: str) -> Section:
    """4 Curriculum: which role needs which course, and what each course asks for."""
    found = matrix(programme)
    roles = tuple(
        (row.role or _("Everybody"), row.people, ", ".join(_needs(found.courses, row.cells, before=True)) or None,
         ", ".join(_needs(found.courses, row.cells, before=False)) or None)
        for row in found.rows if row.people or any(row.cells)
    )  # fmt: skip
    by_role = Table(
        (Column(_("Role in the CRM"), width=20), Column(_("People"), "right", width=10),
         Column(_("Before the go-live"), width=35), Column(_("Afterwards"), width=35)),
        roles, _("Role by course"), empty=_("No role is known yet."),
    )  # fmt: skip
    courses = Table(
        (Column(_("Course"), width=34), Column(_("State"), width=14), Column(_("Edition"), "right", width=8),
         Column(_("Hours"), "right", _("h"), 8), Column(_("Passed by"), width=16),
         Column(_("Pass mark"), "right", "/100", 8), Column(_("After course"), width=10)),
        tuple((Cell(str(one), url=one.get_absolute_url()), str(one.get_state_display()), one.edition or None, one.hours,
               str(one.get_passed_by_display()), one.pass_mark, one.prerequisite or None) for one in found.courses),
        _("Courses"), empty=_("No courses"),
    )  # fmt: skip
    return Section(_("Curriculum"), (by_role, courses), "curriculum", sources=_source(as_of, len(found.courses)))


def _needs(courses: Sequence[Course], cells: Sequence[list[Any]], *, before: bool) -> list[str]:
    return [
        course.code
        for course, cell in zip(courses, cells, strict=True)
        if any(item.before_go_live is before for item in cell)
    ]


@provide_section(KIND, "training.schedule", 500)
def schedule(programme: Any, as_of: datetime, _subject: str) -> Section:
    """5 Schedule and capacity: sessions ahead with their seats, and those held."""
    rows = list(Session.objects.filter(programme=programme).booked().for_list())
    ahead = [one for one in rows if one.ends_at > as_of]
    held = [one for one in rows if one.ends_at <= as_of]
    tables = (_sessions(ahead, _("Sessions ahead")), _sessions(held, _("Sessions held")))
    return Section(_("Schedule and capacity"), tables, "schedule", sources=_source(as_of, len(rows)))


def _sessions(rows: Sequence[Session], heading: str) -> Table:
    columns = (
        Column(_("Session"), width=30), Column(_("When"), width=24), Column(_("Place"), width=18),
        Column(_("Trainer"), width=12), Column(_("Seats taken"), "right", width=10), Column(_("State"), width=12),
    )  # fmt: skip
    cells = tuple(
        (Cell(f"{one.code} {one.course}", url=one.get_absolute_url()), one.when, one.place or None,
         str(one.trainer) if one.trainer else None, f"{getattr(one, 'taken', 0)}/{one.capacity}",
         str(one.get_state_display()))
        for one in rows
    )  # fmt: skip
    return Table(columns, cells, heading, empty=_("None."))


@provide_section(KIND, "training.trainers", 600)
def trainers(programme: Any, as_of: datetime, _subject: str) -> Section:
    """6 Trainers and ambassadors: who may give what, and which teams have nobody to ask."""
    rows = list(Trainer.objects.filter(programme=programme, active=True).for_list())
    table = Table(
        (Column(_("Trainer"), width=24), Column(_("May give"), width=76)),
        tuple((one.name, ", ".join(course.code for course in one.courses.all()) or None) for one in rows),
        _("Trainers"), empty=_("No trainers yet"),
    )  # fmt: skip
    bare, teams = teams_without_ambassador(programme)
    covered = Share(teams - len(bare), teams)
    figure = KeyFigure(_("Teams with an ambassador"), _figure(covered), formula="F18")
    names = Table(
        (Column(_("Team")),), tuple((str(unit),) for unit in bare), _("Teams without an ambassador"), empty=_("None.")
    )
    blocks = (table, KeyFigures((figure,)), names)
    return Section(_("Trainers and ambassadors"), blocks, "trainers", sources=_source(as_of, len(rows)))


@provide_section(KIND, "training.evaluation", 900)
def evaluation(programme: Any, as_of: datetime, _subject: str) -> Section:
    """9 Evaluation: what learners thought (L1) and who passed (L2), by course."""
    score, n = reaction_of(programme)
    passed = pass_share(programme)
    figures = KeyFigures(
        (
            KeyFigure(_("L1 reaction, of 5"), Figure(score, "", 2, n=n), formula="F17"),
            KeyFigure(_("L2 passed of those assessed"), _figure(passed[0]), formula="F17"),
        )
    )
    table = Table(
        (Column(_("Course"), width=50), Column(_("Passed of those assessed"), "right", width=25),
         Column(_("Mean score"), "right", "/100", 15)),
        tuple((name, _figure(share), mean) for name, share, mean in passed[1]),
        _("Results by course"), empty=_("Nobody was assessed yet."),
    )  # fmt: skip
    by_attendance = ", ".join(one.code for one in Course.objects.filter(programme=programme, passed_by=PassedBy.ATTEND))
    note = Text((_("Passed by attendance alone: %(codes)s.") % {"codes": by_attendance},), "small")
    blocks: tuple[Block, ...] = (figures, table, note) if by_attendance else (figures, table)
    return Section(_("Evaluation"), blocks, "evaluation", sources=_source(as_of, passed[0].denominator))
