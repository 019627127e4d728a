"""Waves in a running programme: their stage comes and goes, order and overlap link the plan anew, nothing is lost."""

from datetime import date

import pytest

from core.errors import BadInputError, ForbiddenError, IllegalNowError
from phases.gates.models import Criterion, Deliverable, Gate, ManualStatement
from phases.gates.rules.repetition import Overlap
from phases.gates.selectors.proposals import propose_overlap, propose_repeat
from phases.gates.selectors.repeats import binding_reasons, overlap_of, repeats_of
from phases.gates.services import start_programme
from phases.gates.services.repeats import add_repeat, cancel_wave, remove_repeat, set_overlap
from phases.plan.models import Assignment, PlanResource, Task, TaskLink
from phases.plan.services import record_progress
from phases.rollout.models import Wave, WaveOverlap
from phases.rollout.services import create_wave, mark_live, update_wave
from programme.people.models import RaciCell
from programme.records.models import AuditEvent, Comment
from programme.signoff.models import SignatureRequest
from tests.factories.programme import member_of

pytestmark = pytest.mark.django_db


def begin(waves=2, **changes):
    values = {
        "slug": "acme", "name": "Acme", "language": "en", "start": date(2026, 3, 2), "actor": None, "waves": waves,
    }  # fmt: skip
    return start_programme(**values | changes).programme


@pytest.fixture
def acme():
    return begin()


@pytest.fixture
def pm(acme):
    return member_of(acme, "PM")


def wave(programme, code, **values):
    return create_wave(programme, values={"code": code, "name_en": code, **values}, actor=None)


def links(programme, later):
    rows = TaskLink.objects.filter(programme=programme, later__code=later).order_by("pk")
    return {row.earlier.code: (row.type, row.lag // 480) for row in rows.select_related("earlier")}


def spans(programme):
    return {one.wave.code: one.span for one in repeats_of(programme)}


def state(programme):
    """Everything of the plan and of the gates that a repeat may touch."""
    return (
        sorted(Task.objects.filter(programme=programme).values_list("code", "wave", "early_start", "early_finish")),
        sorted(TaskLink.objects.filter(programme=programme).values_list("earlier__code", "later__code", "type", "lag")),
        sorted(Gate.objects.filter(programme=programme).values_list("code", "wave", "holds")),
        sorted(Criterion.objects.filter(programme=programme).values_list("gate__wave", "key")),
        sorted(Deliverable.objects.filter(programme=programme).values_list("code", "wave")),
        sorted(RaciCell.objects.filter(programme=programme).values_list("subject", "role", "letter")),
    )


def test_a_wave_of_a_running_programme_gets_its_own_stage(acme, pm):
    new = wave(acme, "SOUTH")
    proposal = propose_repeat(new)
    before = spans(acme)
    add_repeat(new, actor=pm, mark=proposal.mark)
    tasks = Task.objects.filter(programme=acme, wave="SOUTH").order_by("position")
    assert [task.code for task in tasks] == [f"T{n}.SOUTH" for n in range(53, 59)]
    assert links(acme, "T53.SOUTH") == {"T53.W2": ("SS", 15)}
    assert links(acme, "T56.SOUTH") == {"T53.SOUTH": ("FS", 0), "T55.SOUTH": ("FS", 0)}
    assert links(acme, "T59") == {"T58": ("FS", 0), "T58.W2": ("FS", 0), "T58.SOUTH": ("FS", 0)}
    gate = Gate.objects.get(programme=acme, code="GW", wave="SOUTH")
    assert (gate.after, gate.holds) == (["T53.SOUTH", "T55.SOUTH"], ["T56.SOUTH"])
    like = Gate.objects.get(programme=acme, code="GW", wave="W1")
    assert (gate.position, gate.keepers, gate.name) == (like.position, like.keepers, like.name)
    assert list(gate.criteria.values_list("key", "label")) == list(like.criteria.values_list("key", "label"))
    works = Deliverable.objects.filter(programme=acme, wave="SOUTH").order_by("position")
    assert [work.code for work in works] == [f"DEL-{n}.SOUTH" for n in range(50, 56)]
    cells = {
        subject: sorted(RaciCell.objects.filter(programme=acme, subject=subject).values_list("role", "letter"))
        for subject in ("DEL-52", "DEL-52.SOUTH")
    }
    assert cells["DEL-52"] == cells["DEL-52.SOUTH"] == [("DS", "A"), ("IT", "R")]
    assert {code: span for code, span in spans(acme).items() if code in before} == before
    told = {one.wave.code: one.after for one in proposal.waves}
    assert told == spans(acme)


def test_what_a_proposal_says_moves_is_what_moves(acme, pm):
    new = wave(acme, "W3")
    proposal = propose_repeat(new)
    told = {line.key: line.after for line in proposal.computed.tasks() if isinstance(line.key, int)}
    assert told
    before = dict(Task.objects.filter(programme=acme).values_list("pk", "early_finish"))
    add_repeat(new, actor=pm)
    after = dict(Task.objects.filter(programme=acme, pk__in=before).values_list("pk", "early_finish"))
    assert {pk: day for pk, day in after.items() if day != before[pk]} == {
        pk: day for pk, day in told.items() if day != before[pk]
    }


def test_a_small_firm_repeats_the_stage_in_its_own_depth():
    programme = begin(waves=1, profile="sme")
    add_repeat(wave(programme, "W2"), actor=None)
    minutes = dict(Task.objects.filter(programme=programme, code__startswith="T5").values_list("code", "minutes"))
    assert all(minutes[f"T{n}.W2"] == minutes[f"T{n}"] for n in range(53, 59))


def test_taking_the_stage_out_again_leaves_everything_as_it_was(acme, pm):
    before = state(acme)
    new = wave(acme, "W3")
    add_repeat(new, actor=pm)
    assert state(acme) != before
    remove_repeat(new, actor=pm)
    assert state(acme) == before
    events = AuditEvent.objects.filter(object_id=new.public_id).values_list("action", flat=True)
    assert list(events.order_by("seq")) == ["wave.added", "wave.stage_planned", "wave.stage_removed"]
    cancel_wave(new, actor=pm)
    assert not Wave.objects.filter(pk=new.pk).exists()


def test_cancelling_a_wave_takes_its_untouched_stage_along(acme, pm):
    cancel_wave(Wave.objects.get(programme=acme, code="W2"), actor=pm)
    assert list(spans(acme)) == ["W1"]
    assert links(acme, "T59") == {"T58": ("FS", 0)}
    assert not Gate.objects.filter(programme=acme, wave="W2").exists()


def test_without_the_first_wave_the_next_one_takes_its_place(acme, pm):
    entry, late = links(acme, "T53"), links(acme, "T60")
    assert late == {"T53": ("SS", 0)}
    cancel_wave(Wave.objects.get(programme=acme, code="W1"), actor=pm)
    assert links(acme, "T53.W2") == entry
    assert links(acme, "T60") == {"T53.W2": ("SS", 0)}
    assert Gate.objects.get(programme=acme, code="G4").holds == ["T53.W2"]
    assert not Deliverable.objects.filter(programme=acme, code="DEL-50").exists()


@pytest.mark.requirement("S4-09")
def test_the_last_wave_keeps_the_stage(acme, pm):
    cancel_wave(Wave.objects.get(programme=acme, code="W2"), actor=pm)
    with pytest.raises(IllegalNowError, match="never skipped"):
        cancel_wave(Wave.objects.get(programme=acme, code="W1"), actor=pm)


def test_everything_that_binds_a_stage_is_named(acme, pm):
    second = Wave.objects.get(programme=acme, code="W2")
    assert binding_reasons(second) == []
    task = Task.objects.get(programme=acme, code="T53.W2")
    record_progress(task, actor=pm, actual_start=date(2026, 11, 2), percent=10)
    Assignment.objects.create(
        programme=acme, task=task, resource=PlanResource.objects.create(programme=acme, name="Trainers")
    )
    Task.objects.create(programme=acme, code="X1", name_en="Own", wave="W2")
    gate = Gate.objects.get(programme=acme, wave="W2")
    Gate.objects.filter(pk=gate.pk).update(round=2)
    ManualStatement.objects.create(
        programme=acme, criterion=gate.criteria.first(), fulfilled=True, text="Seen", at="2026-11-02T00:00Z"
    )
    Deliverable.objects.filter(programme=acme, code="DEL-52.W2").update(link="https://example.com/x")
    SignatureRequest.objects.create(
        programme=acme, kind="phases.Gate", object_id=gate.public_id, title="x", content="{}", sha256="0", meaning={},
        signer=pm,
    )  # fmt: skip
    Comment.objects.create(programme=acme, kind="phases.Task", object_id=task.public_id, text="Soon", author=pm)
    mark_live(second, actor=pm, on=date(2026, 3, 2))
    with pytest.raises(IllegalNowError) as refusal:
        remove_repeat(second, actor=pm)
    assert list(refusal.value.reasons) == [
        "The wave is live since 2026-03-02.",
        "Work was recorded on T53.W2.",
        "Resources are assigned to T53.W2.",
        "Other tasks belong to the wave: X1.",
        "The gate GW-W2 was submitted for review.",
        "Criteria were stated at GW-W2.",
        "Work was handed in for DEL-52.W2.",
        "Signatures were asked for on GW-W2 Wave go.",
        "Comments stand on T53.W2 Mobilise and warm up.",
    ]
    assert len(spans(acme)) == 2


def test_a_smaller_lag_lets_waves_overlap_more_and_is_taken_back(acme, pm):
    before = state(acme)
    settled = set_overlap(acme, kind="SS", lag=0, at_once=None, order=["W1", "W2"], actor=pm)
    assert links(acme, "T53.W2") == {"T53": ("SS", 0)}
    assert spans(acme)["W1"] == spans(acme)["W2"]
    assert settled.undo == {"kind": "SS", "lag": None, "at_once": None, "order": ["W1", "W2"]}
    set_overlap(acme, actor=pm, **settled.undo)
    assert state(acme) == before
    assert overlap_of(acme) == Overlap("SS", 15)


def test_a_wave_may_begin_before_the_one_before_it_ends(acme, pm):
    set_overlap(acme, kind="FS", lag=-10, at_once=None, order=["W1", "W2"], actor=pm)
    assert links(acme, "T53.W2") == {"T58": ("FS", -10)}
    first, second = spans(acme).values()
    assert first[0] < second[0] < first[1] < second[1]


def test_a_lag_that_would_put_a_wave_before_its_forerunner_is_refused(acme, pm):
    before = state(acme)
    with pytest.raises(BadInputError, match=r"W2 would begin on .* before W1 does"):
        set_overlap(acme, kind="FS", lag=-60, at_once=None, order=["W1", "W2"], actor=pm)
    assert state(acme) == before
    assert not WaveOverlap.objects.exists()


def test_one_wave_at_a_time_waits_for_the_end_of_the_one_before(pm):
    acme = begin(slug="four", waves=4)
    order = ["W1", "W2", "W3", "W4"]
    set_overlap(acme, kind="SS", lag=5, at_once=2, order=order, actor=None)
    assert links(acme, "T53.W3") == {"T53.W2": ("SS", 5), "T58": ("FS", 0)}
    assert links(acme, "T53.W4") == {"T53.W3": ("SS", 5), "T58.W2": ("FS", 0)}
    found = spans(acme)
    assert found["W3"][0] > found["W1"][1]
    assert found["W2"][0] < found["W1"][1]
    set_overlap(acme, kind="FS", lag=3, at_once=1, order=order, actor=None)
    assert links(acme, "T53.W2") == {"T58": ("FS", 3)}
    add_repeat(wave(acme, "W5"), actor=None)
    assert links(acme, "T53.W5") == {"T58.W4": ("FS", 3)}


def test_another_order_of_waves_links_them_anew(acme, pm):
    third = wave(acme, "W3")
    add_repeat(third, actor=pm)
    entry = links(acme, "T53")
    before = state(acme)
    settled = set_overlap(acme, kind="SS", lag=None, at_once=None, order=["W3", "W1", "W2"], actor=pm)
    assert list(spans(acme)) == ["W3", "W1", "W2"]
    assert links(acme, "T53.W3") == entry
    assert links(acme, "T53") == {"T53.W3": ("SS", 15)}
    assert links(acme, "T53.W2") == {"T53": ("SS", 15)}
    assert links(acme, "T60") == {"T53.W3": ("SS", 0)}
    assert Gate.objects.get(programme=acme, code="G4").holds == ["T53.W3"]
    starts = [span[0] for span in spans(acme).values()]
    assert starts == sorted(starts)
    set_overlap(acme, actor=pm, **settled.undo)
    assert state(acme) == before


def test_links_that_people_made_or_changed_stay(acme, pm):
    first, own = Task.objects.get(code="T50"), Task.objects.get(code="T01")
    head = Task.objects.get(code="T53")
    TaskLink.objects.filter(earlier=first, later=head).update(lag=480)
    TaskLink.objects.create(programme=acme, earlier=own, later=head)
    TaskLink.objects.filter(earlier__code="T47", later=head).delete()
    TaskLink.objects.filter(later__code="T56.W2", earlier__code="T53.W2").update(lag=960)
    set_overlap(acme, kind="SS", lag=15, at_once=None, order=["W2", "W1"], actor=pm)
    assert links(acme, "T53.W2") == {"T48": ("FS", 0), "T50": ("FS", 1), "T52": ("FS", 0)}
    assert links(acme, "T53") == {"T01": ("FS", 0), "T53.W2": ("SS", 15)}
    assert links(acme, "T56.W2")["T53.W2"] == ("FS", 2)


def test_waves_that_have_begun_keep_their_places_and_links(acme, pm):
    Task.objects.filter(code="T53").update(actual_start=date(2026, 10, 12), percent=10)
    with pytest.raises(BadInputError) as refusal:
        set_overlap(acme, kind="SS", lag=5, at_once=None, order=["W2", "W1"], actor=pm)
    assert refusal.value.fields == {"order": ["W1 has begun and stays before W2."]}
    early = wave(acme, "W0", position=0)
    Wave.objects.filter(code="W1").update(position=1)
    with pytest.raises(BadInputError, match="W1 has begun; W0 has its place after it"):
        add_repeat(early, actor=pm)


@pytest.mark.parametrize(
    ("changes", "field", "says"),
    [
        ({"kind": "XX"}, "kind", "Choose SS or FS"),
        ({"lag": -1}, "lag", "does not begin before the one before it"),
        ({"lag": 501}, "lag", "between −500 and 500"),
        ({"kind": "FS", "lag": -1, "at_once": 1}, "lag", "With one wave at a time"),
        ({"at_once": 0}, "at_once", "Between 1 and 50"),
        ({"order": ["W1"]}, "order", "W2 is missing"),
        ({"order": ["W1", "W2", "W2"]}, "order", "W2 stands here twice"),
        ({"order": ["W1", "W2", "W9"]}, "order", "No wave with a planned stage is called W9"),
    ],
)
def test_bad_rules_name_their_field(acme, pm, changes, field, says):
    values = {"kind": "SS", "lag": 15, "at_once": None, "order": ["W1", "W2"]} | changes
    with pytest.raises(BadInputError) as refusal:
        set_overlap(acme, actor=pm, **values)
    assert list(refusal.value.fields) == [field]
    assert says in str(refusal.value.fields[field][0])


def test_all_faults_are_named_at_once(acme, pm):
    with pytest.raises(BadInputError) as refusal:
        set_overlap(acme, kind="XX", lag=900, at_once=99, order=[], actor=pm)
    assert sorted(refusal.value.fields) == ["at_once", "kind", "lag", "order"]


def test_what_was_looked_at_is_what_is_done(acme, pm):
    third, fourth = wave(acme, "W3"), wave(acme, "W4")
    mine, theirs = propose_repeat(third), propose_repeat(fourth)
    add_repeat(third, actor=pm, mark=mine.mark)
    with pytest.raises(IllegalNowError, match="The plan changed since this was computed"):
        add_repeat(fourth, actor=pm, mark=theirs.mark)
    with pytest.raises(IllegalNowError, match="planned for the wave W3 already"):
        add_repeat(third, actor=pm)
    seen = propose_overlap(acme, overlap=Overlap("SS", 5), order=["W1", "W2", "W3"])
    cancel_wave(third, actor=pm)
    with pytest.raises(BadInputError, match="W3"):
        set_overlap(acme, kind="SS", lag=5, at_once=None, order=seen.order, mark=seen.mark, actor=pm)


def test_only_the_pmo_plans_stages(acme):
    lead = member_of(acme, "WL")
    new = wave(acme, "W3")
    for act in (
        lambda: add_repeat(new, actor=lead),
        lambda: set_overlap(acme, kind="SS", lag=1, at_once=None, order=["W1", "W2"], actor=lead),
    ):
        with pytest.raises(ForbiddenError):
            act()
    with pytest.raises(IllegalNowError, match="Tasks of the plan belong to the wave W2"):
        cancel_wave(Wave.objects.get(code="W2"), actor=lead)
    cancel_wave(new, actor=lead)  # it has no stage yet


def test_an_empty_programme_has_no_stage_to_repeat(pm):
    programme = begin(slug="empty", blueprint="empty", waves=1)
    with pytest.raises(IllegalNowError, match="repeats no stage"):
        add_repeat(wave(programme, "W1"), actor=None)
    with pytest.raises(IllegalNowError, match="repeats no stage"):
        set_overlap(programme, kind="SS", lag=1, at_once=None, order=[], actor=None)


def test_code_and_place_of_a_planned_wave_change_only_where_it_is_linked_anew(acme, pm):
    second = Wave.objects.get(programme=acme, code="W2")
    with pytest.raises(BadInputError, match="Gates and tasks carry this code"):
        update_wave(second, values={"code": "SOUTH"}, actor=pm)
    second.refresh_from_db()
    Wave.objects.filter(code="W1").update(position=1)
    with pytest.raises(BadInputError, match="Order and overlap"):
        update_wave(second, values={"position": 0}, actor=pm)
    second.refresh_from_db()
    update_wave(second, values={"name_en": "South", "position": 7}, actor=pm)
