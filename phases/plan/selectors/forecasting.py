"""The forecast for pages, papers and the command line: pictures, words and the commit date."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from core.documents.blocks import Chart, Mark, Series
from core.documents.words import day as day_words
from core.documents.words import number
from phases.plan.models import Simulation
from phases.plan.rules.circles import CircularError
from phases.plan.rules.reference import Commitment
from phases.plan.selectors.reference import ReferenceForecast, commitment, reference_forecast
from phases.plan.selectors.simulated import PointLine, finish_line, named, point_lines
from phases.plan.selectors.simulating import simulation_input

if TYPE_CHECKING:
    from programme.charter.models import Programme

HUNDRED = 100
PERCENTS = (50, 80)
RARE = 0.01  # chances nearer to nothing, or to all, are not told more exactly than that


@dataclass(frozen=True, slots=True)
class Forecast:
    """A simulation beside the reference class, and the day that follows from both."""

    simulation: Simulation
    finish: PointLine
    points: list[PointLine]
    reference: ReferenceForecast | None
    commit: Commitment | None


def forecast_of(simulation: Simulation) -> Forecast:
    """Put a simulation beside the reference class; four queries."""
    reference = reference_forecast(simulation.programme)
    return Forecast(
        simulation, finish_line(simulation), point_lines(simulation), reference, commitment(simulation, reference)
    )


def fingerprint_of(programme: "Programme") -> str:
    """Hash what a simulation would be made of now; fifteen queries. "" where the plan cannot be computed."""
    try:
        return simulation_input(programme).fingerprint
    except CircularError:
        return ""


def is_stale(simulation: Simulation) -> bool:
    """Tell whether the plan, its calendars or its risks have changed since; fifteen queries."""
    return fingerprint_of(simulation.programme) != simulation.inputs


def histogram_chart(simulation: Simulation) -> Chart:
    """Draw how many runs end when; the bars after the promised day are pale."""
    finish = simulation.results["finish"]
    bars = finish["bars"]
    shares = tuple(_share(bar["runs"], simulation.runs) for bar in bars)
    promised = finish["promised"]
    late = next((at for at, bar in enumerate(bars) if promised is not None and bar["from"] > promised), None)
    return Chart(
        "histogram",
        _("When the plan ends"),
        labels=tuple(bar["from"] for bar in bars),
        series=(Series(_("Share of the runs"), shares),),
        unit="%",
        note=f"{_runs_words(simulation)} · {_bars_words(bars)}",
        marks=_marks(finish, bars),
        late_from=late,
    )


def curve_chart(simulation: Simulation) -> Chart:
    """Draw the share of the runs that have ended by a day: the S-curve."""
    finish = simulation.results["finish"]
    bars = finish["bars"]
    shares = tuple(_share(bar["upto"], simulation.runs) for bar in bars)
    return Chart(
        "line",
        _("Chance of having ended by a day"),
        labels=tuple(bar["to"] for bar in bars),
        series=(Series(_("Ended"), shares),),
        unit="%",
        note=_runs_words(simulation),
        marks=_marks(finish, bars),
    )


def tornado_chart(simulation: Simulation) -> Chart:
    """Draw what moves the finish: the rank correlation of each task's duration, or risk, with it."""
    rows = simulation.results["tornado"]
    return Chart(
        "hbar",
        _("What moves the finish"),
        labels=tuple(named(row) for row in rows),
        series=(
            Series(_("Rank correlation with the finish"), tuple(Decimal(str(row["correlation"])) for row in rows)),
        ),
        note=_runs_words(simulation),
    )


def _share(runs: int, of: int) -> Decimal:
    return (Decimal(runs) * HUNDRED / of).quantize(Decimal("0.1"))


def _runs_words(simulation: Simulation) -> str:
    return ngettext("n = %(n)s run, seed %(seed)s", "n = %(n)s runs, seed %(seed)s", simulation.runs) % {
        "n": number(simulation.runs),
        "seed": simulation.seed,
    }


def _bars_words(bars: list[dict[str, Any]]) -> str:
    """Say how many days a bar counts."""
    days = (date.fromisoformat(bars[0]["to"]) - date.fromisoformat(bars[0]["from"])).days + 1
    return ngettext("a bar counts %(n)s day", "a bar counts %(n)s days", days) % {"n": days}


def _marks(finish: dict[str, Any], bars: list[dict[str, Any]]) -> tuple[Mark, ...]:
    """Mark P50 and P80 where they fall among the bars."""
    found = []
    for percent in PERCENTS:
        day = finish[f"p{percent}"]
        at = next((number for number, bar in enumerate(bars) if bar["from"] <= day <= bar["to"]), None)
        if at is not None:
            found.append(Mark(at, f"P{percent}"))
    return tuple(found)


def basis_words(simulation: Simulation) -> list[str]:
    """Say how the forecast was computed, a sentence each."""
    basis = simulation.results["basis"]
    distribution = simulation.get_distribution_display()
    said = [
        _("%(runs)s runs of the whole network with its calendars, links, gates and progress; seed %(seed)s.")
        % {"runs": simulation.runs, "seed": simulation.seed},
        _("%(drawn)s open tasks are drawn, %(n)s of them between a best and a worst case of their own (%(how)s).")
        % {"drawn": basis["drawn"], "n": basis["estimated"], "how": distribution},
        _spread_words(basis),
        _("Tasks of one team share their luck with a correlation of %(n)s %%.") % {"n": simulation.correlation},
        _("Finished work stands as it was; of running work only the rest is drawn. Dates kept by hand do not move."),
    ]
    if simulation.risks:
        said.append(
            ngettext(
                "%(n)s live risk with a delay strikes as often as its probability says (1–5 stands for 10 to 90 %%).",
                "%(n)s live risks with a delay strike as often as their probability says (1–5 stands for 10 to 90 %%).",
                len(simulation.results["risks"]),
            )
            % {"n": len(simulation.results["risks"])}
        )
    else:
        said.append(_("Risks of the register were left out."))
    return said


def _spread_words(basis: dict[str, Any]) -> str:
    if basis["historic"]:
        low, middle, high = basis["ratios"]
        return _(
            "The others vary as the %(n)s finished tasks did: they took %(low)s to %(high)s times what was planned, "
            "half of them up to %(middle)s."
        ) % {"n": basis["finished"], "low": low, "middle": middle, "high": high}
    low, _likely, high = basis["factors"]
    return _(
        "The others vary between %(low)s and %(high)s of their plan, a stated assumption: only %(n)s tasks with "
        "both actual dates are finished, ten give a history."
    ) % {"n": basis["finished"], "low": low, "high": high}


def commit_words(found: Forecast) -> str:
    """Say the day that can be promised and by which rule."""
    if found.commit is None:
        return ""
    basis = {
        "simulation": _("the simulation's P80"),
        "reference": _("the reference class's P50"),
        "both": _("both on the same day"),
    }[found.commit.basis]
    said = _("Commit date %(day)s: the later of the simulation's P80 and the reference class's P50, here %(basis)s.")
    return said % {"day": day_words(found.commit.day), "basis": basis}


def chance_text(share: float | None) -> str:
    """Write a chance in whole per cent; never a certainty that was only drawn."""
    if share is None:
        return "–"
    if 0 < share < RARE:
        return "< 1 %"
    return "> 99 %" if RARE > 1 - share > 0 else f"{share * HUNDRED:.0f} %"


def forecast_report(simulation: Simulation) -> dict[str, Any]:
    """Return a simulation as the command line prints it in JSON."""
    found = forecast_of(simulation)
    reference = found.reference
    return {
        "programme": simulation.programme.slug, "simulation": simulation.public_id, "runs": simulation.runs,
        "seed": simulation.seed, "distribution": simulation.distribution, "correlation": simulation.correlation,
        "inputs": simulation.inputs, **simulation.results,
        "reference": None if reference is None else {
            "cases": reference.found.cases, "graded": reference.found.graded,
            "indicative": reference.found.indicative, "planned_days": str(reference.found.planned),
            "p50": reference.p50.isoformat(), "p80": reference.p80.isoformat(),
        },
        "commit": None if found.commit is None else {"day": found.commit.day.isoformat(), "basis": found.commit.basis},
    }  # fmt: skip


def forecast_text(told: dict[str, Any]) -> str:
    """Return the report as lines for a terminal."""
    lines = [f"{told['runs']} runs, seed {told['seed']}"]
    with override("en"):
        rows = [("finish", told["finish"]), *[(named(row), row) for row in told["points"] if not row["reached"]]]
        lines += [
            f"{name}: plan {row['planned']}, P10 {row['p10']}, P50 {row['p50']}, P80 {row['p80']}, P90 {row['p90']}, "
            f"promised {row['promised'] or '–'} {chance_text(row['chance'])}"
            for name, row in rows
        ]
    if told["commit"]:
        lines.append(f"commit date {told['commit']['day']} ({told['commit']['basis']})")
    return "\n".join(lines)
