"""Numbers of papers and decisions: after the highest, never by counting."""

import datetime as dt

import pytest
from django.utils import translation

from core.documents.model import Column, Document, Section, Table
from programme.governance.models import Decision
from programme.governance.services.decisions import ask_decision
from programme.records.rules import differences, paper_counter, paper_number


@pytest.mark.parametrize("pattern", ["{programme}-{prefix}-{year}-{n:03}", "{n}/{prefix}/{year}", "{prefix}{n:05}"])
def test_count_is_read_back_from_any_year(pattern):
    number = paper_number(pattern, programme="crm-2027", prefix="SC", year=2031, n=42)
    assert paper_counter(pattern, number, programme="crm-2027", prefix="SC") == 42
    assert paper_counter(pattern, "else", programme="crm-2027", prefix="SC") == 0


def test_decision_gets_the_number_after_the_highest(programme, pmo):
    for code in ("D-01", "D-09"):
        Decision.objects.create(programme=programme, code=code, question="Go?", asked_by=pmo)
    assert ask_decision(programme, question="And now?", actor=pmo).code == "D-10"


def _paper(rows):
    moment = dt.datetime(2026, 5, 1, tzinfo=dt.UTC)
    table = Table((Column("Risk"), Column("Score", "right"), Column("Owner")), rows)
    return Document("steering", "SC-1", "Pack", "CRM", moment, moment, sections=(Section("Risks", (table,)),))


def test_what_changed_names_the_columns_that_differ_and_only_those():
    before = _paper((("R01", 12, "Li"), ("R02", 6, "Gu")))
    after = _paper((("R01", 16, "Li"), ("R03", 9, "Su")))
    with translation.override("en"):
        told = [(one.what, one.before, one.after) for one in differences(before, after)]
    assert told == [
        ("Risks · R01", "Score: 12", "Score: 16"),
        ("Risks · R03", "", "Score: 9 | Owner: Su"),
        ("Risks · R02", "Score: 6 | Owner: Gu", ""),
    ]
