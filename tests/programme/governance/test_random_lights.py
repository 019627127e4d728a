"""Lights of random programmes, from readings, risks and declarations to the overall, against a reckoning in thousandths."""

import datetime as dt
import random
from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from programme.governance.models import LightDeclaration
from programme.governance.selectors.lights import board
from tests.factories.programme import ProgrammeFactory, UserFactory
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
RUNS = [100, pytest.param(1000, marks=pytest.mark.full)]
# light: its reading, then up to (or from) where it is green and amber, in thousandths; "falls" where more is better
SHEET = {
    "cost": ("budget.overrun_share", "rises", 50, 100),
    "scope": ("charter.scope_creep", "rises", 50, 100),
    "quality": ("uat.open_sev1", "rises", 0, 0),
    "adoption": ("usage.adoption_of_target", "falls", 1000, 850),
    "benefit": ("ledger.benefit_forecast_share", "falls", 950, 800),
}
SPI, SLIP = ("plan.spi_t", "falls", 950, 850), ("plan.next_gate_slip", "rises", 5000, 10000)
PEOPLE = ("adoption", "benefit")
WORSE = ["good", "warn", "bad"]


def drawn(chance, line, *, calm):
    """Thousandths of a reading, often at the edge of a colour; None where it says nothing; seldom bad where calm."""
    _name, _way, green, amber = line
    if calm and chance.random() < 0.9:
        return chance.choice([None, green, green, green])
    step = 1000 if line[0] in {"uat.open_sev1", SLIP[0]} else 1
    near = [edge + step * by for edge in (green, amber) for by in (-1, 0, 1)]
    return chance.choice([None, *near, chance.randrange(-2, 13) * 1000 if step > 1 else chance.randrange(-200, 1400)])


def coloured(value, line):
    if value is None:
        return None
    _name, way, green, amber = line
    good, fair = (value <= green, value <= amber) if way == "rises" else (value >= green, value >= amber)
    return "good" if good else "warn" if fair else "bad"


def worst(colours):
    known = [WORSE.index(one) for one in colours if one in WORSE]
    return WORSE[max(known)] if known else "none"


def risks_of(chance, programme, today, *, calm):
    """Make risks; return their colour, none where none lives."""
    said = []
    for _number in range(chance.randint(0, 0 if calm else 4)):
        state = chance.choice(["proposed", "open", "responding", "monitored", "closed"])
        odds, harm = chance.randint(1, 5), chance.randint(1, 5)
        response, due = chance.choice(["", "Act"]), chance.choice([None, -1, 0, 9])
        done = chance.random() < 0.2
        RiskFactory(
            programme=programme, state=state, probability=odds, impact=harm, response=response, strategy="reduce",
            response_due=None if due is None else today + dt.timedelta(due), response_done_on=today if done else None,
        )  # fmt: skip
        if state in {"open", "responding", "monitored"}:
            bare = not response or due is None or (due < 0 and not done)
            said.append("bad" if bare and odds * harm >= 20 else "warn" if bare and odds * harm >= 12 else "good")
    return worst(said)


def declared(chance, programme, computed, people):
    """Let people declare some lights; return what counts."""
    counts = dict(computed)
    for name in chance.sample(sorted(computed), chance.choice([0, 0, 1, 3])):
        colour, seen = chance.choice(WORSE), chance.choice([computed[name], *WORSE])
        second = chance.choice([None, people[1]])
        LightDeclaration.objects.create(
            programme=programme, dimension=name, colour=colour, computed=seen, reason="Known", declared_by=people[0],
            confirmed_by=second,
        )  # fmt: skip
        level = WORSE.index(computed[name]) if computed[name] in WORSE else 1
        if WORSE.index(colour) >= level or (second and seen == computed[name]):
            counts[name] = colour
    return counts


def whole(counts, stale):
    """Add lights up as the formula sheet says it."""
    if any(counts.get(name) == "bad" for name in ("schedule", "cost", "adoption", "benefit")):
        return "bad"
    if stale or {"warn", "bad"} & set(counts.values()):
        return "warn"
    return worst(counts.values())


@pytest.mark.parametrize("runs", RUNS)
def test_random_programmes_have_the_lights_of_the_formula_sheet(runs, reading):
    today, people, seen = timezone.localdate(), UserFactory.create_batch(2), set()

    @settings(max_examples=runs, database=None)
    @given(st.integers(0, 2**32))
    def lights_of(seed):
        chance = random.Random(seed)
        with transaction.atomic():
            programme, calm = ProgrammeFactory(), chance.random() < 0.6
            drew = {line[0]: drawn(chance, line, calm=calm) for line in (*SHEET.values(), SPI, SLIP)}
            old = {name for name in drew if chance.random() < 0.05}
            for name, value in drew.items():
                whole_number = name in {"uat.open_sev1", SLIP[0]} and value is not None
                given = None if value is None else value // 1000 if whole_number else Decimal(value) / 1000
                reading(name, given, stale=name in old)
            computed = {name: coloured(drew[line[0]], line) or "none" for name, line in SHEET.items()}
            computed["schedule"] = worst([coloured(drew[line[0]], line) for line in (SPI, SLIP)])
            sources = {**{name: {line[0]} for name, line in SHEET.items()}, "schedule": {SPI[0], SLIP[0]}}
            computed |= {name: "none" for name, from_ in sources.items() if from_ & old}
            computed["risk"] = risks_of(chance, programme, today, calm=calm)
            counts = declared(chance, programme, computed, people)
            grey = {name for name, from_ in sources.items() if from_ & old and counts[name] == "none"}
            found = board(programme, today)
            assert {str(one.dimension): str(one.computed.colour) for one in found.lights} == computed
            assert {str(one.dimension): str(one.counts.colour) for one in found.lights} == counts
            halves = [{n: c for n, c in counts.items() if (n in PEOPLE) is human} for human in (False, True)]
            wanted = whole(counts, grey), *(whole(half, grey & set(half)) for half in halves)
            assert (str(found.overall), str(found.technical), str(found.human)) == wanted
            seen.add(wanted)
            transaction.set_rollback(True)

    lights_of()
    assert len(seen) >= 8  # they do differ
