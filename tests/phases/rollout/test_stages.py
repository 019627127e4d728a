"""The stage of waves through both fronts: what is shown first, what is refused in words, and two PMOs at once."""

import threading
from datetime import date

import pytest
from django.db import DatabaseError, connections
from django.urls import reverse
from django.utils import translation

from core.errors import DomainError
from phases.gates.models import Gate
from phases.gates.selectors.repeats import repeats_of
from phases.gates.services import add_repeat, cancel_wave, start_programme
from phases.plan.models import Task, TaskLink
from phases.rollout.models import Wave, WaveOverlap
from phases.rollout.services import create_wave
from programme.people.models import User
from tests.factories.programme import member_of

API = "/api/v1/programmes/acme/"


def begin(waves=2):
    return start_programme(slug="acme", name="Acme", language="en", start=date(2026, 3, 2), actor=None, waves=waves)


@pytest.fixture
def acme(db):
    return begin().programme


@pytest.fixture
def pm(acme):
    return member_of(acme, "PM")


@pytest.fixture
def south(acme):
    return create_wave(acme, values={"code": "W3", "name_en": "South"}, actor=None)


def at(name, *args):
    return reverse(f"rollout:{name}", args=["acme", *args])


def test_the_page_shows_what_moves_and_the_form_does_it(acme, pm, south, browse):
    page = browse(pm).get(at("wave_repeat", south.public_id))
    text = page.content.decode()
    assert [one.wave.code for one in page.context["waves"]] == ["W1", "W2", "W3"]
    assert [one.before is None for one in page.context["waves"]] == [False, False, True]
    assert "the end of the plan moves by" in text
    assert "T53.W3 Mobilise and warm up" in text
    assert ">Plan the stage <kbd>" in text
    assert not Task.objects.filter(wave="W3").exists()
    mark = page.context["form"].initial["mark"]
    answer = browse(pm).post(at("wave_repeat", south.public_id), {"mark": mark})
    assert (answer.status_code, answer["Location"]) == (302, south.get_absolute_url())
    assert Task.objects.filter(wave="W3").count() == 6
    record = browse(pm).get(south.get_absolute_url())
    (own,) = [one for one in repeats_of(acme) if one.wave == south]
    assert f"{own.span[0]} to {own.span[1]}" in record.content.decode()
    assert at("wave_unrepeat", south.public_id) in record.content.decode()


def test_what_changed_meanwhile_is_said_and_nothing_is_written(acme, pm, south, browse):
    mark = browse(pm).get(at("wave_repeat", south.public_id)).context["form"].initial["mark"]
    Task.objects.filter(code="T58").update(minutes=480 * 40)
    answer = browse(pm).post(at("wave_repeat", south.public_id), {"mark": mark})
    assert answer.status_code == 409
    assert "The plan changed since this was computed" in answer.content.decode()
    assert not Task.objects.filter(wave="W3").exists()


def test_the_overlap_is_shown_before_it_is_set_and_undone_from_an_address(acme, pm, browse):
    said = {"kind": "SS", "lag": "5", "at_once": "", "order": "W2，W1"}
    shown = browse(pm).post(at("overlap"), said)
    assert (shown.status_code, WaveOverlap.objects.count()) == (200, 0)
    assert [one.wave.code for one in shown.context["waves"]] == ["W2", "W1"]
    mark = shown.context["form"]["mark"].value()
    assert {name: shown.context["form"][name].value() for name in said} == said
    other = browse(pm).post(at("overlap"), said | {"lag": "6", "mark": mark})  # other values are shown anew
    assert (other.status_code, WaveOverlap.objects.count()) == (200, 0)
    client = browse(pm)
    assert client.post(at("overlap"), said | {"mark": mark}).status_code == 302
    assert [one.wave.code for one in repeats_of(acme)] == ["W2", "W1"]
    page = client.get(at("waves"))
    (message,) = page.context["messages"]
    undo = message.extra_tags.split("undo=")[1].split(" ")[0]
    form = client.get(undo).context["form"]
    assert form.initial == {"kind": "SS", "lag": "", "at_once": "", "order": "W1, W2"}


@pytest.mark.parametrize(
    ("changes", "field", "english", "chinese"),
    [
        ({"lag": "-1"}, "lag", "A wave does not begin before the one before it", "批次不得早于前一批次开始"),
        ({"lag": "x"}, "lag", "Enter a whole number", "输入整数"),
        ({"at_once": "0"}, "at_once", "Between 1 and 50 waves run at once", "同时进行的批次为1至50个"),
        ({"order": "W1"}, "order", "W2 is missing", "缺少 W2"),
        ({"order": "W1, W2, W9"}, "order", "No wave with a planned stage is called W9", "没有名为 W9"),
        ({"kind": "FF"}, "kind", "Select a valid choice", "选择一个有效的选项"),
        ({"kind": "FS", "lag": "-90"}, "lag", "W2 would begin on", "W2 将于"),
    ],
)
def test_bad_input_names_its_field_in_both_languages_and_both_fronts(
    acme, pm, browse, call, changes, field, english, chinese
):
    said = {"kind": "SS", "lag": "15", "at_once": "", "order": "W1, W2"} | changes
    before = list(TaskLink.objects.order_by("pk").values_list("pk", "lag"))
    for language, words in (("en", english), ("zh-hans", chinese)):
        pm.language = language
        pm.save()
        page = browse(pm).post(at("overlap"), said, headers={"accept-language": language})
        assert page.status_code == 400
        assert words in str(page.context["form"].errors[field]), language
    body = {"kind": said["kind"], "lag": said["lag"], "at_once": said["at_once"] or None,
            "order": [code.strip() for code in said["order"].split(",")]}  # fmt: skip
    answer = call(pm).post(f"{API}rollout/overlap/", body, format="json")
    assert (answer.status_code, field in str(answer.json()["errors"])) == (400, True)
    assert list(TaskLink.objects.order_by("pk").values_list("pk", "lag")) == before


def test_the_api_says_what_moves_writes_and_takes_back(acme, pm, call, south):
    api = call(pm)
    url = f"{API}waves/{south.public_id}/"
    dry = api.post(f"{url}repeat/", {"dry_run": True}, format="json").json()
    assert (dry["written"], dry["undo"], dry["waves"][2]["before"]) == (False, {}, None)
    assert not Task.objects.filter(wave="W3").exists()
    done = api.post(f"{url}repeat/", {"mark": dry["mark"]}, format="json").json()
    assert (done["written"], done["undo"], done["waves"]) == (True, {"call": "unrepeat"}, dry["waves"])
    assert done["ripple"]["finish"]["after"] == Task.objects.order_by("-early_finish").first().early_finish.isoformat()
    again = api.post(f"{url}repeat/", format="json")
    assert (again.status_code, again.json()["detail"]) == (409, "The stage is planned for the wave W3 already.")
    standing = api.get(f"{API}rollout/overlap/").json()
    assert (standing["kind"], standing["lag"], standing["blueprint_lag"], standing["order"]) == (
        "SS", None, 15, ["W1", "W2", "W3"],
    )  # fmt: skip
    settled = api.post(f"{API}rollout/overlap/", {"lag": 3, "order": ["W2", "W1", "W3"]}, format="json").json()
    assert settled["undo"] == {"kind": "SS", "lag": None, "at_once": None, "order": ["W1", "W2", "W3"]}
    back = api.post(f"{API}rollout/overlap/", settled["undo"], format="json").json()
    assert back["waves"] != settled["waves"]
    assert api.get(f"{API}rollout/overlap/").json() == standing
    assert api.post(f"{url}unrepeat/", format="json").json()["undo"] == {"call": "repeat"}
    refused = api.post(f"{url}unrepeat/", {"dry_run": True}, format="json")
    assert (refused.status_code, refused.json()["detail"]) == (409, "The stage is not planned for the wave W3.")


def test_a_bound_wave_shows_why_it_stays(acme, pm, browse, call):
    second = Wave.objects.get(code="W2")
    Task.objects.filter(code="T53.W2").update(percent=20)
    page = browse(pm).get(second.get_absolute_url()).content.decode()
    assert "Work was recorded on T53.W2." in page
    assert "Work was recorded on T53.W2." in browse(pm).get(at("wave_unrepeat", second.public_id)).content.decode()
    for answer in (
        browse(pm).post(at("wave_remove", second.public_id), {}),
        call(pm).delete(f"{API}waves/{second.public_id}/"),
    ):
        assert answer.status_code == 409
        assert "Work was recorded on T53.W2." in answer.content.decode()
    assert Gate.objects.filter(wave="W2").exists()


def test_readers_see_the_rule_and_no_button(acme, browse, call):
    reader = member_of(acme, "BO")
    assert at("overlap") not in browse(reader).get(at("waves")).content.decode()
    assert browse(reader).get(at("overlap")).status_code == 403
    assert call(reader).get(f"{API}rollout/overlap/").json()["order"] == ["W1", "W2"]


def test_a_programme_without_the_stage_is_told_what_to_do(db, browse, call):
    programme = start_programme(
        slug="acme", name="Acme", language="en", start=date(2026, 3, 2), actor=None, blueprint="empty"
    ).programme
    pm = member_of(programme, "PM")
    one = create_wave(programme, values={"code": "W1", "name_en": "One"}, actor=None)
    assert "No wave has the stage in the plan" in browse(pm).get(at("overlap")).content.decode()
    page = browse(pm).get(at("wave_repeat", one.public_id))
    assert (page.status_code, "repeats no stage for each wave" in page.content.decode()) == (200, True)
    assert ">Back<" in page.content.decode()
    assert ">Plan the stage <kbd>" not in page.content.decode()  # nothing to press where it would be refused
    assert browse(pm).post(at("wave_repeat", one.public_id), {}).status_code == 409
    standing = call(pm).get(f"{API}rollout/overlap/").json()
    assert (standing["order"], standing["waves"], standing["blueprint_lag"]) == ([], [], None)


def at_once(*acts):
    """Let the acts begin together; gives what each refused."""
    start, faults, refused = threading.Barrier(len(acts)), [], []

    def run(act):
        try:
            with translation.override("en"):
                start.wait(timeout=60)
                try:
                    act()
                except DomainError as error:
                    refused.append(str(error))
        except DatabaseError as fault:
            faults.append(fault)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    return refused


@pytest.mark.django_db(transaction=True)
def test_two_browsers_of_the_pmo_plan_the_same_stage_and_one_is_told():
    programme = begin(waves=1).programme
    wave = create_wave(programme, values={"code": "W2", "name_en": "Two"}, actor=None)
    pmo = member_of(programme, "PM")
    refused = at_once(*[
        lambda: add_repeat(Wave.objects.get(pk=wave.pk), actor=User.objects.get(pk=pmo.pk)) for _browser in range(2)
    ])  # fmt: skip
    assert refused == ["The stage is planned for the wave W2 already."]
    assert Task.objects.filter(wave="W2").count() == 6
    assert Gate.objects.filter(wave="W2").count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_wave_is_cancelled_while_another_is_planned():
    programme = begin(waves=2).programme
    wave = create_wave(programme, values={"code": "W3", "name_en": "Three"}, actor=None)
    pmo = member_of(programme, "PM")
    gone = Wave.objects.get(code="W2")
    refused = at_once(
        lambda: add_repeat(Wave.objects.get(pk=wave.pk), actor=User.objects.get(pk=pmo.pk)),
        lambda: cancel_wave(Wave.objects.get(pk=gone.pk), actor=User.objects.get(pk=pmo.pk)),
    )
    assert refused == []
    assert [one.wave.code for one in repeats_of(programme)] == ["W1", "W3"]
    (link,) = TaskLink.objects.filter(later__code="T53.W3").select_related("earlier")
    assert (link.earlier.code, link.type, link.lag) == ("T53", "SS", 15 * 480)
