"""The executives' tests, the team's skills and the departments."""

import pytest
from django.urls import reverse
from django.utils import timezone

from core.errors import BadInputError
from programme.capability import rules, services
from programme.capability.contributions.papers import departments as section
from programme.capability.contributions.papers import own_part
from programme.capability.models import TeamSkill
from programme.capability.selectors import executives_of, silent_departments
from programme.charter.choices import Cause, Moment
from programme.charter.selectors.readiness import ceilings, readiness
from programme.governance.models import ActionItem
from tests.factories.capability import DepartmentFactory, ExecutiveTestFactory
from tests.factories.charter import readiness_with

pytestmark = pytest.mark.django_db


@pytest.mark.requirement("S4-03")
def test_a_programme_that_it_leads_alone_fails_the_second_test(programme, pmo):
    values = {"test": "person", "score": 4, "lead": "it", "evidence": "Head of IT decides"}
    row = services.create_row(programme, "executives", values=values, actor=pmo)
    assert executives_of(programme) == rules.Executives({"person": 0}, ("person",))
    assert Cause.EXECUTIVE not in ceilings(programme, Moment.START, executives_of(programme).ceiling)
    for test in ("position", "team"):
        ExecutiveTestFactory(programme=programme, test=test, score=3)
    assert ceilings(programme, Moment.START, executives_of(programme).ceiling)[Cause.EXECUTIVE].score == 0
    readiness_with(programme, [4, 4, 4, 4, 4])
    assert [line.score for line in readiness(programme, "start").lines if line.cause == Cause.EXECUTIVE] == [0]
    services.update_row(row, "executives", values={"lead": "executive"}, actor=pmo)
    assert executives_of(programme).scores == {"position": 3, "person": 4, "team": 3}
    assert ceilings(programme, Moment.BUILD, executives_of(programme).ceiling)[Cause.EXECUTIVE].score == 3
    with pytest.raises(BadInputError):
        services.create_row(programme, "executives", values=values, actor=pmo)
    with pytest.raises(BadInputError) as refusal:
        services.update_row(row, "executives", values={"score": 5, "evidence": ""}, actor=pmo)
    assert set(refusal.value.fields) == {"score", "evidence"}


@pytest.mark.requirement("S4-04")
def test_a_weak_skill_writes_its_action_once(programme, pmo):
    values = {"area": "it", "score": 3, "evidence": "Three engineers"}
    row = services.create_row(programme, "team", values=values, actor=pmo)
    assert ActionItem.objects.count() == 0
    row = services.update_row(row, "team", values={"score": 2}, actor=pmo)
    action = ActionItem.objects.get()
    assert (row.action, action.owner, "2 of 5" in action.text, action.due_on > timezone.localdate()) == (
        action, pmo, True, True,
    )  # fmt: skip
    services.update_row(row, "team", values={"score": 1}, actor=pmo)
    assert ActionItem.objects.count() == 1
    services.remove_row(TeamSkill.objects.get(), "team", actor=pmo)
    assert ActionItem.objects.count() == 1


@pytest.mark.requirement("S4-06")
def test_the_charter_names_a_contact_or_the_reason_for_each_department(programme, pmo, browse):
    assert len(silent_departments(programme)) == 5
    with pytest.raises(BadInputError) as refusal:
        services.create_row(programme, "departments", values={"desk": "finance"}, actor=pmo)
    assert list(refusal.value.fields) == ["contact"]
    with pytest.raises(BadInputError) as refusal:
        services.create_row(programme, "departments", values={"desk": "legal", "in_scope": False}, actor=pmo)
    assert list(refusal.value.fields) == ["reason"]
    values = {"desk": "legal", "in_scope": False, "reason": "In the second step"}
    services.create_row(programme, "departments", values=values, actor=pmo)
    DepartmentFactory(programme=programme)
    table, missing = section(programme, timezone.now(), "").blocks
    assert [(row[0], row[2]) for row in table.rows] == [("Legal", "In the second step"), ("Finance", "Zheng Ning")]
    assert "Supply chain" in missing.text
    page = browse(pmo).get(reverse("capability:book", args=[programme.slug, "departments"])).content.decode()
    assert "In the second step" in page


def test_the_plan_check_asks_a_running_programme_for_its_part(programme):
    ExecutiveTestFactory(programme=programme, score=1)
    assert own_part(programme) == []
    type(programme).objects.filter(pk=programme.pk).update(state="active")
    running = type(programme).objects.get(pk=programme.pk)
    assert [one.rule for one in own_part(running)] == [
        "capability.executives", "capability.silent_departments", "capability.unscored",
    ]  # fmt: skip
