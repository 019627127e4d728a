"""Waivers, the page, the call and the command of the plan check."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone, translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.seams import AttentionItem
from programme.charter.choices import Pitfall
from programme.checks import services
from programme.checks.selectors import check_of
from programme.records.models import AuditEvent

AMBER, RED = "charter.no_tolerances", "charter.kpis_empty"


def in_days(days):
    return timezone.localdate() + dt.timedelta(days)


def line_of(programme, rule):
    return next(line for line in check_of(programme).lines if line.finding.rule == rule)


def test_every_rule_of_the_book_has_a_cause_a_severity_and_a_remedy():
    book = seams.plan_rules.book
    assert len(book) >= 40
    assert {rule.cause for rule in book.values()} == set(Pitfall.values)
    assert {rule.severity for rule in book.values()} == {"bad", "warn"}
    assert [code for code, rule in book.items() if code != rule.code or not rule.label or not rule.remedy] == []


def test_a_code_stands_once_in_the_book():
    rule = seams.plan_rules.book[AMBER]
    with pytest.raises(ValueError, match="in the book already"):
        seams.plan_rules.provide("again", rule)


def test_a_waived_finding_does_not_count_until_its_day_has_passed(programme, pmo):
    before = check_of(programme)
    waiver = services.waive_rule(programme, rule=AMBER, reason="Pilot first", until=in_days(0), actor=pmo)
    after = check_of(programme)
    assert line_of(programme, AMBER).waiver == waiver
    assert (after.amber, after.waived, after.red) == (before.amber - 1, 1, before.red)
    type(waiver).objects.filter(pk=waiver.pk).update(until=in_days(-1))
    assert line_of(programme, AMBER).waiver is None


def test_a_waiver_of_one_page_leaves_the_rule_elsewhere(programme, pmo):
    here = line_of(programme, AMBER).finding.url
    services.waive_rule(programme, rule=AMBER, place="/elsewhere/", reason="x", until=in_days(9), actor=pmo)
    assert line_of(programme, AMBER).waiver is None
    services.waive_rule(programme, rule=AMBER, place=here, reason="x", until=in_days(9), actor=pmo)
    assert line_of(programme, AMBER).waiver.place == here


def test_only_the_sponsor_waives_a_red_rule(programme, pmo, sponsor):
    with translation.override("en"), pytest.raises(ForbiddenError, match="Only the sponsor"):
        services.waive_rule(programme, rule=RED, reason="x", until=in_days(9), actor=pmo)
    services.waive_rule(programme, rule=RED, reason="x", until=in_days(9), actor=sponsor)
    assert line_of(programme, RED).waiver.granted_by == sponsor


def test_an_auditor_waives_nothing(programme, auditor):
    with pytest.raises(ForbiddenError):
        services.waive_rule(programme, rule=AMBER, reason="x", until=in_days(9), actor=auditor)


@pytest.mark.parametrize("days", [-1, 181])
def test_every_bad_field_of_a_waiver_is_named(programme, pmo, days):
    with pytest.raises(BadInputError) as refused:
        services.waive_rule(programme, rule="no.such", reason=" ", until=in_days(days), actor=pmo)
    assert set(refused.value.fields) == {"rule", "reason", "until"}


def test_a_new_waiver_takes_the_place_of_the_old_one_and_both_stand_in_the_audit(programme, pmo):
    old = services.waive_rule(programme, rule=AMBER, reason="a", until=in_days(9), actor=pmo)
    new = services.waive_rule(programme, rule=AMBER, reason="b", until=in_days(19), actor=pmo)
    old.refresh_from_db()
    assert (old.ended_on, old.ended_by, new.ended_on) == (timezone.localdate(), pmo, None)
    acts = AuditEvent.objects.filter(programme=programme, kind="programme.RuleWaiver").order_by("seq")
    assert list(acts.values_list("action", flat=True)) == [
        "checks.rule_waived", "checks.waiver_ended", "checks.rule_waived",
    ]  # fmt: skip


def test_a_waiver_is_taken_back_once(programme, pmo):
    waiver = services.waive_rule(programme, rule=AMBER, reason="a", until=in_days(9), actor=pmo)
    services.end_waiver(waiver, actor=pmo)
    assert line_of(programme, AMBER).waiver is None
    with pytest.raises(IllegalNowError):
        services.end_waiver(waiver, actor=pmo)


def test_a_waiver_that_ends_soon_asks_for_attention(programme, pmo, auditor):
    services.waive_rule(programme, rule=AMBER, reason="a", until=in_days(3), actor=pmo)
    services.waive_rule(programme, rule="charter.no_exclusions", reason="a", until=in_days(30), actor=pmo)
    ending = seams.attention["checks.waivers"]
    (item,) = ending(programme, pmo)
    assert isinstance(item, AttentionItem)
    assert item.due == in_days(3)
    assert ending(programme, auditor) == []


def test_the_page_groups_by_pitfall_and_offers_what_the_person_may(programme, pmo, sponsor, auditor, browse):
    url = reverse("checks:overview", args=[programme.slug])
    pages = {who: browse(who).get(url).content.decode() for who in (pmo, sponsor, auditor)}
    assert [f'id="{one.value}"' in pages[pmo] for one in Pitfall] == [True] * 5
    red, amber = f"?rule={RED}&amp;", f"?rule={AMBER}&amp;"
    assert [(red in page, amber in page) for page in pages.values()] == [(False, True), (True, True), (False, False)]


def test_the_form_waives_and_takes_back(programme, pmo, browse):
    client = browse(pmo)
    finding = line_of(programme, AMBER).finding
    url = f"{reverse('checks:waive', args=[programme.slug])}?rule={AMBER}&place={finding.url}"
    assert client.get(url).status_code == 200
    sent = {"rule": AMBER, "place": finding.url, "reason": "", "until": in_days(9)}
    assert client.post(url, sent).status_code == 400
    assert client.post(url, sent | {"reason": "Pilot"}).status_code == 302
    waiver = line_of(programme, AMBER).waiver
    assert (waiver.place, waiver.reason) == (finding.url, "Pilot")
    assert client.post(reverse("checks:end", args=[programme.slug, waiver.public_id])).status_code == 302
    client.post(url, sent | {"reason": "Pilot", "whole": "on"})
    assert line_of(programme, AMBER).waiver.place == ""


def test_the_file_has_a_row_for_each_finding(programme, pmo, browse):
    services.waive_rule(programme, rule=AMBER, reason="=cmd()", until=in_days(9), actor=pmo)
    text = browse(pmo).get(reverse("checks:overview", args=[programme.slug]), {"export": "csv"}).content.decode("utf-8")
    rows = text.strip().splitlines()
    assert len(rows) == 1 + len(check_of(programme).lines)
    (waived,) = [row for row in rows if row.startswith(AMBER)]
    assert in_days(9).isoformat() in waived
    assert "'=cmd()" in waived


def test_the_call_and_the_command_tell_until_when_a_finding_is_waived(programme, pmo, call):
    body = {"rule": AMBER, "reason": "Pilot", "until": in_days(9).isoformat()}
    base = f"/api/v1/programmes/{programme.slug}/"
    assert call(pmo).post(f"{base}rule-waivers/", body, format="json").status_code == 201
    told = call(pmo).get(f"{base}lint/").json()
    until = {one["rule"]: one["waived_until"] for one in told["findings"]}
    assert until[AMBER] == in_days(9).isoformat()
    assert until[RED] is None
    assert told["waived"] == 1
    out = StringIO()
    call_command("lint_programme", programme=programme.slug, json=True, stdout=out)
    assert json.loads(out.getvalue())["findings"] == told["findings"]
    words = StringIO()
    call_command("lint_programme", programme=programme.slug, language="zh-hans", stdout=words)
    assert f"[豁免至{in_days(9)}]" in words.getvalue()


def test_the_book_is_told_in_the_readers_language(programme, pmo, call):
    url = f"/api/v1/programmes/{programme.slug}/lint/rules/"
    rules = call(pmo).get(url, headers={"accept-language": "en"}).json()["rules"]
    assert len(rules) == len(seams.plan_rules.book)
    assert {"rule", "cause", "severity", "text", "remedy"} == set(rules[0])
