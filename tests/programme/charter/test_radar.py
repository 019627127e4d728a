import json
from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone, translation

from core import seams
from programme.charter.choices import Pitfall
from programme.charter.contributions.steering import pitfalls
from programme.charter.rules.radar import QUESTIONS, Facts, examine
from programme.charter.selectors import radar
from programme.checks.models import RuleWaiver
from programme.people.models import RaciCell
from tests.factories.charter import GoalFactory, KpiFactory, ready_to_sign


def axis(programme, pitfall):
    return next(one for one in radar(programme) if one.pitfall == pitfall)


@pytest.mark.requirement("S2-23")
def test_an_empty_kpi_list_turns_unclear_goals_red(programme):
    ready_to_sign(programme)
    KpiFactory(programme=programme, is_example=True)
    found = axis(programme, Pitfall.GOALS)
    assert found.light == "bad"
    failing = [result.rule for result in found.results if result.passed is False]
    assert failing == ["charter.kpis_empty", "charter.goals_without_baseline"]
    KpiFactory(programme=programme)
    assert axis(programme, Pitfall.GOALS).light == "warn"


@pytest.mark.requirement("S2-23")
def test_each_of_the_five_axes_lists_its_tests(programme):
    axes = radar(programme)
    assert [one.pitfall for one in axes] == list(Pitfall)
    assert all(len(one.results) >= 2 for one in axes)
    assert sum(len(one.results) for one in axes) >= len(QUESTIONS)


def test_what_nobody_can_tell_is_grey_and_not_green():
    found = {one.pitfall: one for one in examine(Facts())}
    assert found[Pitfall.ITERATION].light == "none"
    assert found[Pitfall.GOALS].light == "bad"


def test_everything_answered_well_is_green():
    facts = Facts(
        goals=1, kpis=1, business_lead=True, it_share=Decimal("0.5"), a_cells=2, stakeholders=3, start_ready=True,
        outputs=(15, 15), analyst=True, standard_signed=True, quality=Decimal("0.95"), final_stages=2,
        calendar_signed=True,
    )  # fmt: skip
    assert {one.light for one in examine(facts)} == {"good"}


@pytest.mark.requirement("S0-11")
def test_technology_led_is_a_finding_above_half(programme):
    RaciCell.objects.create(programme=programme, subject="DEL-1", role="IT", letter="A")
    rules = {found.rule: found for found in seams.plan_rules["charter.radar"](programme)}
    assert rules["charter.technology_led"].cause == "users"
    assert "100.0%" in rules["charter.technology_led"].text


def test_lint_prints_findings_with_rule_cause_and_remedy(programme):
    GoalFactory(programme=programme, strategy=None, achievability="", metric="")
    out = StringIO()
    call_command("lint_programme", programme=programme.slug, json=True, stdout=out)
    findings = json.loads(out.getvalue())["findings"]
    assert {"rule", "cause", "severity", "text", "remedy", "url", "waived_until"} <= set(findings[0])
    named = {one["rule"] for one in findings}
    assert {"charter.goals_not_smart", "charter.goals_without_baseline", "charter.readiness_unmet"} <= named
    words = StringIO()
    call_command("lint_programme", programme=programme.slug, stdout=words)
    assert "charter.kpis_empty" in words.getvalue()
    with pytest.raises(CommandError, match="No programme nobody"):
        call_command("lint_programme", programme="nobody")


@pytest.mark.parametrize(("language", "glue"), [("en", " "), ("zh-hans", "")])
def test_pack_says_remedies_as_whole_sentences(programme, language, glue):
    GoalFactory(programme=programme, strategy=None, achievability="", metric="")
    with translation.override(language):
        section = pitfalls(programme, timezone.now(), "")
        found = axis(programme, Pitfall.GOALS)
        wanted = glue.join(str(result.remedy) for result in found.results if result.passed is False)
    assert section.blocks[0].rows[0][-1] == wanted
    assert wanted.count("." if language == "en" else "。") > 1


def test_a_waived_finding_rests_on_radar_and_pack_until_its_day(programme):
    ready_to_sign(programme)
    KpiFactory(programme=programme, is_example=True)
    before = axis(programme, Pitfall.GOALS)
    waiver = RuleWaiver.objects.create(
        programme=programme, rule="charter.kpis_empty", reason="Pilot first", until=timezone.localdate() + timedelta(9)
    )
    after = axis(programme, Pitfall.GOALS)
    told = next(result for result in after.results if result.rule == "charter.kpis_empty")
    assert (told.passed, "Pilot first" in told.waived) == (None, True)
    assert (before.light, after.light) == ("bad", "warn")
    with translation.override("en"):
        [row] = [row for row in pitfalls(programme, timezone.now(), "").blocks[0].rows if row[0] == "Unclear goals"]
    assert row[4] == 1
    RuleWaiver.objects.filter(pk=waiver.pk).update(until=timezone.localdate() - timedelta(1))
    assert axis(programme, Pitfall.GOALS).light == "bad"
