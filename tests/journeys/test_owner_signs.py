"""The business owner reads every section, is refused with a wrong password, signs, and later sees what became stale."""

import pytest
from playwright.sync_api import expect

from programme.signoff.models import Signature
from tests.factories.programme import PASSWORD
from tests.programme.signoff.conftest import asked, bound, seat  # noqa: F401

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def test_owner_reads_signs_and_sees_it_turn_stale(open_page, asked, seat, owner):  # noqa: F811
    page = open_page(f"/p/{asked.programme.slug}/signatures/", owner)
    page.get_by_role("link", name="Read and sign").click()
    expect(page.locator("main")).to_contain_text("0 of 2 sections read")
    button = page.get_by_role("button", name="Sign with this decision")
    expect(button).to_have_attribute("aria-disabled", "true")
    expect(page.locator("#missing")).to_be_visible()
    for _ in range(2):
        page.get_by_role("button", name="Mark as read").first.click()
        page.wait_for_load_state("load")
    expect(page.locator("main")).to_contain_text("2 of 2 sections read")
    page.locator("input[name=decision][value=sign]").check()
    page.get_by_label("Enter your password again").fill("not mine at all")
    button.click()
    expect(page.locator(".lf-sign .lf-err, .lf-sign .invalid-feedback").first).to_be_visible()
    expect(page.locator("input[name=decision][value=sign]")).to_be_checked()
    assert not Signature.objects.exists()
    page.get_by_label("Enter your password again").fill(PASSWORD)
    button.click()
    expect(page.locator(".lf-toast")).to_contain_text("Signed.")
    assert Signature.objects.get().signer == owner
    seat.allocation = 80
    seat.save()
    page.reload()
    strip = page.locator(".lf-verdict.v-warn")
    expect(strip).to_contain_text("1 line has changed since")
    expect(page.locator(".lf-diff td.old")).to_contain_text("40")
    expect(page.locator(".lf-diff")).to_contain_text("80")
