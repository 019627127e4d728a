"""A newer blueprint for a running programme: offered line by line, taken as one act, nothing of its own overwritten."""

import copy
import json
from datetime import date

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from core import seams
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.gates.models import BlueprintLine, Criterion, Deliverable, Gate, ManualStatement, StageCheck
from phases.gates.rules import blueprint
from phases.gates.rules.blueprint import FOLDER, available_blueprints, load_blueprint
from phases.gates.selectors import evaluate_gate
from phases.gates.selectors.updates import newer_version, update_of
from phases.gates.services import add_repeat, start_programme, take_update
from phases.plan.models import Task, TaskLink
from phases.plan.services import update_task
from phases.rollout.models import CutoverStep
from phases.rollout.services import create_wave
from programme.people.models import RaciCell
from programme.raid.models import Risk
from programme.records.models import AuditEvent
from programme.signoff.models import SignatureRequest
from tests.factories.programme import member_of
from tests.phases.gates.newer import release

__all__ = ["release"]
pytestmark = pytest.mark.django_db


def begin(**changes):
    values = {
        "slug": "acme", "name": "Acme", "language": "en", "start": date(2026, 3, 2), "actor": None, "waves": 2,
    }  # fmt: skip
    return start_programme(**values | changes).programme


@pytest.fixture
def acme(release):
    """A programme of the first version, with a decided gate, progress and edits of its own; then a second comes out."""
    programme = begin()
    Gate.objects.filter(code="G0").update(state="go")
    Task.objects.filter(code="T02").update(percent=50)
    update_task(Task.objects.get(code="T46"), actor=None, minutes=480 * 9)
    ManualStatement.objects.create(
        programme=programme, criterion=Criterion.objects.get(key="g1.outputs") if
        Criterion.objects.filter(key="g1.outputs").exists() else Criterion.objects.filter(gate__code="G1").first(),
        fulfilled=True, text="Seen", at="2026-03-02T00:00Z",
    )  # fmt: skip
    release()
    programme.refresh_from_db()
    return programme


@pytest.fixture
def pm(acme):
    return member_of(acme, "PM")


def statuses(programme):
    return {line.id: line.status for line in update_of(programme).lines}


def test_the_offer_says_of_every_row_what_it_is(acme):
    found = statuses(acme)
    checks = [line_id for line_id in found if line_id.startswith("check:")]
    assert len(checks) == 1
    assert found == {
        checks[0]: "add",
        "deliverable:DEL-65": "add",
        "deliverable:DEL-60": "dropped",
        "criterion:G0/g0.more": "bound",
        "criterion:G0/g0.readiness": "bound",
        "criterion:G4/g4.more": "add",
        "criterion:G4/g4.sop": "change",
        "criterion:GW-W1/gw.more": "add",
        "criterion:GW-W2/gw.more": "add",
        "task:T02": "bound",
        "task:T21": "change",
        "task:T46": "kept",
        "task:T57": "change",
        "task:T57.W2": "change",
        "task:T63": "dropped",
        "task:T69": "add",
        "link:T12>T20": "add",
        "link:T22>T23": "dropped",
        "link:T61>T63": "dropped",
        "link:T63>T68": "dropped",
        "risks:R01": "kept",
        "risks:R99": "add",
        "kpis:K99": "add",
        "communications:M99": "add",
        "courses:C99": "add",
        "quality_rules:Q99": "add",
        "cutover_steps:S99": "add",
    }
    reasons = {line.id: line.reason for line in update_of(acme).lines if line.reason}
    assert reasons == {
        "criterion:G0/g0.more": "The gate is decided.",
        "criterion:G0/g0.readiness": "The gate is decided.",
        "task:T02": "Work was recorded on it.",
    }
    assert newer_version(acme) == 2


def test_a_programme_of_the_newest_version_is_offered_nothing(release):
    programme = begin()
    assert (programme.blueprint_version, update_of(programme).lines) == (1, [])
    with pytest.raises(IllegalNowError, match="runs by the newest version"):
        take_update(programme, actor=None, take=["task:T69"])
    release()
    fresh = begin(slug="fresh")
    assert (fresh.blueprint_version, update_of(fresh).lines) == (2, [])


def test_taking_everything_reaches_the_newest_version_and_keeps_ones_own(acme, pm):
    offer = update_of(acme)
    before = {
        "T02": Task.objects.get(code="T02").minutes,
        "T46": Task.objects.get(code="T46").minutes,
        "R01": Risk.objects.get(code="R01").title,
        "g0": Gate.objects.get(code="G0").criteria.count(),
    }
    taken = take_update(acme, actor=pm, take=[line.id for line in offer.open], mark=offer.mark)
    assert (taken.version, taken.left, len(taken.taken)) == (2, 0, len(offer.open))
    acme.refresh_from_db()
    assert acme.blueprint_version == 2
    assert before == {
        "T02": Task.objects.get(code="T02").minutes,
        "T46": Task.objects.get(code="T46").minutes,
        "R01": Risk.objects.get(code="R01").title,
        "g0": Gate.objects.get(code="G0").criteria.count(),
    }
    assert Task.objects.filter(code="T63").exists()
    assert Deliverable.objects.filter(code="DEL-60").exists()
    assert set(Task.objects.filter(code__startswith="T57").values_list("minutes", flat=True)) == {480 * 25}
    new = Task.objects.get(code="T69")
    assert (new.minutes, new.responsible_role, new.wave) == (480 * 4, "CM", "")
    assert new.early_start > Task.objects.get(code="T45").early_finish
    linked = TaskLink.objects.filter(earlier=new).values_list("later__code", flat=True)
    assert list(linked) == ["T53"]
    assert TaskLink.objects.filter(earlier__code="T12", later__code="T20").exists()
    assert sorted(RaciCell.objects.filter(subject="DEL-65").values_list("role", "letter")) == [("CM", "R"), ("PM", "A")]
    assert Criterion.objects.get(gate__code="G4", key="g4.more").label == "M8"
    assert Criterion.objects.get(key="g4.sop").name_en == "The SOP manual is published"
    assert StageCheck.objects.filter(stage__code="P2.3", name_en="The pack was reviewed").count() == 1
    assert Risk.objects.get(code="R99").state == "proposed"
    assert CutoverStep.objects.order_by("position").last().code == "S99"
    for kind, code in (("courses", "C99"), ("quality-rules", "Q99")):
        assert code in {row["code"] for row in seams.kinds[kind].existing(acme).values()}
    assert update_of(acme).lines == []


def test_it_is_one_audited_act(acme, pm):
    take_update(acme, actor=pm, take=["task:T21", "criterion:G4/g4.more"], keep=["risks:R99"])
    (event,) = AuditEvent.objects.filter(action="blueprint.update_taken")
    assert event.actor == pm
    assert event.changes == {
        "criterion:G4/g4.more": [None, "More"],
        "task:T21": [
            {"name_zh": "厂商评估与演示打分", "name_en": "Vendor evaluation"},
            {"name_zh": "供应商评估", "name_en": "Supplier evaluation"},
        ],
        "risks:R99": [None, "kept as it is"],
    }


def test_what_is_kept_is_offered_again_with_the_next_version_only(acme, pm, release):
    take_update(acme, actor=pm, take=["task:T21"], keep=["task:T57"])
    offer = update_of(acme)
    assert "task:T57" in offer.declined
    assert "task:T57" not in {line.id for line in offer.open}
    assert acme.blueprint_version == 1

    def third(data):
        data = copy.deepcopy(data)
        tasks = {task["id"]: task for task in data["tasks"]}
        tasks["T57"]["d"], tasks["T21"]["d"] = 30, 40
        return data

    release(third, 3)
    offer = update_of(acme)
    lines = {line.id: line for line in offer.lines}
    assert (offer.newest, offer.declined, lines["task:T57"].status) == (3, frozenset(), "change")
    assert [field.name for field in lines["task:T21"].fields] == ["minutes"]  # its name was taken with version 2
    update_task(Task.objects.get(code="T21"), actor=None, name_en="Our own words")
    assert {line.id: line.status for line in update_of(acme).lines}["task:T21"] == "change"
    take_update(acme, actor=pm, take=["task:T21"])
    task = Task.objects.get(code="T21")
    assert (task.name_en, task.minutes) == ("Our own words", 480 * 40)


def test_a_field_that_was_edited_here_stays_while_the_rest_of_the_row_is_taken(acme, pm, release):
    update_task(Task.objects.get(code="T21"), actor=None, name_en="Our own words")
    take_update(acme, actor=pm, take=["task:T21"])
    task = Task.objects.get(code="T21")
    assert (task.name_en, task.name_zh) == ("Our own words", "供应商评估")


@pytest.mark.parametrize(
    "line", ["task:T02", "task:T46", "task:T63", "criterion:G0/g0.more", "risks:R01", "task:T99", ""]
)
def test_what_is_not_offered_is_refused_by_name(acme, pm, line):
    with pytest.raises(BadInputError) as refusal:
        take_update(acme, actor=pm, take=["task:T69", line])
    assert refusal.value.fields == {"take": [f"{line} is not offered."]}
    assert not Task.objects.filter(code="T69").exists()


def test_bad_choices_are_named_together(acme, pm):
    with pytest.raises(BadInputError) as refusal:
        take_update(acme, actor=pm)
    assert refusal.value.fields == {"take": ["Choose at least one line."]}
    with pytest.raises(BadInputError) as refusal:
        take_update(acme, actor=pm, take=["task:T69", "x"], keep=["task:T69", "y"])
    assert refusal.value.fields == {
        "take": ["x is not offered."],
        "keep": ["y is not offered.", "task:T69 is taken and kept at once."],
    }


def test_signed_and_stated_rows_are_bound(acme):
    gate = Gate.objects.get(code="GW", wave="W2")
    SignatureRequest.objects.create(
        programme=acme, kind="phases.Gate", object_id=gate.public_id, title="x", content="{}", sha256="0", meaning={},
        signer=member_of(acme, "BO"),
    )  # fmt: skip
    sop = Criterion.objects.get(key="g4.sop")
    ManualStatement.objects.create(programme=acme, criterion=sop, fulfilled=True, text="Seen", at="2026-03-02T00:00Z")
    reasons = {line.id: line.reason for line in update_of(acme).lines if line.status == "bound"}
    assert reasons["criterion:GW-W2/gw.more"] == "A signature was asked for on it."
    assert reasons["criterion:G4/g4.sop"] == "It was stated already."
    Gate.objects.filter(code="G4").update(state="submitted")
    reasons = {line.id: line.reason for line in update_of(acme).lines if line.status == "bound"}
    assert reasons["criterion:G4/g4.more"] == "The gate is under review."


def test_rows_of_ones_own_with_the_same_code_stay(acme, pm):
    Task.objects.create(programme=acme, code="T69", name_en="Ours", minutes=480)
    Task.objects.filter(code="T21").delete()
    found = statuses(acme)
    assert (found["task:T69"], found["task:T21"]) == ("own", "gone")
    assert Task.objects.get(code="T69").name_en == "Ours"


def test_an_offer_that_changed_meanwhile_is_looked_at_again(acme, pm):
    seen = update_of(acme)
    take_update(acme, actor=pm, take=["task:T21"], mark=seen.mark)
    with pytest.raises(IllegalNowError, match="The offer changed since you looked"):
        take_update(acme, actor=pm, take=["task:T69"], mark=seen.mark)
    with pytest.raises(BadInputError, match="task:T21 is not offered"):
        take_update(acme, actor=pm, take=["task:T21"])
    assert BlueprintLine.objects.count() == 1


def test_a_row_needs_what_it_hangs_on(release):
    def deeper(data):
        data = copy.deepcopy(data)
        data["stages"].append(
            {"id": "P2.4", "phase": "P2", "zh": "复盘", "en": "Look back",
             "checks": [{"zh": "已复盘", "en": "Looked back", "depth": "core"}]}
        )  # fmt: skip
        return data

    programme = begin()
    release(deeper)
    (check,) = [line.id for line in update_of(programme).lines if line.kind == "check"]
    with pytest.raises(BadInputError) as refusal:
        take_update(programme, actor=None, take=[check])
    assert refusal.value.fields == {"take": ["stage:P2.4 has to be taken with it, or before."]}
    take_update(programme, actor=None, take=["stage:P2.4", check])
    assert StageCheck.objects.get(stage__code="P2.4").name_en == "Looked back"


def test_a_new_gate_comes_only_where_no_later_one_is_passed(release):
    def gated(data):
        data = copy.deepcopy(data)
        for code, phase, after in (("G1B", "P1", "T19"), ("G5B", "P3", "T60")):
            data["gates"].append({"id": code, "phase": phase, "zh": "门", "en": "Gate", "after": [after], "holds": [],
                                  "keepers": ["SC"]})  # fmt: skip
            data["criteria"].append({"key": f"{code.lower()}.one", "must": True, "zh": "甲", "en": "One",
                                     "manual": True, "op": "exists"})  # fmt: skip
            next(one for one in data["phases"] if one["id"] == phase)["gates"].append(code)
        return data

    programme = begin()
    Gate.objects.filter(code="G2").update(state="go")
    release(gated)
    found = statuses(programme)
    assert (found["gate:G1B"], found["gate:G5B"]) == ("bound", "add")
    take_update(programme, actor=None, take=["gate:G5B", "criterion:G5B/g5b.one"])
    order = Gate.objects.filter(programme=programme, wave="").order_by("position").values_list("code", flat=True)
    assert list(order)[-3:] == ["G5", "G5B", "G6"]


def test_a_further_wave_repeats_the_version_that_the_programme_runs_by(acme, pm):
    third = create_wave(acme, values={"code": "W3", "name_en": "Three"}, actor=None)
    add_repeat(third, actor=pm)
    assert Task.objects.get(code="T57.W3").minutes == 480 * 20
    assert statuses(acme)["task:T57.W3"] == "change"
    assert statuses(acme)["criterion:GW-W3/gw.more"] == "add"


@pytest.mark.requirement("S4-09")
def test_a_small_firm_is_offered_its_own_depth(release):
    programme = begin(profile="sme")
    release()
    fields = {line.id: line.fields for line in update_of(programme).lines}
    assert [(field.name, field.template) for field in fields["task:T57"]] == [("minutes", 480 * 13)]


def test_only_the_pmo_takes_lines(acme):
    with pytest.raises(ForbiddenError):
        take_update(acme, actor=member_of(acme, "BO"), take=["task:T69"])


def test_page_api_and_command_say_and_do_the_same(acme, pm, browse, call, capsys):
    page = browse(pm).get(reverse("gates:blueprint", args=["acme"]))
    told = call(pm).get("/api/v1/programmes/acme/blueprint/").json()
    call_command("blueprint_updates", programme="acme", as_json=True)
    printed = json.loads(capsys.readouterr().out)
    offer = update_of(acme)
    assert [line["id"] for line in told["lines"]] == [line.id for line in offer.lines]
    assert (told["version"], told["newest"], told["mark"]) == (1, 2, offer.mark)
    assert printed == told
    text = page.content.decode()
    assert 'value="task:T69"' in text
    assert 'value="task:T46"' not in text
    assert "The gate is decided." in text
    assert reverse("gates:blueprint", args=["acme"]) in browse(pm).get("/p/acme/phases/").content.decode()
    url = reverse("gates:blueprint_take", args=["acme"])
    refused = browse(pm).post(url, {"take": ["task:T46"], "mark": offer.mark})
    assert (refused.status_code, "task:T46 is not offered." in refused.content.decode()) == (400, True)
    assert browse(pm).post(url, {"take": ["task:T69"], "mark": offer.mark}).status_code == 302
    assert browse(pm).post(url, {"take": ["task:T21"], "mark": offer.mark}).status_code == 409
    answer = call(pm).post("/api/v1/programmes/acme/blueprint/", {"take": ["nothing"]}, format="json")
    assert (answer.status_code, "nothing is not offered." in str(answer.json())) == (400, True)
    answer = call(pm).post("/api/v1/programmes/acme/blueprint/", {"take": ["task:T21"]}, format="json")
    assert "task:T21" not in {line["id"] for line in answer.json()["lines"]}
    with pytest.raises(CommandError, match="task:T21 is not offered"):
        call_command("blueprint_updates", programme="acme", take=["task:T21"])
    call_command("blueprint_updates", programme="acme", keep=["risks:R99"])
    assert "R99" in capsys.readouterr().out
    reader = member_of(acme, "BO")
    told = [item.url for item in seams.attention["gates.blueprint"](acme, pm)]
    assert told == [reverse("gates:blueprint", args=["acme"])]
    assert seams.attention["gates.blueprint"](acme, reader) == []
    assert 'name="take"' not in browse(reader).get(reverse("gates:blueprint", args=["acme"])).content.decode()


def test_a_programme_without_a_blueprint_is_told_so(release, browse, call):
    programme = begin(blueprint=load_blueprint("crm-four-phase-v1").code)
    type(programme).objects.filter(pk=programme.pk).update(blueprint="gone")
    pm = member_of(programme, "PM")
    assert "runs by no blueprint" in browse(pm).get(reverse("gates:blueprint", args=["acme"])).content.decode()
    assert call(pm).get("/api/v1/programmes/acme/blueprint/").status_code == 404


def test_every_version_before_the_newest_is_kept():
    for code in available_blueprints():
        newest = load_blueprint(code).version
        kept = {path.name for path in (FOLDER / "earlier").glob(f"{code}@*.yaml")}
        assert kept == {f"{code}@{number}.yaml" for number in range(1, newest)}


ASKED_SINCE = {"criterion:G1/g1.data_standard", "criterion:G2/g2.readiness", "criterion:G2/g2.uat1"}


@pytest.fixture
def first_version(monkeypatch, tmp_path):
    """A programme begun when the default blueprint was in its first version; the newest has come out since."""
    kept = FOLDER / "earlier" / "crm-four-phase-v1@1.yaml"
    (tmp_path / "crm-four-phase-v1.yaml").write_bytes(kept.read_bytes())
    with monkeypatch.context() as then:
        then.setattr(blueprint, "FOLDER", tmp_path)
        load_blueprint.cache_clear()
        programme = begin()
    load_blueprint.cache_clear()
    return programme


def test_a_programme_of_the_first_version_is_offered_what_its_gates_may_wait_for(first_version, capsys):
    programme = first_version
    criterion = Criterion.objects.get(programme=programme, key="g2.readiness")
    assert (programme.blueprint_version, criterion.also) == (1, [])
    assert statuses(programme) == dict.fromkeys(ASKED_SINCE, "change")
    call_command("blueprint_updates", programme="acme")
    assert "crm-four-phase-v1 1 → 2\n" in (said := capsys.readouterr().out)
    assert "  criterion:G2/g2.readiness  Five-cause readiness before build" in said
    call_command("blueprint_updates", programme="acme", take=["criterion:G2/g2.readiness"])
    assert "criterion:G2/g2.readiness" not in capsys.readouterr().out
    criterion.refresh_from_db()
    assert (criterion.also, criterion.name_en) == (
        ["sourcing.decided"],
        "Five-cause readiness before build passed or waived by signature, the sourcing decision is signed",
    )
    gate = Gate.objects.get(programme=programme, code="G2")
    assert "Weigh the criteria and score the candidates." in [action.text for action in evaluate_gate(gate).actions]
    programme.refresh_from_db()
    assert set(statuses(programme)) == ASKED_SINCE - {"criterion:G2/g2.readiness"}
    take_update(programme, actor=None, take=[line.id for line in update_of(programme).open])
    programme.refresh_from_db()
    assert programme.blueprint_version == load_blueprint("crm-four-phase-v1").version


def test_a_gate_that_is_decided_keeps_what_it_asked(first_version):
    Gate.objects.filter(programme=first_version, code="G2").update(state="go")
    found = {line.id: (line.status, line.reason) for line in update_of(first_version).lines}
    assert found["criterion:G2/g2.readiness"] == ("bound", "The gate is decided.")
    assert evaluate_gate(Gate.objects.get(programme=first_version, code="G2")).lines[0].bound.also == ()


def test_who_has_the_other_two_already_is_offered_the_third_alone(first_version):
    """The first version asked for fates and interfaces in its last days."""
    newest = load_blueprint("crm-four-phase-v1")
    for row in newest.criteria:
        if row.key in {"g1.data_standard", "g2.uat1"}:
            Criterion.objects.filter(programme=first_version, key=row.key).update(
                also=list(row.also), name_zh=row.text.zh, name_en=row.text.en
            )
    assert statuses(first_version) == {"criterion:G2/g2.readiness": "change"}
