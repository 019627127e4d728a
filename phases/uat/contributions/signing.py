"""How a cycle is signed: the content that a business owner reads, and what the signature does."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from phases.uat.models import Defect, Execution, UatConcession
from phases.uat.rules import Counts
from phases.uat.selectors import counts_with_musts, share_text
from phases.uat.services import refuses, settle
from programme.signoff.services import Content, Fact, Part, bind


def _decided(cycle: Any, signature: Any) -> None:
    settle(cycle, signature=signature, actor=signature.signer)


def cycle_content(cycle: Any) -> Content:
    """Everything the signature binds: scope and build, figures, each result, open defects, concessions."""
    parts = (
        Part("scope", _("Scope and build"), tuple(_scope(cycle))),
        Part("figures", _("Figures"), tuple(_figures(*counts_with_musts(cycle)))),
        Part("results", _("Results"), tuple(_results(cycle))),
        Part("defects", _("Defects that were open"), tuple(_defects(cycle))),
        Part("concessions", _("Concessions"), tuple(_concessions(cycle))),
    )
    return Content(str(cycle), parts, f"UAT-{cycle.number}")


def _scope(cycle: Any) -> Iterator[Fact]:
    yield Fact("scope", _("Scope"), cycle.scope)
    yield Fact("build", _("Build"), cycle.build)
    yield Fact("environment", _("Environment"), cycle.environment)
    yield Fact("data", _("Data set"), cycle.data_set)


def _figures(counts: Counts, musts: Counts) -> Iterator[Fact]:
    yield Fact("n", _("Cases that apply (N)"), counts.n)
    yield Fact("run", _("Run"), f"{share_text(counts.run_share)} ({counts.run}/{counts.n})")
    yield Fact("passed", _("Passed of N"), f"{share_text(counts.passed_share)} ({counts.passed}/{counts.n})")
    yield Fact("of_run", _("Passed of run"), f"{share_text(counts.passed_of_run)} ({counts.passed}/{counts.run})")
    yield Fact("musts", _("Must-cases passed"), f"{musts.passed}/{musts.n}")
    yield Fact("waived", _("Waived"), counts.waived)
    yield Fact("not_applicable", _("Not applicable"), counts.not_applicable)


def _results(cycle: Any) -> Iterator[Fact]:
    for row in Execution.objects.filter(cycle=cycle).counting().for_list().order_by("case__code"):
        title = row.text.get("title", row.case.title)
        said = _("%(state)s, attempt %(n)d") % {"state": row.get_state_display(), "n": row.attempt}
        yield Fact(row.public_id, f"{row.case.code} {title}", said)


def _defects(cycle: Any) -> Iterator[Fact]:
    """Name every defect of the cycle that was not settled when it was put to signature, with its severity."""
    rows = Defect.objects.filter(cycle=cycle).order_by("code")
    if cycle.submitted_at is not None:
        rows = rows.filter(Q(closed_at=None) | Q(closed_at__gt=cycle.submitted_at))
    for row in rows:
        severity = row.get_severity_display() if row.severity else _("severity not settled")
        said = f"{severity} · {row.workaround}" if row.workaround else severity
        yield Fact(row.public_id, str(row), said)


def _concessions(cycle: Any) -> Iterator[Fact]:
    for row in UatConcession.objects.filter(cycle=cycle).for_list().order_by("pk"):
        said = _("%(workaround)s – %(owner)s, until %(day)s") % {
            "workaround": row.workaround, "owner": row.owner.name, "day": row.expires_on.isoformat(),
        }  # fmt: skip
        yield Fact(row.public_id, str(row.defect), said)


bind(
    "phases.UatCycle",
    content=cycle_content,
    url=lambda cycle: cycle.get_absolute_url(),
    refuses=refuses,
    decided=_decided,
)
