"""One act with its form: what is refused stays typed, what is done leaves a toast."""

import pytest
from django.contrib.messages import get_messages

pytestmark = [pytest.mark.urls("tests.core.screens.kit"), pytest.mark.django_db]
NEW = "/kit/crm-2027/people/new/"
REMOVE = "/kit/crm-2027/people/x/remove/"
TYPED = {"kind": "a", "note": "Typed with care", "day": "2027-05-14"}


def test_act_done_redirects_and_leaves_a_toast(browse, pmo):
    response = browse(pmo).post(NEW, TYPED | {"name": "fine"})
    assert (response.status_code, response["Location"]) == (302, "/kit/crm-2027/people/")
    assert [str(message) for message in get_messages(response.wsgi_request)] == ["Renamed."]


def test_act_done_in_a_dialog_tells_htmx_where_to_go(browse, pmo):
    response = browse(pmo).post(NEW, TYPED | {"name": "fine"}, headers={"HX-Request": "true"})
    assert (response.status_code, response["HX-Redirect"]) == (204, "/kit/crm-2027/people/")


def test_form_errors_come_all_at_once_with_what_was_typed(browse, pmo):
    response = browse(pmo).post(NEW, {"name": "x" * 21, "day": "soon", "note": "Typed with care"})
    assert response.status_code == 400
    assert set(response.context["form"].errors) == {"name", "day", "kind"}
    body = response.content.decode()
    assert "Typed with care" in body
    assert 'aria-invalid="true"' in body
    assert 'aria-describedby="id_name_helptext id_name_error"' in body


def test_bad_input_of_the_service_stands_at_its_fields(browse, pmo):
    response = browse(pmo).post(NEW, TYPED | {"name": "bad"})
    assert response.status_code == 400
    assert response.context["form"].errors == {"name": ["Too plain.", "Too short."], "day": ["Not a working day."]}


def test_illegal_act_is_a_conflict_with_every_reason(browse, pmo):
    response = browse(pmo).post(NEW, TYPED | {"name": "now"})
    assert response.status_code == 409
    assert response.context["form"].non_field_errors() == ["M1 is not met.", "M4 is not met."]


def test_stale_edit_shows_what_the_record_says_now(browse, pmo):
    response = browse(pmo).post(NEW, TYPED | {"name": "stale"})
    assert response.status_code == 409
    body = response.content.decode()
    assert "<dt>Name</dt><dd>Theirs</dd>" in body
    assert '<dt>Day</dt><dd><time datetime="2027-05-14">14 May 2027</time></dd>' in body
    assert "Typed with care" in body


def test_form_alone_is_given_to_a_dialog(browse, pmo):
    body = browse(pmo).get(NEW, headers={"HX-Request": "true"}).content.decode()
    assert body.lstrip().startswith("<form")
    assert "hx-post" in body


def test_destructive_act_needs_its_name_typed(browse, pmo):
    client = browse(pmo)
    page = client.get(REMOVE).content.decode()
    assert "Three roles are lost; what was signed stays." in page
    assert client.post(REMOVE, {"confirm": "li min"}).status_code == 400
    response = client.post(REMOVE, {"confirm": "Li Min"})
    assert response.status_code == 302
    assert [message.extra_tags for message in get_messages(response.wsgi_request)] == ["undo=/kit/undo/"]


def test_toast_offers_undo(browse, pmo):
    client = browse(pmo)
    body = client.post(REMOVE, {"confirm": "Li Min"}, follow=True).content.decode()
    assert '<form method="post" action="/kit/undo/">' in body


def test_refusal_nobody_caught_is_a_page_with_reasons_and_what_was_typed(browse, pmo):
    response = browse(pmo).post("/kit/refused/now/", {"note": "Typed with care", "password": "secret"})
    body = response.content.decode()
    assert response.status_code == 409
    assert "M1 is not met." in body
    assert "M4 is not met." in body
    assert "Typed with care" in body
    assert "secret" not in body


@pytest.mark.parametrize(("kind", "status"), [("bad", 400), ("now", 409), ("stale", 409)])
def test_refusals_keep_their_status(browse, pmo, kind, status):
    assert browse(pmo).get(f"/kit/refused/{kind}/").status_code == status


HTMX = {"HX-Request": "true"}


def test_cell_is_edited_in_place(browse, pmo):
    client, url = browse(pmo), f"/kit/crm-2027/people/{pmo.public_id}/title/"
    field = client.get(url, headers=HTMX).content.decode()
    assert 'name="job_title"' in field
    response = client.post(url, {"job_title": "PMO lead"}, headers=HTMX)
    assert f'<a class="edit" href="{url}"' in response.content.decode()
    assert ">PMO lead</a>" in response.content.decode()
    assert response["HX-Trigger"] == '{"toast": {"text": "Saved.", "level": "done"}}'
    pmo.refresh_from_db()
    assert pmo.job_title == "PMO lead"


def test_cell_comes_back_as_it_was(browse, pmo):
    body = browse(pmo).get(f"/kit/crm-2027/people/{pmo.public_id}/title/?shown", headers=HTMX).content.decode()
    assert "<form" not in body
    assert 'class="edit"' in body


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [("x" * 21, 400, "at most 20 characters"), ("now", 409, "M4 is not met."), ("stale", 409, "name: Theirs")],
)
def test_refused_cell_stays_open_and_says_why(browse, pmo, typed, status, said):
    response = browse(pmo).post(f"/kit/crm-2027/people/{pmo.public_id}/title/", {"job_title": typed}, headers=HTMX)
    assert response.status_code == status
    assert said in response.content.decode()
    assert f'value="{typed}"' in response.content.decode()


def test_cell_is_a_page_without_script(browse, pmo):
    client, url = browse(pmo), f"/kit/crm-2027/people/{pmo.public_id}/title/"
    assert "<html" in client.get(url).content.decode()
    assert client.post(url, {"job_title": "Lead"})["Location"] == "/kit/crm-2027/people/"
