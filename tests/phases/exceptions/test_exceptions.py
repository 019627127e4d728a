"""Tolerances beside their forecasts, exceptions from the proposal to the decision, and what prints of them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.exceptions import rules
from phases.exceptions.choices import ExceptionState
from phases.exceptions.models import ExceptionReport, StageTolerance
from phases.exceptions.selectors.forecasts import standings
from phases.exceptions.selectors.reports import exception_actions
from phases.exceptions.services import reports as services
from phases.exceptions.services.tolerances import change_tolerance, remove_tolerance, set_tolerance
from phases.exceptions.services.watching import Watched, watch_forecasts
from phases.exceptions.tasks import watch
from phases.plan.models import Task
from programme.charter.models import Tolerance
from programme.notices.models import Notification
from programme.records.models import AuditEvent
from programme.records.services.papers import draft_paper
from programme.records.services.snapshots import take_snapshot
from tests.factories.charter import BudgetLineFactory
from tests.factories.exceptions import ExceptionReportFactory, StageToleranceFactory, promised, stage_of
from tests.factories.money import CommitmentFactory, baselined
from tests.factories.programme import ProgrammeFactory
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
MONDAY = dt.date(2099, 6, 1)


@pytest.fixture(autouse=True)
def english():
    """Speak English whatever the installation speaks."""
    with translation.override("en"):
        yield


@pytest.fixture
def stage(programme):
    return stage_of(programme)


@pytest.fixture
def late(programme, stage):
    """A stage that may slip five working days and is forecast nine late."""
    StageToleranceFactory(programme=programme, stage=stage)
    return promised(programme, 11, name_en="Trial operation")  # Monday to Friday of the next week


def the_one(programme):
    return ExceptionReport.objects.get(programme=programme)


@given(st.decimals(-100, 100, places=2), st.decimals(0, 100, places=2))
def test_a_forecast_is_beyond_only_above_its_tolerance(value, limit):
    assert rules.beyond(value, limit) == (value > limit)
    assert rules.came_back(value, limit) == (value <= limit)
    assert not rules.beyond(None, limit)
    assert not rules.came_back(None, limit)


def test_options_are_read_as_they_are_typed_and_written_back():
    lines = ["Wait | stays", "", "Plan anew | back to 5 | 2 | | low"]
    found = rules.options_of(lines)
    assert [one.as_json() for one in found] == [
        {"key": "A", "text": "Wait", "time": "stays", "cost": "", "benefit": "", "risk": ""},
        {"key": "B", "text": "Plan anew", "time": "back to 5", "cost": "2", "benefit": "", "risk": "low"},
    ]
    assert [rules.as_line(one.as_json()) for one in found] == ["Wait | stays", "Plan anew | back to 5 | 2 |  | low"]


def test_a_stage_is_measured_by_its_own_rows(programme, late):
    promised(programme, 30, wbs="3.1.53")
    told = standings(programme, timezone.localdate())
    assert [(one.dimension, one.stage.code, one.limit, one.forecast) for one in told] == [("time", "P2.2", 5, 9)]
    assert told[0].drivers == ("Trial operation (+9\xa0working days)",)


def test_what_is_not_reached_is_never_forecast_before_today(programme, stage):
    StageToleranceFactory(programme=programme, stage=stage)
    promised(programme, 0, base=dt.date(2026, 3, 2))
    [one] = standings(programme, dt.date(2026, 3, 9))
    assert one.forecast == 5


def test_programme_time_cost_and_risk_are_read_from_plan_money_and_register(programme):
    for dimension, limit, unit in (("time", 10, "wd"), ("cost", 5, "%"), ("risk", 16, ""), ("quality", 0, "Sev1")):
        Tolerance.objects.create(programme=programme, dimension=dimension, limit=limit, unit=unit)
    promised(programme, 2)
    line = BudgetLineFactory(programme=programme, amount_minor=10_000_000, title="Interfaces")
    baselined(programme)
    CommitmentFactory(programme=programme, line=line, amount_minor=11_000_000)
    RiskFactory(programme=programme, code="R1", title="Staff leave", state="open", probability=4, impact=5, score=20)
    told = {one.dimension: one for one in standings(programme, timezone.localdate())}
    assert {name: one.forecast for name, one in told.items()} == {
        "time": 2, "cost": Decimal("10.00"), "risk": 20, "quality": None
    }  # fmt: skip
    assert {name for name, one in told.items() if one.beyond} == {"cost", "risk"}
    assert told["cost"].drivers == ("Interfaces",)


def test_an_amount_of_money_is_measured_as_share_of_the_baseline(programme):
    Tolerance.objects.create(programme=programme, dimension="cost", limit=8000, unit="CNY")
    BudgetLineFactory(programme=programme, amount_minor=10_000_000)
    baselined(programme)
    [one] = standings(programme, timezone.localdate())
    assert one.limit == 8


def test_each_language_names_the_late_work_in_its_own_words(programme, late):
    Task.objects.filter(pk=late.pk).update(name_zh="试运营")
    watch_forecasts(programme, actor=None)
    row = the_one(programme)
    named = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            named[language] = [name for name in ("Trial operation", "试运营") if name in row.cause_text]
    assert named == {"en": ["Trial operation"], "zh-hans": ["试运营"]}


def test_the_watch_proposes_once_follows_and_closes(programme, late, pmo):
    assert watch_forecasts(programme, actor=None) == Watched(found=1)
    assert watch_forecasts(programme, actor=None) == Watched()
    row = the_one(programme)
    assert (row.code, row.state, row.limit, row.forecast) == ("EX-001", "proposed", 5, 9)
    assert "9\xa0working days" in row.cause_text
    with translation.override("zh-hans"):
        assert "9\xa0个工作日" in row.cause_text
    assert Notification.objects.get(person=pmo).url == row.get_absolute_url()
    Task.objects.filter(pk=late.pk).update(early_finish=MONDAY + dt.timedelta(14))
    assert watch_forecasts(programme, actor=None) == Watched(moved=1)
    assert (the_one(programme).first_forecast, the_one(programme).forecast) == (9, 10)
    Task.objects.filter(pk=late.pk).update(early_finish=MONDAY + dt.timedelta(7))
    assert watch_forecasts(programme, actor=None) == Watched(recovered=1)
    row = the_one(programme)
    assert (row.state, row.recovered, row.forecast, row.closed_on) == ("closed", True, 5, timezone.localdate())
    assert Notification.objects.filter(person=pmo, text__contains="came back").exists()


def test_night_and_page_compute_the_same(programme, late, pmo, client):
    class Progress:
        """What a task is given."""

    Progress.programme = programme
    with transaction.atomic():
        night = watch(Progress, day="2026-03-03")
        kept = list(ExceptionReport.objects.values_list("code", "dimension", "forecast", "drafted"))
        transaction.set_rollback(True)
    client.force_login(pmo)
    answer = client.post(reverse("exceptions:watch", args=[programme.slug]))
    assert answer.status_code == 302
    assert night == {"found": 1, "moved": 0, "recovered": 0}
    assert list(ExceptionReport.objects.values_list("code", "dimension", "forecast", "drafted")) == kept


def test_a_higher_tolerance_does_not_dismiss_an_open_exception(programme, late, pmo):
    watch_forecasts(programme, actor=None)
    with pytest.raises(IllegalNowError, match="EX-001"):
        change_tolerance(StageTolerance.objects.get(), values={"limit": Decimal(20)}, actor=pmo)
    with pytest.raises(IllegalNowError, match="EX-001"):
        remove_tolerance(StageTolerance.objects.get(), actor=pmo)
    StageTolerance.objects.update(limit=20)
    assert watch_forecasts(programme, actor=None) == Watched()
    assert the_one(programme).state == ExceptionState.PROPOSED


def test_one_cause_has_one_open_exception_in_the_database_too(programme, stage):
    ExceptionReportFactory(programme=programme)
    with pytest.raises(IntegrityError), transaction.atomic():
        ExceptionReportFactory(programme=programme)
    ExceptionReportFactory(programme=programme, stage=stage, dimension="time")
    with pytest.raises(IntegrityError), transaction.atomic():
        ExceptionReportFactory(programme=programme, stage=stage, dimension="time")


def test_a_programme_on_hold_is_left_alone(programme, late):
    type(programme).objects.filter(pk=programme.pk).update(state="on_hold")
    programme = type(programme).objects.get(pk=programme.pk)
    assert watch_forecasts(programme, actor=None) == Watched()


def test_the_project_manager_raises_and_the_committee_decides(programme, late, pmo, steering):
    watch_forecasts(programme, actor=None)
    row = the_one(programme)
    assert [act.name for act in exception_actions(row, pmo)] == ["raise"]
    assert exception_actions(row, steering) == []
    with pytest.raises(ForbiddenError):
        services.raise_exception(row, actor=steering)
    row = services.raise_exception(row, actor=pmo)
    assert row.decide_by > timezone.localdate()
    assert Notification.objects.filter(person=steering, text__contains="Exception to decide").exists()
    with pytest.raises(ForbiddenError):
        services.decide_exception(row, actor=pmo, outcome="plan", note="x")
    with pytest.raises(BadInputError) as error:
        services.decide_exception(row, actor=steering, outcome="accept", note=" ", new_limit=Decimal(8))
    assert set(error.value.fields) == {"note", "new_limit"}
    services.decide_exception(row, actor=steering, outcome="accept", note="Pilot first", new_limit=Decimal(10))
    assert StageTolerance.objects.get().limit == 10
    assert watch_forecasts(programme, actor=None) == Watched(recovered=1)
    assert AuditEvent.objects.filter(object_id=row.public_id).values_list("action", flat=True).count() == 4


def test_whoever_raised_it_does_not_decide(programme, late, pmo):
    from tests.factories.programme import MembershipFactory

    MembershipFactory(programme=programme, user=pmo, role="SC")
    watch_forecasts(programme, actor=None)
    row = services.raise_exception(the_one(programme), actor=pmo)
    with pytest.raises(ForbiddenError):
        services.decide_exception(row, actor=pmo, outcome="plan", note="x")


def test_an_accepted_amount_moves_the_charters_tolerance(programme, steering):
    Tolerance.objects.create(programme=programme, dimension="cost", limit=8000, unit="CNY")
    row = ExceptionReportFactory(programme=programme, dimension="cost", limit=8, forecast=9, state="raised")
    services.decide_exception(row, actor=steering, outcome="accept", note="Agreed", new_limit=Decimal(10))
    held = Tolerance.objects.get()
    assert (held.limit, held.unit) == (10, "%")


def test_what_was_stopped_is_closed_by_hand_and_not_proposed_again(programme, late, pmo, steering):
    watch_forecasts(programme, actor=None)
    row = services.raise_exception(the_one(programme), actor=pmo)
    row = services.decide_exception(row, actor=steering, outcome="stop", note="Not now")
    services.close_exception(row, actor=pmo, note="The stage rests")
    assert watch_forecasts(programme, actor=None) == Watched()


def test_what_wants_a_new_plan_closes_itself_only(programme, late, pmo, steering):
    watch_forecasts(programme, actor=None)
    row = services.raise_exception(the_one(programme), actor=pmo)
    row = services.decide_exception(row, actor=steering, outcome="plan", note="Within a week")
    with pytest.raises(IllegalNowError):
        services.close_exception(row, actor=pmo, note="Done")
    [act] = exception_actions(row, pmo)
    assert act.blocked


def test_words_are_checked_and_stay_once_decided(programme, pmo):
    row = ExceptionReportFactory(programme=programme)
    with pytest.raises(BadInputError) as error:
        services.edit_exception(row, actor=pmo, recommendation="F")
    assert set(error.value.fields) == {"recommendation"}
    with pytest.raises(BadInputError) as error:
        services.edit_exception(row, actor=pmo, options=["A"] * 7)
    assert set(error.value.fields) == {"options"}
    row = services.edit_exception(row, actor=pmo, options=["Only one | x"], recommendation="A")
    with pytest.raises(BadInputError) as error:
        services.raise_exception(row, actor=pmo)
    assert set(error.value.fields) == {"options"}
    gone = ExceptionReportFactory(programme=programme, dimension="time", state="decided")
    with pytest.raises(IllegalNowError):
        services.edit_exception(gone, actor=pmo, cause="Other")


def test_a_stage_of_another_programme_is_refused(programme, pmo):
    foreign = stage_of(ProgrammeFactory(slug="far"))
    with pytest.raises(BadInputError) as error:
        set_tolerance(programme, values={"stage": foreign, "dimension": "time", "limit": Decimal(5)}, actor=pmo)
    assert set(error.value.fields) == {"stage"}


def test_it_stands_on_home_page_pack_and_paper(programme, late, pmo, steering, client):
    watch_forecasts(programme, actor=None)
    row = the_one(programme)
    [item] = seams.attention["exceptions.open"](programme, pmo)
    assert (item.severity, item.url) == ("bad", row.get_absolute_url())
    assert seams.attention["exceptions.open"](programme, steering) == []
    services.raise_exception(row, actor=pmo)
    [item] = seams.attention["exceptions.open"](programme, steering)
    assert item.due == the_one(programme).decide_by
    client.force_login(steering)
    page = client.get(reverse("exceptions:exceptions", args=[programme.slug])).content.decode()
    assert "beyond the tolerance" in page
    record = client.get(row.get_absolute_url()).content.decode()
    assert "A new plan that comes back within the tolerance" in record
    snapshot = take_snapshot(programme, occasion="asked", actor=None)
    paper = draft_paper(programme, kind="exception", subject=row.code, actor=pmo, snapshot=snapshot)
    for language, words in (("en", "9 working days"), ("zh-hans", "9 个工作日")):
        from programme.records.selectors import frozen_document

        told = frozen_document(paper, language)
        said = str(told).replace("\\xa0", " ")
        assert words in said
        keys = [section.key for section in told.sections]
        assert keys == ["exception", "cause", "consequence", "options", "recommendation", "lesson", "decision"]
    pack = draft_paper(programme, kind="steering", actor=pmo, snapshot=snapshot)
    section = next(one for one in frozen_document(pack, "en").sections if one.key == "exceptions")
    assert [fact.label for fact in section.facts] == [str(row)]
