"""Views of one's own: saved in any register, found by nobody else, counted with the others in one query."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from core.errors import BadInputError, ForbiddenError
from core.register import RegisterView
from programme.savedviews.models import PersonalView
from programme.savedviews.selectors import views_of
from programme.savedviews.services import MOST, forget_view, save_view
from tests.contracts.routes import ways
from tests.factories.raid import RiskFactory

pytestmark = pytest.mark.django_db
RISKS = "raid:risk_list"


def text(response):
    return response.content.decode()


def nav(response):
    return [(str(view.label), count, here) for view, count, here in response.context["views"]]


def marked(response):
    """Give the entry of the map that is marked as where one is."""
    return [entry.name for entry in response.context["frame"].keyed if entry.current]


def registers():
    """Give the name of every register's route, and whether it is one of a programme."""
    found = {}
    for way in ways():
        if way.view and issubclass(way.view, RegisterView) and not {*way.params} - {"slug"}:
            found[way.name] = "slug" in way.params
    return found


def test_a_view_keeps_filters_order_and_columns_for_one_person(programme, pmo, owner):
    query = "page=3&score_min=12&sort=-score&cols=code&export=csv"
    view = save_view(pmo, register=RISKS, name=" Mine ", query=query, programme=programme)
    assert (view.name, view.query) == ("Mine", "score_min=12&sort=-score&cols=code")
    with pytest.raises(BadInputError, match="view of this name"):
        save_view(pmo, register=RISKS, name="Mine", query="", programme=programme)
    save_view(owner, register=RISKS, name="Mine", query="", programme=programme)
    save_view(pmo, register="raid:issue_list", name="Mine", query="", programme=programme)
    assert views_of(pmo, RISKS, programme) == [view]
    with pytest.raises(ForbiddenError):
        forget_view(view, actor=owner)
    forget_view(view, actor=pmo)
    assert views_of(pmo, RISKS, programme) == []


def test_a_name_is_taken_once_outside_programmes_too(programme, pmo, owner):
    save_view(pmo, register="portfolio:list", name="Red", query="light=bad")
    with pytest.raises(BadInputError, match="view of this name"):
        save_view(pmo, register="portfolio:list", name="Red", query="")
    save_view(owner, register="portfolio:list", name="Red", query="")
    save_view(pmo, register="portfolio:list", name="Red", query="", programme=programme)
    assert PersonalView.objects.count() == 3


def test_a_person_keeps_so_many_views_of_a_register(programme, pmo):
    for number in range(MOST):
        save_view(pmo, register=RISKS, name=f"View {number}", query="", programme=programme)
    with pytest.raises(BadInputError) as refused:
        save_view(pmo, register=RISKS, name="One more", query="", programme=programme)
    assert "20" in str(refused.value.fields["name"])
    assert PersonalView.objects.count() == MOST


def test_saving_on_the_page_shows_the_view_and_its_count(programme, pmo, owner, browse):
    for grade in (4, 5, 1):
        RiskFactory(programme=programme, probability=grade, impact=4)
    client, address = browse(pmo), reverse("savedviews:new", args=[programme.slug, RISKS])
    listed = client.get(reverse(RISKS, args=[programme.slug]) + "?score_min=16&page=1&sort=code")
    keep = listed.context["keep_url"]
    assert keep == f"{address}?score_min=16&sort=code"
    assert "Save this view" in text(listed)
    page = client.get(keep)
    assert "16" in page.context["consequence"]
    saved = client.post(keep, {"name": "Grave", "query": page.context["form"]["query"].value()})
    assert saved.url == reverse(RISKS, args=[programme.slug]) + "?score_min=16&sort=code"
    shown = client.get(saved.url)
    assert ("Grave", 2, True) in nav(shown)
    assert "Your views" in text(shown)
    assert "Grave" not in {label for label, _count, _here in nav(browse(owner).get(saved.url))}
    view = PersonalView.objects.get()
    assert "Grave" in text(client.get(address))
    assert marked(client.get(address)) == marked(client.get(saved.url)) == ["raid.risks"]
    assert marked(client.post(address, {"name": ""})) == ["raid.risks"]
    assert client.get(address).context["form"]["name"].field.widget.attrs["autofocus"] is True
    assert "No filter is set" in client.get(address).context["consequence"]
    gone = client.post(reverse("savedviews:forget", args=[view.public_id]))
    assert gone.url == reverse(RISKS, args=[programme.slug])
    assert not PersonalView.objects.exists()


def test_what_is_typed_wrong_stays_and_names_the_field(programme, pmo, browse):
    save_view(pmo, register=RISKS, name="Mine", query="", programme=programme)
    address = reverse("savedviews:new", args=[programme.slug, RISKS])
    for typed, said in (("Mine", "You have a view of this name."), ("", "This field is required.")):
        page = browse(pmo).post(address, {"name": typed, "query": "mine=true"})
        assert page.status_code == 400
        assert said in text(page)
        assert page.context["form"]["query"].value() == "mine=true"


def test_no_view_of_what_is_no_register_or_not_seen(programme, other_programme, pmo, owner, browse):
    client = browse(pmo)
    for route in ("people:team", "raid:risk_detail", "nothing", "portfolio:list"):
        assert client.get(reverse("savedviews:new", args=[programme.slug, route])).status_code == 404
        assert client.post(reverse("savedviews:new", args=[programme.slug, route]), {"name": "x"}).status_code == 404
    assert client.get(reverse("savedviews:new_outside", args=[RISKS])).status_code == 404
    view = save_view(owner, register=RISKS, name="Mine", query="", programme=programme)
    assert client.post(reverse("savedviews:forget", args=[view.public_id])).status_code == 404
    assert PersonalView.objects.count() == 1


def test_every_register_offers_to_keep_a_view(programme, pmo, browse):
    found = registers()
    assert len(found) > 40
    client = browse(pmo)
    for route, scoped in found.items():
        args = [programme.slug] if scoped else []
        page = client.get(reverse(route, args=args))
        if page.status_code == 403:
            continue
        kind = "new" if scoped else "new_outside"
        assert page.context["keep_url"] == reverse(f"savedviews:{kind}", args=[*args, route]), route
        keep = client.get(page.context["keep_url"])
        assert keep.status_code == 200, route
        assert marked(keep) == marked(page), route


def test_the_portfolio_keeps_views_of_ones_own(programme, pmo, browse):
    client = browse(pmo)
    keep = client.get(reverse("portfolio:list") + "?waiting=true&state=active").context["keep_url"]
    client.post(keep, {"name": "Ask the board", "query": "waiting=true&state=active"})
    shown = client.get(reverse("portfolio:list") + "?waiting=true&state=active")
    assert ("Ask the board", 0, True) in nav(shown)
    assert PersonalView.objects.get().programme is None


def test_own_views_cost_one_query_however_many(programme, pmo, browse):
    client, address = browse(pmo), reverse(RISKS, args=[programme.slug])
    save_view(pmo, register=RISKS, name="First", query="score_min=12", programme=programme)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for number in range(9):
        save_view(pmo, register=RISKS, name=f"V{number}", query=f"score_min={number + 2}", programme=programme)
    with CaptureQueriesContext(connection) as ten:
        client.get(address)
    assert len(ten) == len(one)


def test_filtering_in_place_renews_the_views_and_the_way_to_keep_them(programme, pmo, browse):
    RiskFactory(programme=programme, probability=4, impact=4)
    part = browse(pmo).get(reverse(RISKS, args=[programme.slug]) + "?score_min=12", headers={"HX-Request": "true"})
    assert 'hx-swap-oob="true"' in text(part)
    assert "views/raid:risk_list/new/?score_min=12" in text(part)
    whole = browse(pmo).get(reverse(RISKS, args=[programme.slug]))
    assert "hx-swap-oob" not in text(whole)
