import datetime as dt

import pytest
from django.utils import timezone, translation

from core import seams
from core.documents.model import KeyFigures, Matrix, Missing, Table
from core.seams import attention, pages, plan_rules
from phases.gates.services.start import start_programme
from programme.raid import selectors, services
from programme.raid.models import Risk
from programme.records.models import GeneratedDocument
from tests.factories.programme import UserFactory
from tests.factories.raid import IssueFactory, RiskFactory, RiskScoreFactory

PAST = dt.date(2026, 1, 1)
LATER = dt.date(2099, 1, 1)


def section(kind, name, programme):
    return seams._sections[kind][name].build(programme, timezone.now(), "")


def table(part, heading):
    return next(block for block in part.blocks if isinstance(block, Table) and block.heading == heading)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_attention_says_what_is_late_and_how_late(programme, pmo):
    RiskFactory(programme=programme, code="R1", title="Sponsor gone", probability=5)
    RiskFactory(programme=programme, code="R2", response="r", response_due=timezone.localdate() - dt.timedelta(days=3))
    RiskFactory(programme=programme, code="R3", next_review_on=PAST)
    RiskFactory(programme=programme, code="R4", state="proposed", raised_on=PAST)
    RiskFactory(programme=programme, code="R5", state="closed", probability=5, next_review_on=PAST)
    IssueFactory(programme=programme, due_on=PAST)
    items = attention["raid.risks"](programme, pmo)
    assert [(item.severity, item.text) for item in items] == [
        ("bad", "R1 Sponsor gone scores 20 and has no dated response"),
        ("warn", f"Response overdue: {Risk.objects.get(code='R2')}"),
        ("warn", "1 risk review is overdue"),
        ("wait", "1 risk waits to be opened"),
        ("warn", "1 issue is overdue"),
    ]
    assert items[1].facts == "3 days late"


def test_attention_is_silent_where_nothing_is_late_and_for_outsiders(programme, pmo, member):
    RiskFactory(programme=programme, probability=1, next_review_on=LATER)
    assert attention["raid.risks"](programme, pmo) == []
    RiskFactory(programme=programme, probability=5)
    assert attention["raid.risks"](programme, member) == []


def test_map_entry_counts_with_a_shape(programme, pmo):
    entry = pages["raid.risks"]
    assert entry.count(pmo, programme) is None
    RiskFactory(programme=programme)
    assert entry.count(pmo, programme) == ("warn", 1)
    RiskFactory(programme=programme, probability=5)
    assert entry.count(pmo, programme) == ("bad", 2)


def test_plan_rules_find_high_risks_without_response(programme):
    RiskFactory(programme=programme, code="R1", title="A", category="data")
    RiskFactory(programme=programme, code="R2", response="r", response_due=LATER)
    RiskFactory(programme=programme, code="R3", probability=2)
    (found,) = plan_rules["raid.high_without_response"](programme)
    assert (found.severity, found.cause, found.text) == ("warn", "data", "R1 A scores 12 without a dated response.")


@pytest.mark.parametrize(
    ("fields", "n"),
    [
        ({"opened_on": PAST}, 1),
        ({"opened_on": PAST, "last_reviewed_on": PAST}, 1),
        ({"opened_on": timezone.localdate()}, 0),
        ({"opened_on": PAST, "last_reviewed_on": timezone.localdate()}, 0),
        ({"state": "closed"}, 0),
    ],
)
def test_plan_rule_no_review_for_30_days(fields, n, programme):
    RiskFactory(programme=programme, **fields)
    assert len(plan_rules["raid.nothing_reviewed"](programme)) == n


def test_plan_rule_register_left_as_proposals(programme):
    assert len(plan_rules["raid.register_empty"](programme)) == 1
    RiskFactory(programme=programme, state="proposed")
    assert "1 proposed" in plan_rules["raid.register_empty"](programme)[0].text
    RiskFactory(programme=programme, state="closed")
    assert plan_rules["raid.register_empty"](programme) == []


@pytest.mark.parametrize("kind", [("steering", "raid.top"), ("charter", "raid.overall"), ("gate", "raid.at_gate")])
def test_sections_without_risks_say_so(kind, programme):
    (only,) = section(*kind, programme).blocks
    assert isinstance(only, Missing)


def test_steering_prints_top_five_with_movement_and_sources(programme):
    for n in range(1, 6):
        RiskFactory(programme=programme, code=f"R{n}", title=f"Risk {n}", impact=n, probability=4)
    RiskFactory(programme=programme, code="R9", title="Falling", impact=5, probability=5)
    RiskScoreFactory(risk=Risk.objects.get(code="R9"), on=PAST, probability=2, impact=5)
    IssueFactory.create_batch(7, programme=programme)
    IssueFactory(programme=programme, code="I-top", severity="critical")
    part = section("steering", "raid.top", programme)
    assert [type(block) for block in part.blocks] == [KeyFigures, Matrix, Table, Table]
    risks, issues = table(part, "Top five risks"), table(part, "Top five issues")
    assert [row[0] for row in risks.rows] == ["R9", "R5", "R4", "R3", "R2"]
    assert risks.rows[0][3].second == "was 10"
    assert (len(issues.rows), issues.rows[0][0]) == (5, "I-top")
    dot = next(dot for dot in part.blocks[1].dots if dot.id == "9")
    assert (dot.was_probability, dot.was_impact, dot.probability, dot.impact) == (2, 5, 5, 5)
    assert part.sources[0].rows == 11


def test_charter_prints_proposals_while_none_is_open(programme):
    RiskFactory(programme=programme, state="proposed", code="R1")
    part = section("charter", "raid.overall", programme)
    assert [row[0] for row in table(part, "Highest proposals").rows] == ["R1"]
    RiskFactory(programme=programme, code="R2")
    assert [row[0] for row in table(section("charter", "raid.overall", programme), "Top five by score").rows] == ["R2"]


def test_gate_prints_the_high_ones(programme):
    RiskFactory(programme=programme, code="R1")
    RiskFactory(programme=programme, code="R2", probability=1)
    part = section("gate", "raid.at_gate", programme)
    assert [row[0] for row in table(part, "Risks with a score of 12 or more").rows] == ["R1"]


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_sections_speak_one_language(language, programme):
    RiskFactory(programme=programme, code="R1")
    with translation.override(language):
        part = section("steering", "raid.top", programme)
    assert part.title == {"zh-hans": "主要风险与问题", "en": "Top risks and issues"}[language]


def test_residual_that_lasts_for_three_reports_turns_the_light_amber(programme, pmo):
    today = timezone.localdate()
    RiskFactory(
        programme=programme,
        probability=1,
        impact=1,
        residual_probability=3,
        residual_impact=4,
        residual_high_since=PAST,
    )
    assert selectors.reports_since(programme, [None]) == {}
    assert selectors.risk_light(programme, today) == "good"
    snapshot = programme.snapshots.create(as_of=timezone.now(), occasion="issue", content="{}", sha256="0", release="0")
    for n in range(3):
        assert selectors.risk_light(programme, today) == "good"
        GeneratedDocument.objects.create(
            programme=programme, kind="steering", number=f"SC-{n}", snapshot=snapshot, state="issued",
            verify_code=str(n), issued_at=timezone.now(),
        )  # fmt: skip
    assert selectors.risk_light(programme, today) == "warn"


@pytest.mark.requirement("S3-15")
@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_new_programme_starts_with_default_risks_that_can_be_edited(language, db):
    pm = UserFactory(name="Pm")
    programme = start_programme(
        slug="acme", name="Acme", language=language, actor=None, start=dt.date(2026, 3, 2), owner=pm
    ).programme
    risks = list(Risk.objects.filter(programme=programme).for_list())
    assert len(risks) >= 4
    for risk in risks:
        assert risk.state == "proposed"
        assert all([risk.title, risk.cause, risk.event, risk.effect, risk.probability, risk.impact, risk.response])
    named = {risk.code: risk for risk in risks}
    pm.forget_roles()
    for code in ("R05", "R09", "R10", "R11"):  # unclear needs, poor data, hard integration, low acceptance
        edited = services.update_risk(named[code], values={"title": f"Ours {code}", "owner": pm}, actor=pm)
        assert services.open_risk(edited, actor=pm).title == f"Ours {code}"
