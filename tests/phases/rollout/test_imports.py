"""Files of waves and the roster: dry run, update by id, the same again, undo, and export back."""

import pytest

from phases.rollout.models import RosterEntry, Wave
from programme.records.services.imports import run_import
from programme.records.services.undo import undo_import
from tests.factories.programme import ProgrammeFactory, UnitFactory, member_of
from tests.factories.rollout import WaveFactory

pytestmark = pytest.mark.django_db
ROSTER = (
    "人员编号,姓名,邮箱,业务单元编号,CRM角色,CRM账号,批次,上级人员编号,账号类型,许可起始日,缺勤\n"
    "E1,王芳,fang@example.com,EAST,managers,c1,W1,,person,2026-05-01,\n"
    "E2,李明,ming@example.com,EAST,sales,c2,W1,E1,人员,2026-05-01,2026-05-04/2026-05-08 年假;2026-06-02\n"
    "ERP,接口,,,,c3,,,integration,,\n"
)


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def bring(programme):
    lead = member_of(programme, "WL")

    def run(kind, text, **options):
        return run_import(programme, kind=kind, data=text.encode(), filename=f"{kind}.csv", actor=lead, **options)

    return run


def counts(run):
    return [run.verdict[name] for name in ("created", "updated", "unchanged", "refused")]


def test_roster_comes_in_changes_and_goes_back(programme, bring):
    UnitFactory(code="EAST")
    WaveFactory(programme=programme, code="W1")
    assert counts(bring("roster", ROSTER, dry_run=True)) == [3, 0, 0, 0]
    assert RosterEntry.objects.count() == 0
    bring("roster", ROSTER)
    ming = RosterEntry.objects.get(key="E2")
    assert (ming.manager.name, str(ming.absences.last()), ming.crm_role) == ("王芳", "2026-06-02 – 2026-06-02", "sales")
    assert counts(bring("roster", ROSTER)) == [0, 0, 3, 0]
    changed = bring("roster", "key,crm_role,absences\nE2,managers,\nE1,managers,2026-07-01\n")
    assert counts(changed) == [0, 2, 0, 0]
    ming.refresh_from_db()
    assert (ming.crm_role, ming.absences.count(), ming.version) == ("managers", 0, 2)
    undo_import(changed, actor=None)
    ming.refresh_from_db()
    assert (ming.crm_role, ming.absences.count()) == ("sales", 2)


def test_undo_takes_people_out_again(programme, bring):
    UnitFactory(code="EAST")
    WaveFactory(programme=programme, code="W1")
    undo_import(bring("roster", ROSTER), actor=None)
    assert RosterEntry.objects.count() == 0


def test_what_nobody_knows_is_named(programme, bring):
    UnitFactory(code="EAST")
    run = bring(
        "roster", "key,name,unit,wave,manager,absences\nE1,Wang,WEST,W9,E7,2026-05-05/2026-05-01\nE2,Li,east,,E2,\n"
    )
    assert [(one["row"], one["key"]) for one in run.verdict["errors"]] == [(2, "absences"), (3, "manager")]
    run = bring("roster", "key,name,unit,wave,manager\nE1,Wang,WEST,W9,E7\n")
    assert sorted(one["key"] for one in run.verdict["errors"]) == ["manager", "unit", "wave"]


def test_waves_come_in_and_go_back(programme, bring):
    UnitFactory(code="EAST")
    UnitFactory(code="SOUTH")
    text = "code,name_en,units,planned_on\nW1,One,EAST;SOUTH,2026-09-01\nW2,Two,,\n"
    run = bring("waves", text)
    assert counts(run) == [2, 0, 0, 0]
    assert [unit.code for unit in Wave.objects.get(code="W1").units.order_by("code")] == ["EAST", "SOUTH"]
    assert counts(bring("waves", text)) == [0, 0, 2, 0]
    assert counts(bring("waves", "code,units\nW2,SOUTH;WEST\n")) == [0, 0, 0, 1]
    undo_import(run, actor=None)
    assert Wave.objects.count() == 0
