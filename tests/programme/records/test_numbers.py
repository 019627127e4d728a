"""Numbers of papers and decisions: after the highest, never by counting."""

import pytest

from programme.governance.models import Decision
from programme.governance.services.decisions import ask_decision
from programme.records.rules import paper_counter, paper_number


@pytest.mark.parametrize("pattern", ["{programme}-{prefix}-{year}-{n:03}", "{n}/{prefix}/{year}", "{prefix}{n:05}"])
def test_count_is_read_back_from_any_year(pattern):
    number = paper_number(pattern, programme="crm-2027", prefix="SC", year=2031, n=42)
    assert paper_counter(pattern, number, programme="crm-2027", prefix="SC") == 42
    assert paper_counter(pattern, "else", programme="crm-2027", prefix="SC") == 0


def test_decision_gets_the_number_after_the_highest(programme, pmo):
    for code in ("D-01", "D-09"):
        Decision.objects.create(programme=programme, code=code, question="Go?", asked_by=pmo)
    assert ask_decision(programme, question="And now?", actor=pmo).code == "D-10"
