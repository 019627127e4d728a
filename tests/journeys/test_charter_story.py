"""From the draft of the charter to its signed version, to a change request, to version 1.1 – in Chinese."""

import re

import pytest
from playwright.sync_api import expect

from programme.charter.models import CharterVersion
from programme.governance.models import ChangeRequest
from programme.records.services.runner import work_off
from programme.signoff.models import SignatureRequest
from tests.factories.charter import ready_to_sign
from tests.factories.programme import PASSWORD, member_of

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ZH = {"language": "zh-hans"}


def press(page, name):
    """Press an act of the page, then the one button of its dialog."""
    page.get_by_role("link", name=name, exact=True).or_(page.get_by_role("button", name=name, exact=True)).first.click()
    sheet = page.locator("dialog[open]")
    expect(sheet).to_be_visible()
    with page.expect_navigation():
        sheet.locator("button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator(".lf-toast").first).to_be_visible()


def signs(open_page, request):
    """Read every section and sign, as the one who is asked."""
    page = open_page(f"/p/{request.programme.slug}/signatures/", request.signer, **ZH)
    page.get_by_role("link", name="阅读并签署").first.click()
    page.wait_for_load_state("networkidle")
    while page.get_by_role("button", name="标为已阅").count():
        page.get_by_role("button", name="标为已阅").first.click()
        page.wait_for_load_state("networkidle")
    page.locator("input[name=decision][value=sign]").check()
    page.locator("input[name=password]").fill(PASSWORD)
    page.get_by_role("button", name="按所选决定签署").click()
    expect(page.locator(".lf-toast").first).to_be_visible()


def test_from_the_draft_to_version_1_1(open_page, programme):
    people = ready_to_sign(programme)
    people.setdefault("IT", member_of(programme, "IT"))
    goal = programme.goals.get()
    charter = f"/p/{programme.slug}/charter/"
    page = open_page(charter, people["PM"], **ZH)
    expect(page.locator("body")).to_contain_text("尚无已签署的版本")
    press(page, "开始就绪评估")
    press(page, "提交章程签署")
    for request in SignatureRequest.objects.filter(programme=programme):
        signs(open_page, request)
    assert CharterVersion.objects.get(programme=programme).state == "approved"
    page.goto(page.url)
    expect(page.locator("main")).to_contain_text("1.0")
    page.get_by_role("link", name="提出变更").first.click()
    for name, text in (
        ("title", "目标提高到40%"),
        ("wanted", "赢单率目标由35%提高到40%"),
        ("reason", "董事会上调年度目标"),
    ):
        page.locator(f"[name={name}]").fill(text)
    page.locator("input[name=goals]").first.check()
    page.get_by_role("button", name="保存草稿").click()
    page.wait_for_load_state("networkidle")
    change = ChangeRequest.objects.get(programme=programme)
    page.goto(page.url + "charter/")
    page.get_by_role("link", name=re.compile(re.escape(str(goal)))).filter(visible=True).first.click()
    target = page.locator("input[name=target]")
    target.fill("40")
    page.locator("main form button[type=submit], dialog[open] button[type=submit]").last.click()
    page.wait_for_load_state("networkidle")
    expect(page.locator("main")).to_contain_text("40")
    page.goto(page.url.replace("/charter/", "/") if "/changes/" in page.url else page.url)
    press(page, "提交")
    page.goto(page.url + "assess/")
    for area in page.locator("main form textarea").all():
        area.fill("无")
    page.get_by_role("button", name="保存评估").click()
    page.wait_for_load_state("networkidle")
    deciding = open_page(change.get_absolute_url(), people["SP"], **ZH)
    press(deciding, "批准")
    work_off()
    told = open_page(charter, people["PM"], **ZH)
    expect(told.locator("main")).to_contain_text("1.1")
    second = CharterVersion.objects.get(programme=programme, number="1.1")
    told = open_page(second.get_absolute_url(), people["PM"], **ZH)
    expect(told.locator("main")).to_contain_text("1.0")
    expect(told.locator("main")).to_contain_text("→ 40")
    goal.refresh_from_db()
    assert (goal.target, second.by_change.code) == (40, change.code)
