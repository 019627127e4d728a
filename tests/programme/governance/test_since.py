"""What changed since the last pack: exactly what was planted between two snapshots, in both languages, with its acts."""

import datetime as dt
from decimal import Decimal

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.documents.model import Asks, Columns, Fact, Lights, Missing, Section
from core.errors import ForbiddenError
from programme.governance.rules.since import compare
from programme.governance.services import decisions as decision_services
from programme.governance.services.lights import confirm_light, declare_light
from programme.records.selectors import document_of
from programme.records.services import documents as services
from programme.records.services.papers import draft_paper, draw
from tests.core.documents import samples
from tests.factories.charter import BudgetLineFactory, KpiFactory, ReadingFactory
from tests.factories.plan import TaskFactory
from tests.factories.raid import IssueFactory, RiskFactory
from tests.programme.governance.changes import assessed
from tests.programme.governance.test_services import ASK

pytestmark = pytest.mark.django_db
FIRST, SECOND = "2026-04-01 09:00:00+08:00", "2026-05-06 09:00:00+08:00"


def issued(programme, pmo, sponsor):
    paper = draft_paper(programme, kind="steering", actor=pmo)
    draw(paper, "en", "html", actor=pmo)
    services.submit_document(paper, actor=pmo)
    services.approve_document(paper, actor=sponsor, note="Read.")
    return services.issue_document(paper, actor=pmo)


def put(row, **values):
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def told(programme, language="en"):
    paper = document_of(draft_paper(programme, kind="steering", actor=None), language)
    section = next((one for one in paper.sections if one.key == "since"), None)
    columns = next(block for block in paper.sections[0].blocks if isinstance(block, Columns))
    return paper, section, columns.right[0].paragraphs


def rows_of(section):
    return [
        (row[0], row[1].content, _plain(row[2]), _plain(row[3]), row[4].content.value if row[4].content else None)
        for row in section.blocks[0].rows
    ]


def _plain(text):
    return text.replace("\xa0", " ")


@pytest.fixture
def month(programme, pmo, sponsor, reading):
    """Plant a register of everything, issue a pack, and a month later change one of each."""
    with time_machine.travel(FIRST, tick=False):
        reading("uat.open_sev1", 0)
        risks = [RiskFactory(programme=programme, code=f"R{n}", title=f"Risk {n}") for n in (1, 2, 3)]
        issues = [IssueFactory(programme=programme, code=f"I{n}", title=f"Issue {n}") for n in (1, 2)]
        day = dt.datetime(2026, 8, 3, 17, tzinfo=dt.UTC)
        late, calm = (
            TaskFactory(programme=programme, name_en=name, name_zh=name, milestone=True, minutes=0, early_finish=day.date(),
                        baseline_finish=day.date())
            for name in ("Late stone", "Calm stone")
        )  # fmt: skip
        line = BudgetLineFactory(programme=programme, amount_minor=100_00, nature="one_off")
        kpi = KpiFactory(programme=programme, code="K01", name_en="Lead conversion", name_zh="线索转化率")
        ReadingFactory(kpi=kpi, read_on=dt.date(2026, 3, 30), value=Decimal(26))
        change = assessed(programme, requester=pmo)
        goals = {"goals": [programme.goals.get()]}
        waiting = decision_services.ask_decision(programme, actor=pmo, **ASK | goals | {"question": "Waiting?"})
        decided = decision_services.ask_decision(programme, actor=pmo, **ASK | goals | {"question": "Decided?"})
        for row in (waiting, decided):
            decision_services.request_decision(row, actor=pmo)
        first = issued(programme, pmo, sponsor)
    with time_machine.travel(SECOND, tick=False):
        reading("uat.open_sev1", 2)
        put(risks[0], state="closed")
        put(risks[1], probability=4, score=16)
        RiskFactory(programme=programme, code="R4", title="Risk 4")
        put(issues[0], state="closed")
        IssueFactory(programme=programme, code="I3", title="Issue 3")
        put(late, early_finish=dt.date(2026, 8, 6))
        put(line, amount_minor=120_00)
        ReadingFactory(kpi=kpi, read_on=dt.date(2026, 5, 1), value=Decimal(28))
        put(change, state="approved", decided_by=sponsor)
        decision_services.approve_decision(decided, actor=sponsor, chosen="A", outcome="Go.")
        fresh = decision_services.ask_decision(programme, actor=pmo, **ASK | goals | {"question": "Fresh?"})
        decision_services.request_decision(fresh, actor=pmo)
        yield {"first": first, "change": change, "calm": calm, "fresh": fresh, "waiting": waiting, "decided": decided}


def test_two_packs_a_month_apart_list_exactly_the_planted_changes(programme, month):
    _paper, section, lines = told(programme)
    change, decided, fresh = month["change"], month["decided"], month["fresh"]
    assert section.title == "Changed since 1 Apr 2026"
    assert sorted(rows_of(section), key=lambda row: (row[0], row[1])) == sorted(
        [
            ("Lights", "Quality", "Green", "Red", None),
            ("Milestones", "Late stone", "3 Aug 2026", "6 Aug 2026", 3),
            ("Decisions", f"{decided.code} Decided?", "Decision requested", "Approved", None),
            ("Decisions", f"{fresh.code} Fresh?", "new", "Decision requested", None),
            ("Changes", f"{change.code} {change.title}", "Impact assessed", "Approved", None),
            ("Risks", "R1 Risk 1", "12", "closed", None),
            ("Risks", "R2 Risk 2", "12", "16", 4),
            ("Risks", "R4 Risk 4", "new", "12", None),
            ("Issues", "I1 Issue 1", "not triaged", "closed", None),
            ("Issues", "I3 Issue 3", "new", "not triaged", None),
            ("Budget", "Budget at completion (BAC)", "100.00 CNY", "120.00 CNY", None),
            ("Goals", "K01 Lead conversion", "26%", "28%", None),
        ],
        key=lambda row: (row[0], row[1]),
    )
    assert lines[0] == "Quality: Green → Red"
    assert "Late stone: 3 Aug 2026 → 6 Aug 2026 (+3 working days)" in [line.replace("\xa0", " ") for line in lines]
    assert lines[-1] == "and 6 more, on the next page"


def test_the_same_changes_read_in_chinese(programme, month):
    _paper, section, lines = told(programme, "zh-hans")
    assert [row[0] for row in rows_of(section)].count("风险") == 3
    assert lines[0] == "质量: 绿 → 红"
    assert len(rows_of(section)) == 12


def test_nothing_changed_says_so_and_the_first_pack_too(programme, pmo, sponsor):
    _paper, section, lines = told(programme)
    assert (section, lines) == (None, ("This is the first pack; changes are told from the next one on.",))
    issued(programme, pmo, sponsor)
    _paper, section, lines = told(programme)
    assert (section.blocks[0].rows, lines) == ((), ("Nothing changed.",))


def test_section_that_could_not_be_built_closes_nothing():
    fact = Fact("risks", "a", "R1")
    before = samples.steering("en", sections=(Section("Risks", (), "risks", facts=(fact,)),))
    broken = samples.steering("en", sections=(Section("raid.top", (Missing("fault"),), "raid-top"),))
    empty = samples.steering("en", sections=(Section("Risks", (), "risks"),))
    assert compare(before, broken) == ()
    assert [(one.what, one.label) for one in compare(before, empty)] == [("gone", "R1")]


def test_report_offers_the_reader_the_acts_of_the_decision(browse, programme, month, pmo, sponsor):
    paper = draft_paper(programme, kind="steering", actor=pmo)
    url = reverse("records:document_report", args=[programme.slug, paper.public_id]) + "?language=en"
    approve = reverse("governance:decision_approve", args=[programme.slug, month["fresh"].public_id])
    mine = browse(sponsor).get(url).content.decode()
    assert f'href="{approve}" data-dialog>Approve</a>' in mine
    assert approve not in browse(pmo).get(url).content.decode()  # who asks does not decide
    assert browse(sponsor).post(approve, {"chosen": "A", "outcome": "Go."}).status_code == 302
    month["fresh"].refresh_from_db()
    assert month["fresh"].state == "approved"
    assert approve not in browse(sponsor).get(url).content.decode()
    asks = next(b for b in document_of(paper, "en").sections[0].blocks if isinstance(b, Asks))
    assert all(ask.answers == () for ask in asks.asks)  # never frozen


def test_better_light_is_refused_without_a_second_person_and_both_print(programme, reading, pmo, sponsor):
    reading("uat.open_sev1", 1)
    row = declare_light(programme, dimension="quality", colour="good", reason="The fix is live.", actor=pmo)
    with pytest.raises(ForbiddenError):
        confirm_light(row, actor=pmo)
    paper, _section, _lines = told(programme)
    assert _quality(paper) == ("bad", "Green, not confirmed")
    assert ("Quality", "Red") in _rules(paper)  # what was computed counts
    confirm_light(row, actor=sponsor)
    paper, _section, _lines = told(programme)
    assert _quality(paper) == ("bad", "Green")
    people = next(s for s in paper.sections if s.key == "lights").blocks[2].rows
    assert [(r[0], r[1].word, r[2].word, r[3], r[4]) for r in people] == [
        ("Quality", "Red", "Green", "The fix is live.", "Pmo, Sponsor")
    ]


def test_pack_costs_the_same_queries_with_thirty_times_the_risks(programme):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            draft_paper(programme, kind="steering", actor=None)
        return len(caught)

    RiskFactory.create_batch(2, programme=programme)
    IssueFactory.create_batch(2, programme=programme)
    queries()  # what is read once a process
    few = queries()
    RiskFactory.create_batch(58, programme=programme)
    IssueFactory.create_batch(58, programme=programme)
    assert queries() == few


def _quality(paper):
    lights = next(block for block in paper.sections[0].blocks if isinstance(block, Lights))
    light = next(one for one in lights.lights if one.dimension == "Quality")
    return light.computed.kind, light.declared.word


def _rules(paper):
    table = next(section for section in paper.sections if section.key == "lights").blocks[0]
    return {(row[0], row[2].word) for row in table.rows}
