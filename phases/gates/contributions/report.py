"""The gate report: what a gate asked, what was known, who decided what, and what follows."""

from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core import seams
from core.documents import words
from core.documents.markup import plain
from core.documents.model import (
    Block,
    Cell,
    Chart,
    Column,
    Definition,
    Figure,
    Headline,
    KeyFigure,
    KeyFigures,
    Missing,
    Section,
    Series,
    Signature,
    Signatures,
    Source,
    Status,
    Table,
    Text,
)
from core.memo import shared
from core.seams import DocumentKind, provide_section
from phases.gates.choices import Decision, Verdict
from phases.gates.models import Condition, Deliverable, Gate
from phases.gates.selectors import (
    GateStatus,
    decision_of,
    evaluate_gates,
    gate_dates,
    state_label,
    votes_of,
)
from phases.gates.selectors.readings import outputs_of
from phases.plan.models import Task
from programme.charter.models import Tolerance
from programme.people.choices import Role
from programme.people.models import User
from programme.people.selectors import holders

LEVELS = {Verdict.GREEN: "good", Verdict.RED: "bad", Verdict.UNDECIDABLE: "stale"}
NEXT_TASKS = 12


def gate_keys(programme: Any) -> list[str]:
    """Name the gates a report can be about."""
    return [gate.key for gate in _gates(programme)]


def status_at(programme: Any, as_of: datetime, key: str) -> GateStatus | None:
    """Return the gate as it stands; all gates are evaluated once per moment and language."""
    found = shared(
        programme,
        f"gates.report:{as_of}:{get_language()}",
        lambda: {status.gate.key: status for status in evaluate_gates(programme, _gates(programme))},
    )
    return found.get(key)


def _gates(programme: Any) -> list[Gate]:
    return shared(programme, "gates.report.gates", lambda: list(Gate.objects.filter(programme=programme).for_list()))


def told_at(status: GateStatus) -> dict[str, Any]:
    """Return the evidence: frozen with the decision, live before."""
    decision = decision_of(status.gate)
    language = "en" if (get_language() or "").startswith("en") else "zh-hans"
    return dict(decision.evidence["read"][language]) if decision else status.as_json()


def decided_at(programme: Any, key: str) -> datetime | None:
    """Tell when the gate's present round was decided."""
    gate = next((one for one in _gates(programme) if one.key == key), None)
    made = decision_of(gate) if gate is not None else None
    return made.decided_at if made is not None else None


def frame(programme: Any, as_of: datetime, subject: str) -> dict[str, Any]:
    """Name the gate, and say what the report rests on."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return {}
    return {
        "subtitle": f"{status.gate.key} {status.gate.name}",
        "period": str(status.gate.phase),
        "definitions": (
            Definition("M", _("Must-criterion"), _("All are needed for Go; one without evidence is not met.")),
            Definition("S", _("Should-criterion"), _("Weighed: sum of the weights met ÷ sum of all weights.")),
        ),
        "assumptions": (_("Evidence is as recorded by its owners at the data date."),),
        "limits": (_("Criteria without a live source read a deliverable or a statement, as printed beside each."),),
        "distribution": tuple(
            dict.fromkeys(person.name for person in _holders(programme, (*status.gate.keepers, Role.PM)))
        ),
    }


seams.documents.add(
    "gate",
    DocumentKind(
        code="gate",
        title=gettext_lazy("Gate report"),
        prefix="GR",
        formats=("pdf", "html", "docx"),
        owner_role=Role.PM,
        subjects=gate_keys,
        frame=frame,
        settled=decided_at,
        settles=frozenset({"risks", "gates-deliverables", "gates-tolerances"}),
    ),
)


def _holders(programme: Any, roles: tuple[str, ...]) -> list[User]:
    return shared(programme, f"gates.report.holders:{sorted(roles)}", lambda: list(holders(programme, *roles)))


def _source(status: GateStatus) -> Source:
    return Source(system=_("Landfall: gates"), extracted_at=status.at, rows=len(status.lines))


@provide_section("gate", "gates.summary", 100)
def summary(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """1 Summary: verdict, counts, dates."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    gate, told = status.gate, told_at(status)
    verdict = Verdict(told["verdict"])
    musts, shoulds = told["musts"], told["shoulds"]
    figures = (
        KeyFigure(
            _("Must-criteria met"), Figure(musts["met"], "count", denominator=musts["total"], numerator=musts["met"])
        ),
        KeyFigure(
            _("Should-criteria met"),
            Figure(shoulds["met"], "count", denominator=shoulds["total"], numerator=shoulds["met"]),
        ),
        KeyFigure(_("Round"), Figure(gate.round, "count")),
    )
    dates = shared(programme, "gates.report.dates", lambda: gate_dates(programme, _gates(programme)))
    forecast = dates[gate.pk]
    facts = _("State: %(state)s. Keepers: %(keepers)s.") % {
        "state": state_label(gate)[1],
        "keepers": _(", ").join(str(Role(role).label) for role in gate.keepers),
    }
    dated = _("Forecast from the plan: %(day)s.") % {"day": words.day(forecast)} if forecast else _("Not dated yet.")
    exception = []
    if gate.exception_at and gate.exception_by:
        exception = [
            _("Small-firm exception signed by %(name)s: %(reason)s")
            % {"name": plain(gate.exception_by.name), "reason": plain(gate.exception_reason)}
        ]
    return Section(
        title=_("Summary"),
        blocks=(
            Headline(Status(LEVELS[verdict], str(verdict.label)), _sentence(told)),  # type: ignore[arg-type]
            KeyFigures(figures),
            Text((f"{facts} {dated}", *exception)),
        ),
        sources=(_source(status),),
    )


def _sentence(told: dict[str, Any]) -> str:
    if told["verdict"] == Verdict.GREEN:
        return _("Every must-criterion is met.")
    labels = [row["label"] for row in told["criteria"] if row["must"] and row["met"] is not True]
    return _("Not met: %(keys)s.") % {"keys": ", ".join(labels)} if labels else _("The gate has no must-criterion.")


@provide_section("gate", "gates.tolerances", 300)
def tolerances(programme: Any, as_of: datetime, subject: str) -> Section | None:  # noqa: ARG001
    """3 Performance against tolerances."""
    found = Tolerance.objects.filter(programme=programme)
    rows = shared(programme, "gates.report.tolerances", lambda: list(found))
    block: Block = Missing(_("No tolerance has been set."), _("Set tolerances in the charter."))
    if rows:
        block = Table(
            (Column(_("Dimension")), Column(_("Limit"), "right"), Column(_("Unit")), Column(_("Note"))),
            tuple((str(row.get_dimension_display()), row.limit, row.unit, row.note) for row in rows),
        )
    return Section(title=_("Tolerances"), blocks=(block,))


@provide_section("gate", "gates.deliverables", 400)
def deliverables(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """4 Deliverables and approvals of the gate's phase, and concessions."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    found = Deliverable.objects.filter(programme=programme).for_list()
    every = shared(programme, "gates.report.deliverables", lambda: list(found))
    rows = [row for row in every if row.stage.phase_id == status.gate.phase_id]
    outputs = [output for row in rows for output in outputs_of(row)]
    accepted = sum(output.is_approved for output in outputs)
    columns = (
        Column(_("Code")), Column(_("Deliverable"), width=4), Column(_("Version"), "right"), Column(_("State")),
        Column(_("Approver")), Column(_("Date")),
    )  # fmt: skip
    kinds = {"draft": "wait", "submitted": "run", "approved": "good", "rejected": "bad"}
    lines = tuple(
        (
            row.code, row.name, row.edition,
            Status(kinds[row.state], str(row.get_state_display())),  # type: ignore[arg-type]
            row.approved_by.name if row.approved_by else "", row.approved_at.date() if row.approved_at else None,
        )
        for row in rows
    )  # fmt: skip
    share = KeyFigure(
        _("Outputs accepted ÷ planned"),
        Figure(accepted, "count", numerator=accepted, denominator=len(outputs)),
    )
    concessions = tuple((row.item, row.limit, row.expires_on) for row in status.gate.concessions.all())
    return Section(
        title=_("Deliverables and approvals"),
        blocks=(
            KeyFigures((share,)),
            Table(columns, lines, empty=_("This phase has no deliverables.")),
            Table((Column(_("Concession"), width=3), Column(_("Limit")), Column(_("Until"))), concessions,
                  heading=_("Concessions"), empty=_("No concession.")),
        ),
        sources=(Source(system=_("Landfall: deliverables"), extracted_at=status.at, rows=len(rows)),),
    )  # fmt: skip


@provide_section("gate", "gates.criteria", 500)
def criteria(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """5 Criteria: the strip, and each with value, threshold, evidence."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    told = told_at(status)
    rows = told["criteria"]
    strip = Chart(
        kind="strip",
        title=_("Criteria"),
        labels=tuple(row["label"] for row in rows),
        series=(
            Series(
                _("Verdict"),
                statuses=tuple(row["said"]["level"] for row in rows),
                words=tuple(row["said"]["verdict"] for row in rows),
            ),
        ),
        note=_("n = %(n)s criteria") % {"n": len(rows)},
    )
    columns = (
        Column(_("No.")), Column(_("Criterion"), width=4), Column(_("Value"), "right"), Column(_("Threshold"), "right"),
        Column(_("Verdict")), Column(_("Evidence"), width=3),
    )  # fmt: skip
    return Section(
        title=_("Gate criteria"),
        blocks=(strip, Table(columns, tuple(_criterion(row) for row in rows))),
        sources=(_source(status),),
    )


def _minute(moment: datetime) -> str:
    """Write a point in time as the reader's language does."""
    local = timezone.localtime(moment)
    return f"{words.day(local)} {local:%H:%M}"


def _criterion(row: dict[str, Any]) -> tuple[Any, ...]:
    said = row["said"]
    read = parse_datetime(row["as_of"]) if row["as_of"] else None
    stamp = _minute(read) if read else ""
    kind = _("must") if row["must"] else _("should, weight %(n)s") % {"n": row["weight"]}
    return (
        row["label"],
        Cell(row["text"], second=f"{kind}. {said['missing']}".strip(". ") if said["missing"] else kind),
        Cell(said["value"], second=said["count"]),
        said["threshold"],
        Status(said["level"], said["verdict"]),
        Cell(row["bound_text"], second=stamp),
    )


@provide_section("gate", "gates.lessons", 700)
def lessons(programme: Any, as_of: datetime, subject: str) -> Section | None:  # noqa: ARG001
    """7 Lessons."""
    return Section(title=_("Lessons"), blocks=(Missing(_("No lesson has been recorded for this phase.")),))


@provide_section("gate", "gates.follow_on", 800)
def follow_on(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """8 Follow-on actions: what turns the gate green, and conditions with owner and date."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    told = told_at(status)
    actions = tuple(
        (n, Cell(row["text"], second=row["arithmetic"]), row["person"]) for n, row in enumerate(told["actions"], 1)
    )
    today = timezone.localtime(as_of).date()
    found = Condition.objects.filter(programme=programme).for_list()
    every = shared(programme, "gates.report.conditions", lambda: list(found))
    until = status.gate.position
    lines = tuple(_condition(row, today) for row in every if row.decision.gate.position <= until)
    columns = (
        Column(_("Gate")), Column(_("Condition"), width=4), Column(_("Owner")), Column(_("Due")), Column(_("State")),
    )  # fmt: skip
    return Section(
        title=_("Follow-on actions"),
        blocks=(
            Table((Column(_("No."), "right"), Column(_("Action"), width=4), Column(_("Person"))), actions,
                  heading=_("Smallest list that turns the gate green"), empty=_("Nothing is missing.")),
            Table(columns, lines, heading=_("Conditions"), empty=_("No condition.")),
        ),
    )  # fmt: skip


def _condition(row: Condition, today: Any) -> tuple[Any, ...]:
    if row.done_at:
        state = Status("done", _("Closed"))
    elif row.is_breached(today):
        state = Status("bad", _("condition breached"))
    else:
        state = Status("wait", _("open"))
    return (row.decision.gate.key, row.text, row.owner.name, row.due_on, state)


@provide_section("gate", "gates.next_plan", 900)
def next_plan(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """9 What the gate holds, and the first work after it."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    found = Task.objects.filter(programme=programme).exclude(code="").order_by("position")
    every = shared(programme, "gates.report.tasks", lambda: list(found))
    tasks = [task for task in every if task.code in status.gate.holds][:NEXT_TASKS]
    columns = (Column(_("Code")), Column(_("Task"), width=4), Column(_("Start")), Column(_("Finish")))
    lines = tuple((task.code, task.name, task.early_start, task.early_finish) for task in tasks)
    return Section(
        title=_("Next plan"),
        blocks=(Table(columns, lines, heading=_("Held until the decision"), empty=_("The gate holds no task.")),),
    )


@provide_section("gate", "gates.decision", 1000)
def decision(programme: Any, as_of: datetime, subject: str) -> Section | None:
    """10 Decision: the votes of all keepers, the reason, the frozen evidence."""
    status = status_at(programme, as_of, subject)
    if status is None:
        return None
    made = decision_of(status.gate)
    if made is not None:
        text = _("Decision: **%(decision)s** on %(day)s.") % {
            "decision": Decision(made.decision).label,
            "day": _minute(made.decided_at),
        }
        paragraphs: tuple[str, ...] = (
            text,
            plain(made.note),
            _("Evidence frozen as SHA-256 %(hash)s") % {"hash": made.sha256},
        )
    else:
        paragraphs = (_("Not decided yet."),)
    signatures = tuple(
        Signature(
            name=vote.who if vote else "",
            role=role,
            decision=str(vote.get_decision_display()) if vote else "",
            comment=vote.note if vote else "",
            signed_at=vote.at if vote else None,
        )
        for role, vote in votes_of(status.gate)
    )
    return Section(
        title=_("Decision"),
        blocks=(Text(tuple(text for text in paragraphs if text)), Signatures(signatures, _("Votes of the keepers"))),
    )
