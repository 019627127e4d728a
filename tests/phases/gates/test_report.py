"""What a gate's report and its list of actions say."""

import json

from phases.gates.selectors import evaluate_gate
from phases.gates.services import decide_gate
from programme.records.selectors import frozen
from programme.records.services.snapshots import take_snapshot
from tests.factories.phases import CriterionFactory
from tests.factories.raid import RiskFactory


def test_report_of_a_decided_gate_keeps_its_risks(in_review, programme, sponsor, finance):
    RiskFactory(programme=programme, title="Known then", probability=4, impact=5)
    for keeper in (sponsor, finance):
        decide_gate(in_review, decision="go", actor=keeper)
    RiskFactory(programme=programme, title="Found later", probability=4, impact=5)
    later = take_snapshot(programme, occasion="asked", actor=None)
    gate_paper = json.dumps(frozen(later)["documents"]["gate"][in_review.key]["en"])
    pack = json.dumps(frozen(later)["documents"]["steering"][""]["en"])
    assert "Known then" in gate_paper
    assert "Found later" not in gate_paper
    assert "Found later" in pack


def test_actions_say_once_that_live_evidence_is_waited_for(gate, programme):
    for key in ("a", "b"):
        CriterionFactory(gate=gate, programme=programme, key=key, must=True, binding="evidence", evidence=f"none.{key}")
    texts = [action.text for action in evaluate_gate(gate).actions]
    assert len([text for text in texts if "Wait for live evidence" in text]) == 1
