import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import translation

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.people.models import Membership, RaciCell, Seat, User
from programme.people.selectors import pm_warnings, programme_it_share, project_manager, raci_gaps, seats_filled
from programme.people.services import (
    accept_invitation,
    add_ltc_raci,
    create_admin,
    deactivate,
    end_role,
    fill_seat,
    give_role,
    invite,
    save_unit,
    set_raci,
    set_up_seats,
)
from programme.records.models import AuditEvent
from tests.factories.programme import PASSWORD, UnitFactory, UserFactory, member_of

pytestmark = pytest.mark.django_db


def test_invite_gives_role_and_link(programme, pmo):
    membership, token = invite(programme, email="New@Example.com", name="New", role="BO", actor=pmo)
    assert membership.user.email == "new@example.com"
    user = accept_invitation(token, name="New Person", password="a long enough phrase")
    assert user.check_password("a long enough phrase")
    assert user.roles_in(programme) == {"BO"}


def test_invite_again_finds_the_account_in_any_case(programme, pmo):
    first, _ = invite(programme, email="new@example.com", name="New", role="BO", actor=pmo)
    second, _ = invite(programme, email="NEW@example.com", name="New", role="FIN", actor=pmo)
    assert first.user == second.user


def test_invite_by_a_member_is_forbidden(programme, member):
    with pytest.raises(ForbiddenError):
        invite(programme, email="new@example.com", name="New", role="BO", actor=member)
    assert not User.objects.filter(email="new@example.com").exists()


def test_link_works_once(programme, pmo):
    _, token = invite(programme, email="new@example.com", name="New", role="BO", actor=pmo)
    accept_invitation(token, name="New", password="a long enough phrase")
    with pytest.raises(IllegalNowError):
        accept_invitation(token, name="New", password="another long phrase")


def test_admin_link_expires_after_thirty_minutes(db):
    with time_machine.travel(dt.datetime(2026, 5, 12, 8, 0, tzinfo=dt.UTC)) as clock:
        token = create_admin("root@example.com")
        clock.shift(dt.timedelta(minutes=30))
        with pytest.raises(IllegalNowError):
            accept_invitation(token, name="Root", password="a long enough phrase")


def test_weak_password_names_the_field(programme, pmo):
    _, token = invite(programme, email="new@example.com", name="New", role="BO", actor=pmo)
    with pytest.raises(BadInputError) as caught:
        accept_invitation(token, name="New", password="12345")
    assert set(caught.value.fields) == {"password"}


def test_new_pm_ends_the_old_one(programme, pmo, sponsor):
    successor = UserFactory()
    give_role(programme, user=successor, role="PM", actor=sponsor)
    assert project_manager(programme) == successor
    assert Membership.objects.filter(programme=programme, role="PM", ended_on=None).count() == 1


@pytest.mark.requirement("S0-09")
@translation.override("en")
def test_pm_removed_shows_vacant_and_qualification_is_warned(programme, sponsor):
    set_up_seats(programme, actor=None)
    seat = Seat.objects.get(programme=programme, role="PM")
    assert "vacant" in pm_warnings(programme)[0]
    pm = UserFactory()
    fill_seat(seat, holder=pm, actor=sponsor)
    assert "neither" in pm_warnings(programme)[0]
    fill_seat(seat, holder=pm, actor=sponsor, certificate="PMP", certificate_expires=dt.date(2020, 1, 1))
    assert "expired" in pm_warnings(programme)[0]
    fill_seat(seat, holder=pm, actor=sponsor, similar_years=5)
    assert pm_warnings(programme) == []
    end_role(Membership.objects.get(programme=programme, role="PM", ended_on=None), actor=sponsor)
    assert "vacant" in pm_warnings(programme)[0]


@pytest.mark.requirement("S0-10")
def test_five_mandatory_seats_with_duties(programme):
    seats = set_up_seats(programme, actor=None)
    mandatory = [seat for seat in seats if seat.mandatory]
    assert [seat.role for seat in mandatory] == ["PM", "BO", "IT", "DS", "CM"]
    assert all(seat.duties for seat in seats)
    assert seats_filled(programme).numerator == 0


@pytest.mark.requirement("S0-11")
def test_it_share_of_accountable_cells(programme, pmo):
    cells = [(f"D{n}", "", "IT" if n < 6 else "BO", "A") for n in range(10)]
    set_raci(programme, cells=cells, actor=pmo)
    assert programme_it_share(programme).value > 0.5
    set_raci(programme, cells=[("D0", "", "BO", "A")], actor=pmo)
    assert programme_it_share(programme).value == 0.5


def test_set_raci_replaces_only_the_named_subjects(programme, pmo):
    set_raci(programme, cells=[("D1", "", "PM", "A"), ("D2", "", "BO", "A")], actor=pmo)
    set_raci(programme, cells=[("D1", "", "FIN", "A")], actor=pmo)
    cells = RaciCell.objects.filter(programme=programme).order_by("subject").values_list("subject", "role")
    assert list(cells) == [("D1", "FIN"), ("D2", "BO")]


def test_deactivate_names_vacant_seats_and_stops_the_session(programme, administrator, owner, browse):
    set_up_seats(programme, actor=None)
    fill_seat(Seat.objects.get(programme=programme, role="BO"), holder=owner, actor=None)
    browser = browse(owner)
    assert browser.get("/profile/").status_code == 200
    vacant = deactivate(owner, actor=administrator)
    assert [seat.role for seat in vacant] == ["BO"]
    assert browser.get("/profile/").status_code == 302
    assert not Membership.objects.filter(user=owner, ended_on=None).exists()


def test_deactivate_the_only_pm_is_refused(programme, administrator, pmo):
    with pytest.raises(IllegalNowError) as caught:
        deactivate(pmo, actor=administrator)
    assert programme.name in str(caught.value)


def test_deactivate_the_last_administrator_is_refused(administrator):
    with pytest.raises(IllegalNowError):
        deactivate(administrator, actor=None)


def test_every_service_leaves_one_event(programme, sponsor):
    before = AuditEvent.objects.count()
    give_role(programme, user=UserFactory(), role="TR", actor=sponsor)
    event = AuditEvent.objects.order_by("pk").last()
    assert AuditEvent.objects.count() == before + 1
    assert (event.action, event.actor_name, event.changes["role"]) == ("people.role_given", "Sponsor", [None, "TR"])


def test_unit_below_itself_is_refused(administrator):
    parent = UnitFactory()
    child = UnitFactory(parent=parent)
    with pytest.raises(BadInputError) as caught:
        save_unit(parent, name="P", code=parent.code, parent=child, actor=administrator)
    assert set(caught.value.fields) == {"parent"}


def test_login_with_any_case(programme, browse):
    user = member_of(programme, "PM", email="Pm@example.com")
    response = browse().post("/login/", {"username": "pm@EXAMPLE.com", "password": PASSWORD})
    assert (response.status_code, response.url) == (302, "/")
    assert user.is_active


@pytest.mark.requirement("S1-05")
def test_a_second_accountable_role_in_a_row_is_refused(programme, pmo):
    set_raci(programme, cells=[("D1", "", "PM", "A")], actor=pmo)
    with pytest.raises(BadInputError):
        set_raci(programme, cells=[("D1", "", "PM", "A"), ("D1", "", "SP", "A")], actor=pmo)
    assert list(programme.raci.values_list("role", "letter")) == [("PM", "A")]


@pytest.mark.requirement("S1-05")
def test_two_accountable_roles_are_refused_on_the_page_and_by_the_call(programme, pmo, browse, call):
    set_raci(
        programme, cells=[("D1", "Plan", "PM", "A"), ("D1", "Plan", "PM", "R"), ("D1", "Plan", "IT", "C")], actor=pmo
    )
    url = reverse("people:raci_row", args=[programme.slug, programme.raci.first().public_id])
    for language, said in (
        ("en", "Exactly one role is accountable for D1; two were given."), ("zh-hans", "D1只能有一个负责角色；现填了两个。"),
    ):  # fmt: skip
        header = {"accept-language": language}
        User.objects.filter(pk=pmo.pk).update(language=language)
        page = browse(pmo).post(url, {"role_PM": "AR", "role_SP": "A"}, headers=header)
        body = [{"subject": "D1", "role": role, "letter": "A"} for role in ("PM", "SP")]
        answer = call(pmo).put(f"/api/v1/programmes/{programme.slug}/raci/", body, format="json", headers=header)
        assert (page.status_code, answer.status_code) == (400, 400)
        assert said in page.content.decode()
        assert answer.json()["reasons"] == [said]
    nobody = browse(pmo).post(url, {"role_PM": "R"})
    assert "请指定负责角色。" in nobody.content.decode()
    assert programme.raci.count() == 3


def test_page_and_call_write_a_row_of_the_matrix_alike(programme, pmo, browse, call):
    def stands():
        return sorted(programme.raci.values_list("subject", "title", "role", "letter"))

    wanted = [("D1", "Plan", "IT", "R"), ("D1", "Plan", "SP", "A"), ("D2", "", "PM", "A")]
    body = [
        {"subject": "D1", "title": "Plan", "role": role, "letter": letter}
        for role, letter in (("SP", "A"), ("IT", "R"))
    ]
    for page in (True, False):
        set_raci(
            programme, cells=[("D1", "Plan", "PM", "A"), ("D1", "Plan", "PM", "R"), ("D2", "", "PM", "A")], actor=pmo
        )
        if page:
            url = reverse("people:raci_row", args=[programme.slug, programme.raci.get(letter="R").public_id])
            assert 'value="AR" selected' in browse(pmo).get(url).content.decode()
            assert browse(pmo).post(url, {"role_SP": "A", "role_IT": "R"}).status_code == 302
        else:
            call(pmo).put(f"/api/v1/programmes/{programme.slug}/raci/", body, format="json")
        assert stands() == wanted


@pytest.mark.requirement("S1-05")
def test_a_row_without_a_responsible_role_is_named_on_the_matrix_and_the_radar(programme, pmo, browse):
    set_raci(
        programme,
        cells=[("D1", "", "PM", "A"), ("D2", "", "BO", "R"), ("D3", "", "PM", "A"), ("D3", "", "BO", "R")],
        actor=pmo,
    )
    with translation.override("en"):
        said = raci_gaps(programme)
        (finding,) = seams.plan_rules["people.raci"](programme)
    assert said == [
        "D1: at least one role must be responsible (R).", "D2: exactly one role must be accountable (A).",
    ]  # fmt: skip
    assert (finding.rule, finding.severity) == ("people.raci", "warn")
    assert all(text in finding.text for text in said)
    page = browse(pmo).get(f"/p/{programme.slug}/team/raci/").content.decode()
    assert [text in page for text in said] == [True, True]
    set_raci(
        programme,
        cells=[("D1", "", "PM", "A"), ("D1", "", "BO", "R"), ("D2", "", "SP", "A"), ("D2", "", "BO", "R")],
        actor=pmo,
    )
    assert raci_gaps(programme) == []
    assert seams.plan_rules["people.raci"](programme) == []


@pytest.mark.requirement("S4-10")
def test_lead_to_cash_is_written_with_the_sales_triangle(programme, pmo, browse):
    written = add_ltc_raci(programme, actor=pmo)
    cells = RaciCell.objects.filter(programme=programme)
    assert (written, cells.count(), cells.values("subject").distinct().count()) == (26, 26, 6)
    assert {"AR", "SR", "FR"} <= set(cells.values_list("role", flat=True))
    assert list(cells.filter(letter="A").order_by("subject").values_list("role", flat=True)) == [
        "AR", "AR", "BO", "FR", "SR", "AR",
    ]  # fmt: skip
    assert not [text for text in raci_gaps(programme) if "LTC" in text]
    assert add_ltc_raci(programme, actor=pmo) == 26
    page = browse(pmo).get(reverse("people:raci", args=[programme.slug])).content.decode()
    assert "Solution responsible (SR)" in page
