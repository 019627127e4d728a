"""Tolerances of a signed charter: they change by a granted request only, whichever way one tries."""

from decimal import Decimal

import pytest
from django.urls import reverse

from core.errors import BadInputError, IllegalNowError
from programme.charter.models import Tolerance
from programme.charter.selectors import current_version, version_diff
from programme.charter.services import create_row, remove_row, update_row
from programme.governance.choices import Route
from programme.governance.models import ChangeRequest
from programme.governance.services.changes import request_change
from programme.governance.services.granting import approve_change, carry_into_charter
from tests.programme.charter.signed import signed_charter
from tests.programme.governance.changes import WORDS, assessed

pytestmark = [pytest.mark.django_db, pytest.mark.requirement("S0-07")]


@pytest.fixture
def held(programme):
    return Tolerance.objects.create(programme=programme, dimension="time", limit=10, unit="days")


@pytest.fixture
def people(programme, held):
    return signed_charter(programme)


def granted(programme, people, *edits):
    row = assessed(programme, requester=people["PM"], by=people["IT"], charter_edits=list(edits))
    assert row.route == Route.COMMITTEE
    approve_change(row, actor=people["SP"])
    assert carry_into_charter(row, actor=people["SP"])


def test_before_the_signature_the_project_manager_writes_them(programme, pmo, held):
    update_row(held, "tolerances", values={"limit": 20}, actor=pmo)
    create_row(programme, "tolerances", values={"dimension": "cost", "limit": 5, "unit": "%"}, actor=pmo)
    remove_row(held, "tolerances", actor=pmo)
    assert [row.dimension for row in programme.tolerances.all()] == ["cost"]


def test_nobody_writes_a_signed_tolerance_by_hand(programme, people, held):
    with pytest.raises(IllegalNowError, match="goals, scope and tolerances change only by a change request"):
        update_row(held, "tolerances", values={"limit": 99}, actor=people["PM"])
    with pytest.raises(IllegalNowError):
        create_row(programme, "tolerances", values={"dimension": "cost", "limit": 99, "unit": "%"}, actor=people["PM"])
    with pytest.raises(IllegalNowError):
        remove_row(held, "tolerances", actor=people["PM"])
    assert [(row.dimension, row.limit) for row in programme.tolerances.all()] == [("time", 10)]


@pytest.mark.parametrize(("language", "words"), [("en", "change request"), ("zh-hans", "变更申请")])
def test_page_and_call_refuse_it_in_both_languages(programme, people, held, browse, call, language, words):
    people["PM"].language = language
    people["PM"].save()
    fronts = {"headers": {"accept-language": language}}
    rows = f"/api/v1/programmes/{programme.slug}/tolerances/"
    form = {"dimension": "time", "limit": "99", "unit": "days", "note": "", "version": held.version}
    client, caller = browse(people["PM"]), call(people["PM"])
    edit = reverse("charter:row_edit", args=[programme.slug, "tolerances", held.public_id])
    new = reverse("charter:row_new", args=[programme.slug, "tolerances"])
    remove = reverse("charter:row_remove", args=[programme.slug, "tolerances", held.public_id])
    told = [
        client.post(edit, form, **fronts),
        client.post(new, form | {"dimension": "cost"}, **fronts),
        client.post(remove, {}, **fronts),
        caller.patch(f"{rows}{held.public_id}/", {"limit": "99"}, format="json", **fronts),
        caller.post(rows, {"dimension": "cost", "limit": "99", "unit": "%"}, format="json", **fronts),
        caller.delete(f"{rows}{held.public_id}/", **fronts),
    ]
    assert [one.status_code for one in told] == [409] * 6
    assert [words in one.content.decode() for one in told] == [True] * 6
    assert [(row.dimension, row.limit) for row in programme.tolerances.all()] == [("time", 10)]
    page = client.get(reverse("charter:overview", args=[programme.slug])).content.decode()
    assert edit not in page
    assert new not in page


def test_a_granted_request_changes_adds_and_takes_out_tolerances(programme, people, held):
    first = current_version(programme)
    cost = {"dimension": "cost", "limit": "5", "unit": "%"}
    granted(
        programme, people,
        {"op": "tolerance", "ref": held.public_id, "set": {"limit": "15"}}, {"op": "new_tolerance", "set": cost},
    )  # fmt: skip
    held.refresh_from_db()
    assert (held.limit, programme.tolerances.get(dimension="cost").limit) == (15, 5)
    second = current_version(programme)
    lines = version_diff(first, second)
    assert [line.change for line in lines] == ["changed", "added"]
    assert ("10" in lines[0].old, "15" in lines[0].new) == (True, True)
    granted(programme, people, {"op": "drop_tolerance", "ref": held.public_id})
    assert [row.dimension for row in programme.tolerances.all()] == ["cost"]
    assert (second.number, current_version(programme).number) == ("1.1", "1.2")


def test_the_project_manager_does_not_widen_what_bounds_the_own_decisions(programme, people, held):
    edits = [{"op": "tolerance", "ref": held.public_id, "set": {"limit": "99"}}]
    row = assessed(programme, requester=people["IT"], by=people["IT"], charter_edits=edits)
    assert "charter" in row.beyond
    with pytest.raises(Exception, match="steering committee"):
        approve_change(row, actor=people["PM"])
    held.refresh_from_db()
    assert held.limit == 10


@pytest.mark.parametrize(
    ("edit", "said"),
    [
        ({"op": "tolerance", "ref": "nope", "set": {"limit": "1"}}, "No tolerance has this id: nope."),
        ({"op": "drop_tolerance", "ref": "{scope}"}, "No tolerance has this id"),
        ({"op": "scope", "ref": "{held}", "set": {"text": "x"}}, "No scope item has this id"),
        ({"op": "tolerance", "ref": "{held}", "set": {"limit": "wide"}}, "limit"),
        ({"op": "new_tolerance", "set": {"dimension": "mood", "limit": "1", "unit": "%"}}, "dimension"),
        (
            {"op": "new_tolerance", "set": {"dimension": "time", "limit": "1", "unit": "days"}},
            "has a tolerance already",
        ),
        ({"op": "tolerance", "set": {"limit": "1"}}, "ref"),
    ],
)
def test_an_edit_that_cannot_be_is_refused_when_it_is_typed(programme, people, held, edit, said):
    named = {"{held}": held.public_id, "{scope}": programme.scope_items.get().public_id}
    edit |= {"ref": named.get(edit["ref"], edit["ref"])} if "ref" in edit else {}
    with pytest.raises(BadInputError) as refusal:
        request_change(programme, actor=people["PM"], goals=[programme.goals.get()], charter_edits=[edit], **WORDS)
    assert "Edit 1" in str(refusal.value)
    assert said in str(refusal.value)


def test_the_page_of_a_change_takes_edits_of_tolerances(programme, people, held, browse):
    row = request_change(programme, actor=people["PM"], goals=[programme.goals.get()], **WORDS)
    client = browse(people["PM"])

    def add(op, ref=""):
        return reverse("governance:change_charter_add", args=[programme.slug, row.public_id, op]) + ref

    ref = f"?ref={held.public_id}"
    form = {"dimension": "time", "limit": "10", "unit": "days", "note": ""}
    assert client.post(add("tolerance", ref), form).status_code == 400
    assert client.post(add("tolerance", ref), form | {"limit": "12"}).status_code == 302
    assert client.post(add("new_tolerance"), form | {"dimension": "cost", "unit": "%"}).status_code == 302
    assert client.post(add("drop_tolerance", "?ref=nope"), {}).status_code == 404
    row = ChangeRequest.objects.get(pk=row.pk)
    assert [(one["op"], Decimal(one["set"]["limit"])) for one in row.charter_edits] == [
        ("tolerance", 12), ("new_tolerance", 10),
    ]  # fmt: skip
    page = client.get(reverse("governance:change_charter", args=[programme.slug, row.public_id])).content.decode()
    assert '<td class="old" data-l="Before">10</td>' in page
    assert add("drop_tolerance", ref) in page
    assert add("new_tolerance") in page
    assert "Change of a tolerance" in page
