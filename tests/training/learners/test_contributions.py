import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.documents.model import Chart, KeyFigures, Missing, Table
from phases.gates.models import Gate
from phases.gates.selectors import evaluate_gate
from phases.gates.services import start_programme
from phases.rollout.models import Wave
from tests.factories.programme import MembershipFactory, UnitFactory, UserFactory
from tests.factories.training import EnrolmentFactory, SessionFactory, held, needs, person, published
from training.learners.models import Waiver
from training.learners.selectors import readiness_of, without_seat

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def passed(edition, who):
    EnrolmentFactory(session=held(edition, state="completed"), entry=who, state="passed")


def read(programme, *scopes, name="training.wave_readiness"):
    programme.refresh_from_db()
    programme.__dict__.pop("_once", None)
    return seams.evidence[name](programme, list(scopes))


def test_readiness_counts_persons_with_everything_and_names_the_others(programme):
    basic, sales = published(programme, "C02"), published(programme, "C03")
    later = published(programme, "C08")
    needs(basic)
    needs(sales, "sales")
    needs(later, "sales", before_go_live=False)
    done, half = person(programme, "sales", "W1"), person(programme, "SALES", "W1")
    none = person(programme, "service", "W1")
    person(programme, "sales", "W2")
    passed(basic, done)
    passed(sales, done)
    passed(basic, half)
    first, second, whole, unknown = read(programme, {"wave": "W1"}, {"wave": "W2"}, {}, {"wave": "W9"})
    assert (first.value, first.numerator, first.denominator) == (Decimal(1) / 3, 1, 3)
    assert {item.person for item in first.detail} == {half.name, none.name}
    assert f"{half.name} has not passed C03" in {item.text for item in first.detail}
    url = {item.person: item.url for item in first.detail}[half.name]
    assert url == reverse("learners:person", args=[programme.slug, half.public_id])
    assert (second.numerator, second.denominator, whole.denominator) == (0, 1, 4)
    assert (unknown.value, unknown.denominator) == (None, 0)


def test_who_is_counted_holds_a_licence_on_the_day_of_the_go_live(programme):
    needs(published(programme, "C02"))
    counted = person(programme, wave="W1", licensed_on=dt.date(2099, 3, 20))
    person(programme, wave="W1", unlicensed_on=dt.date(2099, 3, 20))
    person(programme, wave="W1", account="integration")
    person(programme)
    assert [one.entry for one in readiness_of(programme, "w1").people] == [counted]


def test_a_change_of_role_or_wave_is_true_at_once(programme):
    needs(published(programme, "C03"), "sales")
    one = person(programme, "sales", "W1")
    assert read(programme, {"wave": "W1"})[0].detail[0].text == f"{one.name} has not passed C03"
    one.crm_role = "service"
    one.save()
    reading = read(programme, {"wave": "W1"})[0]
    assert (reading.numerator, reading.denominator) == (0, 1)
    assert "no course is required of the role service" in reading.detail[0].text
    Wave.objects.create(programme=programme, code="W2")
    one.wave = Wave.objects.get(programme=programme, code="W2")
    one.save()
    assert read(programme, {"wave": "W1"})[0].value is None


def test_a_waiver_makes_ready(programme):
    edition = published(programme, "C02")
    needs(edition)
    one = person(programme, wave="W1")
    Waiver.objects.create(
        programme=programme, entry=one, course=edition.course, reason="x", approved_on=dt.date(2026, 3, 2)
    )
    assert read(programme, {"wave": "W1"})[0].value == 1


@pytest.mark.requirement("S0-50")
@pytest.mark.parametrize(("ready", "met"), [(8, False), (9, True), (10, True), (0, None)])
def test_the_go_live_gate_wants_nine_of_ten_persons_ready(db, ready, met):
    programme = start_programme(slug="gates", name="G", language="en", actor=None).programme
    edition = published(programme, "C92")
    needs(edition)
    people = [person(programme, wave="W1") for _n in range(10)] if ready else []
    for one in people[:ready]:
        passed(edition, one)
    gate = Gate.objects.get(programme=programme, code="GW")
    line = next(line for line in evaluate_gate(gate).as_json()["criteria"] if line["key"].startswith("gw.training"))
    assert line["met"] is met
    assert line["bound_to"]


def test_without_seat_before_the_go_live(programme):
    edition = published(programme, "C02")
    needs(edition)
    seated, late, bare = (person(programme, wave="W1") for _n in range(3))
    EnrolmentFactory(session=SessionFactory(programme=programme, edition=edition), entry=seated)
    after = timezone.make_aware(dt.datetime(2099, 4, 2, 9))
    behind = SessionFactory(
        programme=programme, edition=edition, starts_at=after, ends_at=after + dt.timedelta(hours=2)
    )
    EnrolmentFactory(session=behind, entry=late)
    assert {one.entry for one in without_seat(programme)} == {late, bare}


def test_attention_counts_learners_without_a_seat_for_trainers_only(programme, trainer, member):
    needs(published(programme, "C02"))
    person(programme, wave="W1")
    give = seams.attention["training.learners"]
    assert [(item.severity, item.text) for item in give(programme, trainer)] == [
        ("warn", "1 learner of W1 has no seat")
    ]
    assert give(programme, member) == []


def test_teams_without_ambassador(programme):
    name = "training.teams_without_ambassador"
    east, south = UnitFactory(name="East"), UnitFactory(name="South")
    person(programme, wave="W1", unit=east)
    person(programme, wave="W1", unit=south)
    MembershipFactory(programme=programme, user=UserFactory(unit=east), role="AMB")
    first, nobody = read(programme, {"wave": "W1"}, {"wave": "W7"}, name=name)
    assert (first.value, first.denominator, [item.text for item in first.detail]) == (
        1,
        2,
        ["Name an ambassador for South"],
    )
    assert nobody.value is None


def section(kind, name, programme):
    programme.__dict__.pop("_once", None)
    return seams._sections[kind][name].build(programme, timezone.now(), "")


def test_steering_section_shows_waves_and_says_when_there_is_nobody(programme):
    assert isinstance(section("steering", "training.summary", programme).blocks[0], Missing)
    needs(published(programme, "C02"))
    person(programme, wave="W1")
    part = section("steering", "training.summary", programme)
    assert [type(block) for block in part.blocks] == [KeyFigures, Chart, Table, Table]
    assert part.blocks[3].rows == (("C02 Basics", 1, 0, 1),)
    assert part.blocks[1].labels == ("W1 2099-04-01",)


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_training_plan_builds_every_section(programme, language):
    edition = published(programme, "C02")
    needs(edition)
    one = person(programme, wave="W1")
    EnrolmentFactory(
        session=held(edition, state="evaluated", reaction_score=4, reaction_n=5), entry=one, state="passed", score=90
    )
    with translation.override(language):
        parts = [section("training-plan", name, programme) for name in sorted(seams._sections["training-plan"])]
    assert len({part.title for part in parts}) == 6
    figures = next(part for part in parts if part.key == "evaluation").blocks[0].figures
    assert (figures[0].value.value, figures[1].value.numerator) == (Decimal(4), 1)


@pytest.mark.parametrize("count", [1, 30, 1000])
def test_readiness_costs_the_same_queries_at_any_size(programme, count):
    from phases.rollout.models import RosterEntry
    from tests.factories.rollout import RosterEntryFactory, WaveFactory

    needs(published(programme, "C02"))
    wave = WaveFactory(programme=programme, code="W1")
    RosterEntry.objects.bulk_create(RosterEntryFactory.build_batch(count, programme=programme, wave=wave))
    with CaptureQueriesContext(connection) as found:
        reading = seams.evidence["training.wave_readiness"](programme, [{"wave": "W1"}, {}])
    assert (reading[0].denominator, len(found)) == (count, 5)
