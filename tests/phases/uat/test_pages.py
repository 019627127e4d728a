"""Pages of the acceptance test: what they show, to whom, and that lists cost the same whatever their length."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from phases.uat.views.cycles import _board
from tests.factories.programme import ProgrammeFactory, UnitFactory, member_of
from tests.factories.uat import CaseFactory, CycleFactory, DefectFactory, ExecutionFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return ProgrammeFactory()


@pytest.fixture
def cycle(programme):
    return CycleFactory(programme=programme, number=1)


def fill(programme, cycle, tester, n):
    unit = UnitFactory()
    for _number in range(n):
        case = CaseFactory(programme=programme, unit=unit)
        run = ExecutionFactory(cycle=cycle, case=case, tester=tester)
        DefectFactory(programme=programme, cycle=cycle, case=case, execution=run, fixer=tester, reporter=tester)
        CycleFactory(programme=programme, lead=tester)


def asked(client, url):
    client.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(url).status_code == 200
    return len(queries)


LISTS = ["uat:cycles", "uat:cases", "uat:executions", "uat:defects"]
CALLS = ["api-uat-cycles-list", "api-test-cases-list", "api-executions-list", "api-defects-list"]


@pytest.mark.parametrize("name", [*LISTS, *CALLS, "uat:cycle"])
def test_lists_cost_the_same_at_1_and_30(client, programme, cycle, name):
    lead = member_of(programme, "TL")
    client.force_login(lead)
    url = cycle.get_absolute_url() if name == "uat:cycle" else reverse(name, args=[programme.slug])
    fill(programme, cycle, lead, 1)
    few = asked(client, url)
    fill(programme, cycle, lead, 29)
    assert asked(client, url) == few


def test_tester_runs_a_case_on_its_page(client, programme, cycle):
    tester = member_of(programme, "TST")
    run, after = (ExecutionFactory(cycle=cycle, tester=tester) for _twice in range(2))
    client.force_login(tester)
    page = client.get(run.get_absolute_url()).content.decode()
    assert [text in page for text in ("Approve the quote", "The amount is the same", after.case.title)] == [True] * 3
    answer = client.post(reverse("uat:run_fail", args=[programme.slug, run.public_id]),
                         {"comment": "It became 0", "failed_step": 2, "severity": 2, "title": "Amount lost"})  # fmt: skip
    assert answer.status_code == 302
    shown = client.get(answer.url).content.decode()
    assert "Amount lost" in shown
    assert "It became 0" in shown


def test_missing_words_are_told_at_the_field(client, programme, cycle):
    tester = member_of(programme, "TST")
    run = ExecutionFactory(cycle=cycle, tester=tester)
    client.force_login(tester)
    answer = client.post(reverse("uat:run_block", args=[programme.slug, run.public_id]), {"comment": ""})
    assert (answer.status_code, answer.context["form"].errors["comment"]) == (400, ["This is needed."])


def test_colleague_who_was_given_one_case_sees_only_that(client, programme, cycle):
    user = member_of(programme, "USR")
    mine, other = ExecutionFactory(cycle=cycle, tester=user), ExecutionFactory(cycle=cycle)
    client.force_login(user)
    assert [client.get(one.get_absolute_url()).status_code for one in (mine, other)] == [200, 404]
    assert client.get(cycle.get_absolute_url()).status_code == 403


def test_board_says_what_the_exit_misses(client, programme, cycle):
    owner = member_of(programme, "BO")
    ExecutionFactory(cycle=cycle, state="failed", case__must=True)
    DefectFactory(programme=programme, cycle=cycle, severity=1, code="DEF-9")
    client.force_login(owner)
    page = client.get(cycle.get_absolute_url())
    assert page.context["lacks"] == [
        "0 of 1 must-cases passed; all are needed.", "0 of 1 cases passed; 95% are needed.", "Severity 1 is open: DEF-9.",
    ]  # fmt: skip


def test_owners_home_shows_units_and_deferrals(client, programme, cycle):
    owner = member_of(programme, "BO", unit=UnitFactory(name="East"))
    ExecutionFactory(cycle=cycle, state="passed", case__unit=owner.unit)
    DefectFactory(programme=programme, title="Narrow column", state="triaged", deferral_asked_on="2026-05-04")
    client.force_login(owner)
    page = client.get(reverse("people:home", args=[programme.slug, "owner"])).content.decode()
    assert "East" in page
    assert "Narrow column" in page


def test_the_board_shows_the_first_cards_of_each_column_in_one_query(programme, django_assert_num_queries):
    cycle = CycleFactory(programme=programme)
    for state in ("error", "failed", *["passed"] * 32):
        ExecutionFactory(programme=programme, cycle=cycle, state=state)
    ExecutionFactory(programme=programme, cycle=cycle, state="passed", current=False)
    with django_assert_num_queries(1):
        board = _board(cycle)
        titles = [[run.case.title for run in column["cards"]] for column in board]
    assert [(column["count"], column["more"]) for column in board] == [(0, 0), (0, 0), (0, 0), (2, 0), (32, 2), (0, 0)]
    assert list(map(len, titles)) == [0, 0, 0, 2, 30, 0]
    codes = [run.case.code for run in board[4]["cards"]]
    assert codes == sorted(codes)
