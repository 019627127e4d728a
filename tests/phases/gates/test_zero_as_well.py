"""Criteria that are met only while something else is so: fates of systems, passed interfaces, a signed sourcing."""

import datetime as dt

import pytest
from django.urls import reverse

from phases.gates.models import Criterion, Gate
from phases.gates.rules.blueprint import load_blueprint
from phases.gates.selectors import evaluate_gate
from phases.gates.services import approve_work, start_programme, submit_work
from programme.charter.models import ReadinessCheck
from programme.governance.services.decisions import approve_decision
from programme.landscape import services
from programme.landscape.models import Interface
from programme.sourcing.services import set_weights
from tests.factories.phases import CriterionFactory, DeliverableFactory
from tests.factories.sourcing import proposed, scored, signed
from tests.factories.uat import CycleFactory

pytestmark = pytest.mark.django_db

SYSTEMS, INTERFACES = "landscape.systems_without_fate", "landscape.interfaces_not_passed"
SOURCING = "sourcing.decided"


def line_of(gate):
    """The gate's only criterion, read afresh."""
    return evaluate_gate(Gate.objects.get(pk=gate.pk)).lines[0]


def book(programme, kind):
    return reverse("landscape:book", args=[programme.slug, kind])


def page_of(gate, person, browse):
    return browse(person).get(reverse("gates:gate", args=[gate.programme.slug, gate.key])).content.decode()


def test_the_default_content_asks_both_and_counts_as_the_method_lists():
    blueprint = load_blueprint("crm-four-phase-v1")
    asked = {row.key: row.also for row in blueprint.criteria if row.also}
    assert asked == {"g1.data_standard": (SYSTEMS,), "g2.readiness": (SOURCING,), "g2.uat1": (INTERFACES,)}
    assert (len(blueprint.criteria), sum(row.must for row in blueprint.criteria)) == (57, 41)


@pytest.mark.requirement("S1-02")
def test_the_design_gate_wants_a_fate_for_every_system(phase, gate, pmo, owner, browse, call):
    programme = phase.programme
    CriterionFactory(
        gate=gate, key="g1.data_standard", binding="evidence", evidence="quality.unowned_groups", op="==",
        threshold=["0"], until_binding="deliverable", until_deliverables=["DEL-16"], also=[SYSTEMS],
    )  # fmt: skip
    work = DeliverableFactory(stage__phase=phase, code="DEL-16", doer_roles=["PM"], approver_role="BO")
    submit_work(work, actor=pmo, link="https://docs.example.com/standard")
    assert [action.text for action in evaluate_gate(gate).actions] == [
        "Approve DEL-16 " + work.name, "Say where customer data live today",
    ]  # fmt: skip
    work.refresh_from_db()
    approve_work(work, actor=owner)
    line = line_of(gate)
    assert (line.own.met, line.result.met, line.gap) == (True, None, "Not defined (0 of 0)")
    assert f'href="{book(programme, "systems")}"' in page_of(gate, pmo, browse)
    row = services.create_row(programme, "systems", values={"name": "Old CRM", "objects_held": ["customer"]}, actor=pmo)
    line = line_of(gate)
    assert (line.result.met, line.missing) == (False, "Decide what becomes of SY01 Old CRM")
    page = page_of(gate, pmo, browse)
    assert f'href="{row.get_absolute_url()}"' in page
    assert "Live evidence: Systems and data" in page
    told = call(pmo).get(f"/api/v1/programmes/{programme.slug}/gates/{gate.public_id}/").json()["evaluation"]
    assert told["criteria"][0]["met"] is False
    assert told["criteria"][0]["also"] == [
        {"evidence": SYSTEMS, "value": 1, "met": False, "source": book(programme, "systems")}
    ]
    assert told["actions"][0]["url"] == row.get_absolute_url()
    services.update_row(row, "systems", values={"fate": "retire"}, actor=pmo)
    assert (line_of(gate).result.met, evaluate_gate(gate).evaluation.verdict) == (True, "green")


@pytest.mark.requirement("S0-52")
def test_the_gate_after_integration_tests_wants_every_interface_in_scope_passed(gate, pmo, browse):
    programme = gate.programme
    CriterionFactory(
        gate=gate, key="g2.uat1", binding="evidence", evidence="uat.cycle_state", op="==", threshold=["accepted"],
        scope={"cycle": 1}, also=[INTERFACES],
    )  # fmt: skip
    cycle = CycleFactory(programme=programme, number=1, state="accepted")
    line = line_of(gate)
    assert (line.own.met, line.result.met) == (True, None)
    assert line.missing == "Say with which systems the CRM exchanges data"
    rows = services.add_default_interfaces(programme, actor=None)
    assert (len(rows), line_of(gate).result.met) == (3, False)
    page = page_of(gate, pmo, browse)
    for row in rows:
        assert f'href="{row.get_absolute_url()}"' in page
    values = {"objects_held": "Leads", "frequency": "live", "method": "file", "errors": "Mail", "owner": "IT"}
    passed, later, last = rows
    services.update_row(passed, "interfaces", values=values, actor=pmo)
    row = services.specify_interface(Interface.objects.get(pk=passed.pk), actor=pmo)
    services.test_interface(row, passed=True, tested_on=dt.date(2026, 5, 6), note="All there", actor=pmo)
    services.update_row(later, "interfaces", values={"in_scope": False}, actor=pmo)
    assert line_of(gate).missing == f"Pass the integration test: {last}"
    services.update_row(last, "interfaces", values={"in_scope": False}, actor=pmo)
    assert line_of(gate).result.met is True
    cycle.delete()
    line = line_of(gate)
    assert (line.own.met, line.result.met) == (None, None)


@pytest.mark.requirement("S0-52")
def test_a_new_programme_asks_for_its_three_interfaces_before_the_pilot():
    started = start_programme(slug="fresh", name="Fresh", language="en", start=dt.date(2026, 3, 2), actor=None)
    row = Criterion.objects.get(programme=started.programme, key="g2.uat1")
    gate = Gate.objects.get(programme=started.programme, code="G2")
    line = next(line for line in evaluate_gate(gate).lines if line.criterion == row)
    assert row.also == [INTERFACES]
    assert [read.value for _name, read in line.bound.also] == [3]
    named = [action.text for action in evaluate_gate(gate).actions]
    assert [text for text in named if "integration test" in text and "Reach" not in text] == [
        "Pass the integration test: IF01 Website", "Pass the integration test: IF02 Mini-program",
        "Pass the integration test: IF03 ERP",
    ]  # fmt: skip


@pytest.mark.requirement("S1-07")
def test_the_gate_that_reads_readiness_before_build_wants_the_sourcing_decision_signed(
    gate, pmo, owner, sponsor, steering, browse, call
):
    programme = gate.programme
    CriterionFactory(
        gate=gate, key="g2.readiness", binding="evidence", evidence="charter.readiness_build", op="signed",
        also=[SOURCING],
    )  # fmt: skip
    ReadinessCheck.objects.create(programme=programme, moment="build", state="waived", waived_by=sponsor)
    overview = reverse("sourcing:overview", args=[programme.slug])
    line = line_of(gate)
    assert (line.own.met, line.result.met) == (True, False)
    assert [(one.text, one.url) for one in evaluate_gate(gate).actions] == [
        ("Weigh the criteria and score the candidates.", overview)
    ]
    scored(programme, pmo, owner, V1="54", V2="43")
    row = proposed(programme, pmo)
    assert line_of(gate).missing == "The committee has not decided yet."
    approve_decision(row.decision, actor=steering, chosen="A")
    assert line_of(gate).missing == "The sponsor has not signed yet."
    page = page_of(gate, pmo, browse)
    assert f'<a class="lf-src" href="{overview}">Sourcing</a> no' in page
    signed(row, sponsor)
    assert (line_of(gate).result.met, evaluate_gate(gate).evaluation.verdict) == (True, "green")
    assert f'<a class="lf-src" href="{overview}">Sourcing</a> yes' in page_of(gate, pmo, browse)
    set_weights(programme, rows=[{"code": "C01", "weight": 50}, {"code": "C02", "weight": 50}], actor=pmo)
    line = line_of(gate)
    assert (line.result.met, line.gap, line.missing) == (
        False, "The source is out of date", "The record changed after it was signed.",
    )  # fmt: skip
    told = call(pmo).get(f"/api/v1/programmes/{programme.slug}/gates/{gate.public_id}/").json()["evaluation"]
    (asked,) = told["criteria"]
    assert (asked["value"], asked["met"]) == (True, False)
    assert asked["also"] == [{"evidence": SOURCING, "value": False, "met": False, "source": overview}]
    assert [one["text"] for one in told["actions"]] == ["The record changed after it was signed."]
