import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core import seams
from feedback.inbox.models import FeedbackItem
from tests.factories.feedback import FeedbackItemFactory


def url(name, programme, *more):
    return reverse(f"inbox:{name}", args=[programme.slug, *more])


def test_everybody_sends_by_form_and_reads_their_own(programme, member, browse):
    client = browse(member)
    sent = client.post(url("item_new", programme), {"text": "It is slow. Very"}, follow=True)
    assert sent.status_code == 200
    item = FeedbackItem.objects.get()
    assert (item.title, item.submitter, item.channel) == ("It is slow", member, "web")
    assert "It is slow" in client.get(url("mine", programme)).content.decode()
    assert client.get(url("item_list", programme)).url == url("mine", programme)
    bad = client.post(url("item_new", programme), {"text": ""})
    assert (bad.status_code, list(bad.context["form"].errors)) == (400, ["text"])


def test_button_of_the_frame_keeps_the_page(programme, member, browse):
    client = browse(member)
    page = client.get(url("mine", programme)).content.decode()
    assert f'href="{url("item_give", programme)}"' in page
    form = client.get(
        url("item_give", programme), headers={"referer": f"http://testserver/p/{programme.slug}/signatures/?x=1"}
    )
    assert form.context["form"].initial == {"page": f"/p/{programme.slug}/signatures/"}
    client.post(url("item_give", programme), {"text": "Here", "page": f"/p/{programme.slug}/signatures/"})
    item = FeedbackItem.objects.get()
    assert (item.channel, item.page) == ("button", f"/p/{programme.slug}/signatures/")


def test_alike_items_are_shown_before_a_second_one_is_sent(programme, member, browse):
    FeedbackItemFactory(
        programme=programme, title="A quick reply for WeChat", text="", kind="improvement", state="backlog"
    )
    client = browse(member)
    asked = client.post(url("item_new", programme), {"text": "Quick reply for WeChat"})
    assert asked.status_code == 200
    assert "Did you mean one of these?" in asked.content.decode()
    assert FeedbackItem.objects.count() == 1
    client.post(url("item_new", programme), {"text": "Quick reply for WeChat", "checked": "1"})
    assert FeedbackItem.objects.count() == 2


def test_anonymous_sender_finds_the_answer_by_code_alone(programme, member, browse):
    client = browse(member)
    sent = client.post(url("item_new", programme), {"text": "He shouts", "anonymous": "on"})
    code = re.search(r"<code>(\w{12})</code>", sent.content.decode())[1]
    item = FeedbackItem.objects.get()
    assert client.get(item.get_absolute_url()).status_code == 404
    assert "He shouts" not in client.get(url("mine", programme)).content.decode()
    found = client.post(url("by_code", programme), {"reply_code": code})
    assert "He shouts" in found.content.decode()
    assert client.post(url("by_code", programme), {"reply_code": "NOPE"}).status_code == 400
    client.post(url("by_code", programme), {"reply_code": code, "act": "reply", "text": "Still"})
    assert item.steps.filter(act="reply", by=None, text="Still").exists()


def test_shared_idea_does_not_tell_who_sent_it(programme, member, pmo, browse, call):
    item = FeedbackItemFactory(
        programme=programme, title="Dark mode", submitter=pmo, kind="improvement", state="backlog"
    )
    body = browse(member).get(item.get_absolute_url()).content.decode()
    assert "Dark mode" in body
    assert pmo.name not in body.partition("<main")[2].partition("</main")[0]
    row = call(member).get(f"/api/v1/programmes/{programme.slug}/feedback/{item.public_id}/").json()
    assert [row[name] for name in ("submitter", "submitter_name", "submitter_email", "unit", "page")] == [None] * 5


def test_retry_by_the_api_makes_no_second_item(programme, member, call):
    path, api = f"/api/v1/programmes/{programme.slug}/feedback/", call(member)
    for anonymous in (False, True):
        body = {"text": f"Slow {anonymous}", "anonymous": anonymous}
        first, again = (
            api.post(path, body, format="json", headers={"Idempotency-Key": f"k{anonymous}"}) for _ in range(2)
        )
        assert (first.status_code, again.status_code) == (201, 201)
        assert first.json() == again.json()
    assert FeedbackItem.objects.count() == 2


@pytest.mark.parametrize("name", ["item_list", "figures", "ideas"])
def test_page_costs_the_same_at_1_30_and_1000_items(name, programme, change_manager, browse):
    client, costs = browse(change_manager), []
    for more in (1, 29, 970):
        FeedbackItemFactory.create_batch(min(more, 29), programme=programme, kind="improvement", state="backlog")
        if more > 29:
            rows = FeedbackItemFactory.build_batch(more - 29, programme=programme, kind="improvement", state="backlog")
            FeedbackItem.objects.bulk_create(rows)
        client.get(url(name, programme))
        with CaptureQueriesContext(connection) as found:
            assert client.get(url(name, programme)).status_code == 200
        costs.append(len(found))
    assert costs[0] == costs[1] == costs[2]


def test_change_manager_has_a_home(programme, change_manager, browse):
    FeedbackItemFactory(
        programme=programme, title="Slow lists", module="Mobile", category="data", kind="question", state="classified"
    )
    home = browse(change_manager).get(reverse("people:home", args=[programme.slug, "change"]))
    names = [panel.template for panel, _content in [*home.context["main_panels"], *home.context["side_panels"]]]
    assert names == ["inbox/_panel_inbox.html", "inbox/_panel_themes.html", "inbox/_panel_ambassadors.html"]
    assert "Mobile" in home.content.decode()


@pytest.mark.requirement("S0-18")
def test_gate_reads_unsorted_pilot_items_and_names_them(programme):
    read = seams.evidence["inbox.untriaged_pilot"]
    assert read(programme, [{}])[0].value is None
    FeedbackItemFactory(programme=programme, state="classified", kind="question", category="training")
    new = FeedbackItemFactory(programme=programme)
    reading = read(programme, [{}])[0]
    assert (reading.value, reading.denominator) == (1, 2)
    assert next(item.url for item in reading.detail) == new.get_absolute_url()
    assert reading.detail[-1].text == "Classified so far: Training gap 1"
