"""Change requests: what they must say, who decides, what their states allow, and what stands in the pack."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.seams import Impact, Touched
from programme.charter.models import Tolerance
from programme.governance.choices import ChangeState, Route
from programme.governance.models import ChangeRequest
from programme.governance.rules.changes import Bound, cost_limit, creep, routing, worst_days
from programme.governance.selectors.changes import change_actions, change_figures, route_text
from programme.governance.services import changes as writing
from programme.governance.services import granting
from programme.notices.models import Notification
from programme.records.models import AuditEvent
from tests.factories.charter import BudgetLineFactory, GoalFactory
from tests.programme.governance.changes import CHAIN, EFFECTS, WORDS, assessed, drafted, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def tolerances(programme):
    BudgetLineFactory(programme=programme, amount_minor=10_000_000)
    Tolerance.objects.create(programme=programme, dimension="time", limit=10, unit="working days")
    Tolerance.objects.create(programme=programme, dimension="cost", limit=5, unit="%")


@pytest.fixture
def mark():
    """Give an impact whose fingerprint a test may change."""
    told = {"mark": "a", "days": None}
    seams.impacts.add(
        "test.mark",
        lambda _programme, _change: [
            Impact("mark", "Marked", 1, [Touched("One", "/one/", "moves")], days=told["days"], mark=told["mark"])
        ],
    )
    yield told
    seams.impacts._providers.pop("test.mark")


DAYS = st.decimals(0, 30, places=1)
MONEY = st.integers(-100, 10**6)


@given(DAYS, MONEY, DAYS, MONEY)
def test_the_project_manager_decides_within_both_tolerances_and_nowhere_else(days, cost, most, dear):
    found = routing(days, cost, Bound(most, dear))
    assert (found.route == Route.PM) == (days <= most and cost <= dear)
    assert set(found.beyond) == {name for name, over in (("time", days > most), ("cost", cost > dear)) if over}


def test_without_an_agreed_tolerance_the_committee_decides():
    for bound in (Bound(None, 5), Bound(Decimal(5), None), Bound(None, None)):
        assert routing(Decimal(0), 0, bound).beyond == ("unset",)


def test_figures_of_a_change():
    assert cost_limit(Decimal(5), "%", 10_000_000, 100) == 500_000
    assert cost_limit(Decimal(50_000), "CNY", 10_000_000, 100) == 5_000_000
    assert cost_limit(None, "%", 1, 100) is None
    assert worst_days(Decimal(3), [None, Decimal(5), Decimal(-2)]) == 5
    assert worst_days(None, []) == 0
    assert (creep(Decimal(8), Decimal(100)), creep(Decimal(8), None), creep(Decimal(8), Decimal(0))) == (
        Decimal("0.08"), None, None,
    )  # fmt: skip


def test_numbers_follow_each_other_and_words_are_asked_for(programme, pmo):
    assert [drafted(programme, requester=pmo).code for _ in range(2)] == ["CR-001", "CR-002"]
    with pytest.raises(BadInputError) as refusal:
        writing.request_change(programme, actor=pmo, title="", wanted="", reason="")
    assert set(refusal.value.fields) == {"title", "wanted", "reason"}
    for field, value in (("edits", {}), ("edits", ["x"]), ("touches", [1]), ("state", "approved")):
        with pytest.raises(BadInputError) as refusal:
            writing.request_change(programme, actor=pmo, **(WORDS | {field: value}))
        assert list(refusal.value.fields) == [field]


@pytest.mark.requirement("S0-07")
def test_a_change_cites_a_goal_of_its_programme(programme, other_programme, pmo):
    row = writing.request_change(programme, actor=pmo, **WORDS)
    with pytest.raises(BadInputError, match="at least one goal"):
        writing.submit_change(row, actor=pmo)
    with pytest.raises(BadInputError, match="of this programme"):
        writing.edit_change(row, actor=pmo, goals=[GoalFactory(programme=other_programme)])


@pytest.mark.requirement("S4-25")
def test_every_effect_and_all_five_links_are_said_none_included(programme, pmo):
    row = submitted(programme, requester=pmo)
    with pytest.raises(BadInputError) as refusal:
        writing.assess_change(row, actor=pmo, chain={"customer": "none"}, scope="One field more")
    assert set(refusal.value.fields) == {
        "benefit", "risk", "training", "data", "business", "process", "organisation", "system",
    }  # fmt: skip
    row = writing.assess_change(row, actor=pmo, chain=CHAIN, **EFFECTS)
    assert (row.state, row.chain) == (ChangeState.ASSESSED, CHAIN)


def test_what_is_touched_is_frozen_in_both_languages_and_decides_who_decides(programme, pmo, tolerances, mark):
    mark["days"] = Decimal(11)
    row = submitted(programme, requester=pmo)
    impact = next(one for one in row.computed["en"] if one["kind"] == "test.mark.mark")
    assert impact == {
        "kind": "test.mark.mark", "label": "Marked", "count": 1, "cost": None, "days": "11", "mark": "a", "note": "",
        "url": "", "items": [{"text": "One", "url": "/one/", "detail": "moves"}],
    }  # fmt: skip
    assert len(row.computed["en"]) == len(row.computed["zh-hans"])
    assert (row.route, row.beyond, route_text(row)) == (
        Route.COMMITTEE, ["time"], "Steering committee (beyond the tolerance for time)",
    )  # fmt: skip


def test_the_project_manager_grants_within_the_tolerance_until_it_is_used_up(
    programme, pmo, sponsor, steering, tolerances
):
    first = assessed(programme, requester=sponsor, by=pmo, effects={"days": 6, "cost_minor": 400_000})
    assert first.route == Route.PM
    assert granting.approve_change(first, actor=pmo).decided_by == pmo
    second = assessed(programme, requester=sponsor, by=pmo, effects={"days": 5, "cost_minor": 100_001})
    assert (second.route, second.beyond) == (Route.COMMITTEE, ["time", "cost"])
    with pytest.raises(ForbiddenError, match="The steering committee decides this change"):
        granting.approve_change(second, actor=pmo)
    assert granting.approve_change(second, actor=steering).state == ChangeState.APPROVED


def test_whoever_asks_never_decides(programme, sponsor, pmo, auditor):
    row = assessed(programme, requester=sponsor, by=pmo)
    for act, more in ((granting.approve_change, {}), (granting.reject_change, {"note": "No"})):
        with pytest.raises(ForbiddenError, match="Whoever asks for a change does not decide it"):
            act(row, actor=sponsor, **more)
    blocked = {act.name: list(map(str, act.reasons)) for act in change_actions(row, sponsor)}
    assert blocked["approve"] == ["Whoever asks for a change does not decide it."]
    with pytest.raises(IntegrityError), transaction.atomic():
        ChangeRequest.objects.filter(pk=row.pk).update(decided_by=sponsor)
    with pytest.raises(ForbiddenError):
        writing.request_change(programme, actor=auditor, **WORDS)


def test_what_is_no_longer_true_is_assessed_again(programme, pmo, sponsor, steering, mark):
    row = assessed(programme, requester=sponsor, by=pmo)
    mark["mark"] = "b"
    with pytest.raises(IllegalNowError, match="Assess it again"):
        granting.approve_change(row, actor=steering)
    row = writing.assess_change(row, actor=pmo)
    assert granting.approve_change(row, actor=steering).state == ChangeState.APPROVED


def test_custom_code_says_what_it_does_to_upgrades(programme, pmo, steering):
    row = assessed(programme, requester=pmo, by=pmo, custom_code=True)
    with pytest.raises(IllegalNowError, match="Custom code"):
        granting.approve_change(row, actor=steering)
    row = writing.assess_change(row, actor=pmo, upgrade_note="Tested with each release.")
    assert granting.approve_change(row, actor=steering).is_granted


def test_a_change_is_carried_out_verified_by_another_and_closed(programme, pmo, owner, steering):
    row = granting.approve_change(assessed(programme, requester=owner, by=pmo), actor=steering, note="Do it")
    row = granting.implement_change(row, actor=pmo)
    with pytest.raises(ForbiddenError, match="does not verify"):
        granting.verify_change(row, actor=pmo)
    assert [act.reasons for act in change_actions(row, pmo) if act.name == "verify"] != [()]
    row = granting.close_change(granting.verify_change(row, actor=owner), actor=pmo)
    assert (row.state, row.verified_by, row.closed_on) == (ChangeState.CLOSED, owner, timezone.localdate())
    acts = [
        event.action for event in AuditEvent.objects.about("programme.ChangeRequest", row.public_id).order_by("seq")
    ]
    assert acts == [f"governance.change_{name}" for name in (
        "drafted", "submitted", "assessed", "approved", "implementing", "verified", "closed",
    )]  # fmt: skip
    assert Notification.objects.filter(person=owner, text__startswith="Approved: CR-001").exists()


def test_refused_put_off_and_withdrawn(programme, pmo, steering):
    row = assessed(programme, requester=pmo, by=pmo)
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    for more, field in (
        ({"note": "", "until": tomorrow}, "note"),
        ({"note": "x", "until": timezone.localdate()}, "until"),
    ):
        with pytest.raises(BadInputError) as refusal:
            granting.defer_change(row, actor=steering, **more)
        assert list(refusal.value.fields) == [field]
    row = granting.defer_change(row, actor=steering, note="After the pilot", until=tomorrow)
    assert (row.state, row.deferred_until) == (ChangeState.DEFERRED, tomorrow)
    row = writing.assess_change(row, actor=pmo)
    assert (row.deferred_until, row.decided_by) == (None, None)
    with pytest.raises(BadInputError, match="why it is rejected"):
        granting.reject_change(row, actor=steering, note=" ")
    assert granting.reject_change(row, actor=steering, note="Too dear").state == ChangeState.REJECTED
    other = writing.withdraw_change(submitted(programme, requester=pmo), actor=pmo, note="Solved otherwise")
    assert other.state == ChangeState.WITHDRAWN
    with pytest.raises(IllegalNowError, match="assessed already"):
        writing.edit_change(row, actor=pmo, title="Other")


def test_an_emergency_is_decided_afterwards_within_two_working_days(programme, pmo, sponsor, steering):
    row = submitted(programme, requester=sponsor)
    with pytest.raises(BadInputError):
        granting.act_at_once(row, actor=pmo, note="")
    row = granting.act_at_once(row, actor=pmo, note="The service stops")
    assert row.state == ChangeState.EMERGENCY
    assert timezone.localdate() < row.decide_by <= timezone.localdate() + dt.timedelta(days=12)
    waiting = [str(one.text) for one in seams.attention["governance.changes"](programme, steering)]
    assert waiting == [str(row)]
    assert granting.approve_change(row, actor=steering).state == ChangeState.IMPLEMENTING


def test_a_submitted_one_that_is_worded_otherwise_is_computed_anew(programme, pmo, mark):
    row = submitted(programme, requester=pmo)
    mark["mark"] = "b"
    row = writing.edit_change(row, actor=pmo, title="Sign orders too")
    assert next(one["mark"] for one in row.computed["en"] if one["kind"] == "test.mark.mark") == "b"


@pytest.mark.requirement("S3-02")
def test_the_pack_counts_changes_and_names_what_waits(programme, pmo, sponsor, steering):
    build = seams.documents["steering"].sections["governance.changes"].build
    assert build(programme, timezone.now(), "").blocks[0].text == "No change request."
    granting.approve_change(assessed(programme, requester=pmo, by=pmo, effects={"effort": 8}), actor=steering)
    assessed(programme, requester=pmo, by=pmo)
    drafted(programme, requester=pmo)
    section = build(programme, timezone.now(), "")
    _figures, open_rows, settled = section.blocks
    assert [row[0].content for row in open_rows.rows] == ["CR-002"]
    assert [row[0].content for row in settled.rows] == ["CR-001"]
    found = change_figures(programme)
    assert (found.every, found.undecided, found.granted, found.effort) == (2, 1, 1, Decimal(8))


def test_register_record_and_forms_are_drawn(client, programme, pmo, tolerances, mark):
    client.force_login(pmo)
    row = assessed(programme, requester=pmo, by=pmo)
    page = client.get(reverse("governance:changes", args=[programme.slug])).content.decode()
    assert "1 asked, 1 to be decided, 0 granted" in page
    record = client.get(row.get_absolute_url()).content.decode()
    assert 'href="/one/"' in record
    assert "Whoever asks for a change does not decide it." in record
    answer = client.post(f"{row.get_absolute_url()}approve/", {"note": "Fine"})
    assert answer.status_code == 403
    assert "Whoever asks for a change does not decide it." in answer.content.decode()
