"""What a gate's report and its list of actions say."""

import json

import pytest
import time_machine
from django.utils import timezone, translation

from core.documents.model import Text
from phases.gates.contributions import report
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


@pytest.mark.parametrize(
    ("language", "stated", "decided"),
    [
        ("en", "State: go. Keepers: Sponsor, Finance.", "Decision: **Go** on 14 May 2027 09:30."),
        ("zh-hans", "状态：通过。把关人：项目发起人，财务。", "2027-05-14 09:30决定：**通过**。"),
    ],
)
def test_report_writes_dates_and_lists_as_its_language_does(
    in_review, programme, sponsor, finance, language, stated, decided
):
    with time_machine.travel("2027-05-14T09:30:00+08:00", tick=False):
        for keeper in (sponsor, finance):
            decide_gate(in_review, decision="go", actor=keeper)
        with translation.override(language):
            sections = [tell(programme, timezone.now(), in_review.key) for tell in (report.summary, report.decision)]
    said = [next(block for block in section.blocks if isinstance(block, Text)).paragraphs[0] for section in sections]
    assert [said[0][: len(stated)], said[1]] == [stated, decided]


def test_actions_say_once_that_live_evidence_is_waited_for(gate, programme):
    for key in ("a", "b"):
        CriterionFactory(gate=gate, programme=programme, key=key, must=True, binding="evidence", evidence=f"none.{key}")
    texts = [action.text for action in evaluate_gate(gate).actions]
    assert len([text for text in texts if "Wait for live evidence" in text]) == 1
