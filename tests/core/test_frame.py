import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import translation

from core import seams
from core.documents.blocks import Phase, Ribbon
from core.frame import Frame, frame
from core.seams import PageEntry
from tests.factories.programme import UserFactory


@pytest.fixture
def entries(monkeypatch):
    """Give the pages seam filled with what a test needs, nothing else."""
    monkeypatch.setattr(seams.pages, "_providers", {})

    def fill(**given):
        for name, entry in given.items():
            seams.pages.add(name, entry)

    return fill


def ask(path="/", user=None, programme=None, **more):
    request = RequestFactory().get(path)
    request.user = user or AnonymousUser()
    request.resolver_match = None
    if programme is not None:
        request.programme = programme
    for name, value in more.items():
        setattr(request, name, value)
    return Frame(request)


def entry(order, url_name="people:overview", **more):
    return PageEntry(label=f"L{order}", url_name=url_name, icon="x", order=order, **more)


def test_map_is_ordered_and_grouped(entries, pmo, programme):
    entries(b=entry(2), a=entry(1), c=entry(1, group=2))
    assert [[one.name for one in group] for group in ask(user=pmo, programme=programme).map] == [["a", "b"], ["c"]]


def test_map_is_empty_outside_a_programme_and_for_strangers(entries, pmo, programme):
    entries(a=entry(1), mine=entry(1, "people:profile", place="me", scoped=False))
    assert ask(user=pmo).map == []
    assert [one.name for one in ask(user=pmo).own] == ["mine"]
    assert ask(programme=programme).map == []


def test_entry_hides_from_whom_it_is_not_for(entries, pmo, member, programme):
    entries(a=entry(1, visible=lambda user, _programme: "PM" in user.roles_in(programme)))
    assert [one.name for group in ask(user=pmo, programme=programme).map for one in group] == ["a"]
    assert ask(user=member, programme=programme).map == []


def test_entry_counts_with_a_shape(entries, pmo, programme):
    entries(a=entry(1, count=lambda _user, _programme: ("warn", 9)), b=entry(2, count=lambda _user, _programme: None))
    assert [(one.level, one.count) for one in ask(user=pmo, programme=programme).map[0]] == [("warn", 9), ("", 0)]


def test_nearest_address_is_the_current_entry(entries, pmo, programme):
    entries(a=entry(1), b=entry(2, "people:team"))
    under = ask("/p/crm-2027/team/seats/x/", pmo, programme).map[0]
    assert [one.current for one in under] == [False, True]
    assert [one.current for one in ask("/p/crm-2027/else/", pmo, programme).map[0]] == [True, False]
    assert [one.current for one in ask("/p/crm-2027/team/", pmo, programme, nav="a").map[0]] == [True, False]


def test_ribbon_comes_from_the_one_entry_that_gives_it(entries, pmo, programme):
    start = programme.starts_on
    given = Ribbon((Phase("Pilot", start, start.replace(year=start.year + 1)),), (), start)
    entries(a=entry(1), gates=entry(2, ribbon=lambda _programme: given))
    assert "Pilot" in ask(user=pmo, programme=programme).ribbon
    assert ask(user=pmo).ribbon == ""


def test_no_ribbon_without_a_giver(entries, pmo, programme):
    entries(a=entry(1, ribbon=lambda _programme: None))
    assert ask(user=pmo, programme=programme).ribbon == ""


def test_switcher_lists_the_programmes_of_the_person(pmo, programme, other_programme):
    assert ask(user=pmo, programme=programme).programmes == [("CRM 2027", "/p/crm-2027/", True)]
    assert ask().programmes == []


def test_frame_asks_nothing_until_it_is_drawn_and_little_then(entries, pmo, programme):
    entries(a=entry(1), b=entry(2, "people:team"))
    with CaptureQueriesContext(connection) as none:
        request = RequestFactory().get("/")
        request.user, request.programme = pmo, programme
        context = frame(request)
    assert len(none) == 0
    with CaptureQueriesContext(connection) as drawn:
        assert context["frame"].map
        assert context["frame"].programmes
    assert len(drawn) <= 4


@pytest.mark.parametrize(("name", "mark"), [("陈曦", "曦"), ("Li Min", "LM"), ("Anna Maria Berg", "AM")])
def test_initials(db, name, mark):
    assert ask(user=UserFactory.build(name=name)).initials == mark


def test_initials_of_nobody_are_empty():
    assert ask().initials == ""


@pytest.mark.parametrize(("code", "tag", "other"), [("zh-hans", "zh-Hans", "en"), ("en", "en", "zh-hans")])
def test_language_of_the_page_and_of_the_switch(code, tag, other):
    with translation.override(code):
        assert (ask().lang, ask().other_language[0]) == (tag, other)


def test_shortcuts_can_be_switched_off(db):
    assert ask(user=UserFactory.build(shortcuts=False)).single_keys is False
    assert ask().single_keys is True


def test_search_leads_to_the_search_page_where_there_is_one(entries, pmo, programme):
    assert ask(user=pmo, programme=programme).search_url == ""
    entries(search=entry(1, "people:team", place="bar"))
    assert ask(user=pmo, programme=programme).search_url == "/p/crm-2027/team/"
    assert ask(user=pmo).search_url == ""


def test_entry_that_creates_has_its_own_address(entries, pmo, programme):
    entries(a=entry(1, new_key="r", new_url_name="people:team"))
    one = ask(user=pmo, programme=programme).keyed[0]
    assert (one.new_key, one.new_url) == ("r", "/p/crm-2027/team/")
