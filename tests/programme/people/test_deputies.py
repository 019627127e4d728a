"""Absences and deputies: whose roles a deputy has, for how long, and that both names are recorded."""

import datetime as dt

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone, translation

from core.access import allows, has_role
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from programme.notices.models import Notification
from programme.people.models import Away, Membership, User
from programme.people.selectors import absences, deputies_of, possible_deputies
from programme.people.services import end_absence, end_role, give_role, plan_absence, set_raci
from programme.records.models import AuditEvent
from tests.factories.programme import UserFactory, member_of

pytestmark = pytest.mark.django_db
AUTHORITY = "Letter of 2 March"


def day(offset):
    return timezone.localdate() + dt.timedelta(days=offset)


@pytest.fixture
def deputy(programme):
    return member_of(programme, "IT", name="Deputy")


def away(programme, person, deputy, *, actor, first=0, last=4, **more):
    values = {"first_on": day(first), "last_on": day(last), "authority": AUTHORITY, "deputy": deputy} | more
    return plan_absence(programme, person=person, actor=actor, **values)


def fresh(user):
    return User.objects.get(pk=user.pk)


def test_a_deputy_has_the_roles_of_the_person_for_these_days_only(programme, other_programme, owner, deputy, pmo):
    away(programme, owner, deputy, first=1, last=3, actor=pmo)
    assert fresh(deputy).roles_in(programme) == {"IT"}
    with time_machine.travel(timezone.now() + dt.timedelta(days=2), tick=False):
        acting = fresh(deputy)
        assert acting.roles_in(programme) == {"IT", "BO"}
        assert acting.own_roles_in(programme) == {"IT"}
        assert acting.roles_in(other_programme) == set()
        assert acting.stands_for(programme) == {owner.pk}
        assert (acting.holder_of("BO", programme), acting.holder_of("IT", programme)) == (owner.pk, deputy.pk)
        assert deputies_of(programme, [owner, pmo]) == [deputy]
    with time_machine.travel(timezone.now() + dt.timedelta(days=4), tick=False):
        assert fresh(deputy).roles_in(programme) == {"IT"}
        assert deputies_of(programme, [owner, pmo]) == []


def test_roles_with_deputies_are_read_by_one_query(programme, owner, deputy, pmo, django_assert_num_queries):
    away(programme, owner, deputy, actor=pmo)
    acting = fresh(deputy)
    with django_assert_num_queries(1):
        acting.roles_in(programme)
        acting.own_roles_in(programme)
        acting.stands_for(programme)


def test_what_only_the_deputyship_allows_is_recorded_with_both_names(programme, pmo, deputy):
    cells = [("DEL-01", "Charter", "BO", "A")]
    with pytest.raises(ForbiddenError):
        set_raci(programme, cells=cells, actor=fresh(deputy))
    away(programme, pmo, deputy, actor=pmo)
    set_raci(programme, cells=cells, actor=fresh(deputy))
    event = AuditEvent.objects.filter(action="people.raci_set").get()
    assert (event.actor, event.who) == (deputy, "Deputy, deputy of Pmo")
    with translation.override("zh-hans"):
        assert event.who == "Deputy(代Pmo)"


def test_what_own_roles_allow_is_recorded_with_the_own_name(programme, pmo, owner, deputy):
    away(programme, owner, deputy, actor=pmo)
    acting = fresh(deputy)
    plan_absence(programme, person=acting, first_on=day(20), last_on=day(21), actor=acting)
    assert AuditEvent.objects.filter(action="people.absence_planned").latest("seq").who == "Deputy"


def test_an_absence_ended_early_ends_the_roles(programme, pmo, owner, deputy):
    row = away(programme, owner, deputy, actor=pmo)
    end_absence(row, actor=owner)
    assert fresh(deputy).roles_in(programme) == {"IT"}
    assert absences(programme) == []
    with pytest.raises(IllegalNowError, match="over already"):
        end_absence(row, actor=owner)


def test_a_deputy_who_leaves_the_programme_has_no_role_there(programme, pmo, owner, deputy):
    away(programme, owner, deputy, actor=pmo)
    end_role(Membership.objects.get(user=deputy), actor=pmo)
    assert fresh(deputy).roles_in(programme) == set()


def test_one_tells_of_the_own_absence_and_the_pm_of_anybodys(programme, owner, deputy, pmo, auditor):
    with pytest.raises(ForbiddenError, match="own absence only"):
        away(programme, owner, deputy, actor=deputy)
    with pytest.raises(ForbiddenError):
        away(programme, auditor, deputy, actor=auditor)
    row = away(programme, owner, deputy, actor=owner)
    with pytest.raises(ForbiddenError):
        end_absence(row, actor=deputy)
    assert end_absence(row, actor=pmo).ended_on == timezone.localdate()


@pytest.mark.parametrize(
    ("changes", "field", "text"),
    [
        ({"last": -1}, "last_on", "before the first"),
        ({"first": -9, "last": -2}, "last_on", "over already"),
        ({"authority": " "}, "authority", "where the authority"),
        ({"deputy": "owner"}, "deputy", "Nobody deputises for themselves"),
        ({"deputy": "member"}, "deputy", "role that sees"),
        ({"deputy": "stranger"}, "deputy", "role that sees"),
        ({"deputy": "auditor"}, "deputy", "An auditor stays independent"),
        ({"person": "stranger"}, "person", "no role in this programme"),
    ],
)
def test_a_bad_absence_names_its_field(programme, owner, member, deputy, pmo, auditor, changes, field, text):
    people = {"owner": owner, "member": member, "stranger": UserFactory(name="Stranger"), "auditor": auditor}
    values = {name: people.get(value, value) if isinstance(value, str) else value for name, value in changes.items()}
    with pytest.raises(BadInputError) as refused:
        away(programme, values.pop("person", owner), values.pop("deputy", deputy), actor=pmo, **values)
    assert text in str(refused.value.fields[field][0])
    assert not Away.objects.exists()


@pytest.mark.parametrize(
    ("language", "shown", "told"),
    [
        (
            "en",
            "A deputy works inside the programme and does not audit it.",
            "An auditor stays independent and deputises for nobody.",
        ),
        ("zh-hans", "代理人须在项目内任职，且不担任审计。", "审计须保持独立，不代理任何人。"),
    ],
)
def test_an_auditor_is_refused_as_deputy(programme, owner, deputy, browse, call, language, shown, told):
    give_role(programme, user=deputy, role="AUD", actor=None)
    owner.language = language
    owner.save()
    days = {"first_on": day(0).isoformat(), "last_on": day(3).isoformat(), "authority": AUTHORITY}
    page = reverse("people:absence_plan", args=[programme.slug])
    sent = browse(owner).post(page, days | {"person": owner.pk, "deputy": deputy.pk})
    url, heard = f"/api/v1/programmes/{programme.slug}/absences/", {"accept-language": language}
    body = days | {"person": owner.public_id, "deputy": deputy.public_id}
    refused = call(owner).post(url, body, format="json", headers=heard)
    assert (sent.status_code, refused.status_code) == (400, 400)
    assert shown in sent.content.decode()
    assert refused.json()["errors"] == [{"field": "deputy", "message": told}]
    assert not Away.objects.exists()


def test_auditors_are_not_offered_as_deputies(browse, programme, owner, deputy, pmo, auditor, member, outsider):
    def offered():
        form = browse(owner).get(reverse("people:absence_plan", args=[programme.slug])).context["form"]
        return list(form.fields["deputy"].queryset)

    assert offered() == list(possible_deputies(programme)) == [deputy, owner, pmo]
    give_role(programme, user=deputy, role="AUD", actor=None)
    assert offered() == [owner, pmo]
    end_role(Membership.objects.get(user=deputy, role="AUD"), actor=pmo)
    assert offered() == [deputy, owner, pmo]


def test_a_deputy_who_becomes_an_auditor_deputises_no_longer(programme, pmo, owner, deputy):
    away(programme, owner, deputy, actor=pmo)
    give_role(programme, user=deputy, role="AUD", actor=pmo)
    acting = fresh(deputy)
    assert (acting.roles_in(programme), acting.stands_for(programme)) == ({"IT", "AUD"}, set())
    assert not allows(has_role("BO"), acting, programme)


def test_who_is_away_deputises_for_nobody_and_the_other_way_round(programme, owner, deputy, pmo, finance):
    away(programme, owner, deputy, actor=pmo)
    with pytest.raises(BadInputError) as refused:
        away(programme, deputy, finance, first=4, last=6, actor=pmo)
    assert "deputises for somebody" in refused.value.fields["person"][0]
    with pytest.raises(BadInputError) as refused:
        away(programme, finance, owner, actor=pmo)
    assert "is away" in refused.value.fields["deputy"][0]
    with pytest.raises(BadInputError) as refused:
        away(programme, owner, finance, first=2, last=9, actor=pmo)
    assert "written down already" in refused.value.fields["first_on"][0]
    away(programme, owner, finance, first=5, last=9, actor=pmo)


def test_a_deputy_is_told(programme, owner, deputy, pmo):
    away(programme, owner, deputy, first=0, last=0, actor=pmo)
    today = timezone.localdate().isoformat()
    assert Notification.objects.of(deputy).get().text == f"You deputise for Owner from {today} to {today}."


def test_the_rights_of_a_deputy_are_those_of_the_row_too(programme, owner, deputy, pmo):
    row = away(programme, owner, deputy, actor=pmo)
    assert allows(has_role("BO"), fresh(deputy), row)
    assert not allows(has_role("FIN"), fresh(deputy), row)


def test_the_team_shows_who_is_away_and_takes_it_back(client, programme, owner, deputy):
    client.force_login(owner)
    form = {"person": owner.pk, "first_on": day(0), "last_on": day(3), "deputy": deputy.pk, "authority": AUTHORITY}
    url = reverse("people:absence_plan", args=[programme.slug])
    refused = client.post(url, form | {"authority": ""})
    assert refused.status_code == 400
    assert "Say where the authority" in refused.content.decode()
    assert client.post(url, form).status_code == 302
    page = client.get(reverse("people:team", args=[programme.slug])).content.decode()
    assert AUTHORITY in page
    row = Away.objects.get()
    end = reverse("people:absence_end", args=[programme.slug, row.public_id])
    assert "no longer deputises" in client.get(end).content.decode()
    assert client.post(end).status_code == 302
    assert AUTHORITY not in client.get(reverse("people:team", args=[programme.slug])).content.decode()


def test_others_are_not_offered_to_who_does_not_form_the_team(client, programme, owner, deputy):
    client.force_login(owner)
    page = client.get(reverse("people:absence_plan", args=[programme.slug]))
    assert list(page.context["form"].fields["person"].queryset) == [owner]
    assert f'value="{day(0).isoformat()}"' in page.content.decode()
