import pytest

from phases.gates.rules.blueprint import find_circle, load_blueprint
from phases.gates.rules.rows import Dependency
from phases.gates.rules.tailoring import tailor

BLUEPRINT = load_blueprint("crm-four-phase-v1")


def tasks(blueprint):
    return {task.code: task for task in blueprint.tasks}


def test_tailor_leaves_the_enterprise_profile_as_written():
    assert tailor(BLUEPRINT, profile="enterprise") == BLUEPRINT


@pytest.mark.requirement("S4-09")
def test_tailor_makes_the_small_firm_shorter_and_deletes_nothing():
    small = tailor(BLUEPRINT, profile="sme")
    assert [task.code for task in small.tasks] == [task.code for task in BLUEPRINT.tasks]
    assert (small.phases, small.deliverables, small.gates, small.criteria) == (
        BLUEPRINT.phases, BLUEPRINT.deliverables, BLUEPRINT.gates, BLUEPRINT.criteria,
    )  # fmt: skip
    assert [stage.code for stage in small.stages] == [stage.code for stage in BLUEPRINT.stages]
    lengths = [(len(mine.checks), len(full.checks)) for mine, full in zip(small.stages, BLUEPRINT.stages, strict=True)]
    assert all(0 < mine < full for mine, full in lengths)
    assert {row.code: len(row.parts) for row in small.deliverables if row.parts} == {
        "DEL-12": 5,
        "DEL-13": 5,
        "DEL-14": 5,
    }


def test_tailor_halves_days_upwards_unless_the_blueprint_says_otherwise():
    small = tasks(tailor(BLUEPRINT, profile="sme"))
    assert {code: small[code].days for code in ["T01", "T02", "T08", "T09", "T17", "T21", "T34"]} == {
        "T01": 3, "T02": 4, "T08": 4, "T09": 1, "T17": 8, "T21": 15, "T34": 5,
    }  # fmt: skip
    assert sum(task.days for task in small.values()) < sum(task.days for task in BLUEPRINT.tasks)


def test_tailor_repeats_the_wave_tasks_fifteen_days_later():
    three = tailor(BLUEPRINT, waves=3)
    found = tasks(three)
    assert (len(three.tasks), len(three.deliverables), len(three.gates), len(three.criteria)) == (80, 76, 10, 57)
    assert found["T53.W2"].after == (Dependency("T53", "SS", 15),)
    assert found["T53.W3"].after == (Dependency("T53.W2", "SS", 15),)
    assert found["T54.W2"].after == (Dependency("T53.W2", "SS"),)
    assert found["T56.W3"].after == (Dependency("T53.W3"), Dependency("T55.W3"))
    assert [link.task for link in found["T59"].after] == ["T58", "T58.W2", "T58.W3"]
    assert [link.task for link in found["T60"].after] == ["T53"]
    assert found["T55.W2"].deliverable == "DEL-52.W2"
    assert find_circle(three.tasks) == []


def test_tailor_gives_each_wave_its_gate():
    gates = [gate for gate in tailor(BLUEPRINT, waves=2).gates if gate.code == "GW"]
    assert [(gate.wave, gate.after, gate.holds) for gate in gates] == [
        ("W1", ("T53", "T55"), ("T56",)),
        ("W2", ("T53.W2", "T55.W2"), ("T56.W2",)),
    ]


def test_tailor_refuses_no_waves_and_unknown_profiles():
    with pytest.raises(ValueError, match="at least 1"):
        tailor(BLUEPRINT, waves=0)
    with pytest.raises(KeyError, match="huge"):
        tailor(BLUEPRINT, profile="huge")


def test_tailor_leaves_an_empty_blueprint_empty():
    empty = load_blueprint("empty")
    assert tailor(empty, profile="sme", waves=3) == empty
