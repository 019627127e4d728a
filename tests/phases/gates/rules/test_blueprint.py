import copy
import re
from collections import Counter
from dataclasses import fields, is_dataclass
from decimal import Decimal
from enum import Enum

import pytest
import yaml

from phases.gates.choices import Binding, Depth
from phases.gates.rules.blueprint import FOLDER, available_blueprints, load_blueprint, parse_blueprint
from phases.gates.rules.glossary import ABBREVIATIONS
from phases.gates.rules.reading import BlueprintError
from phases.gates.rules.rows import Dependency, Words

NAME = "crm-four-phase-v1"


@pytest.fixture
def blueprint():
    return load_blueprint(NAME)


@pytest.fixture
def data():
    return copy.deepcopy(yaml.safe_load((FOLDER / f"{NAME}.yaml").read_text(encoding="utf-8")))


def words_in(value):
    if isinstance(value, Words):
        yield value
    elif isinstance(value, tuple):
        for each in value:
            yield from words_in(each)
    elif is_dataclass(value) and not isinstance(value, Enum):
        for each in fields(value):
            yield from words_in(getattr(value, each.name))


def test_blueprint_counts_are_those_of_the_method(blueprint):
    counts = {
        f.name: len(getattr(blueprint, f.name))
        for f in fields(blueprint)
        if isinstance(getattr(blueprint, f.name), tuple)
    }
    assert counts == {
        "wave_tasks": 6, "profiles": 2, "views": 2, "phases": 4, "stages": 11, "tasks": 68, "deliverables": 64,
        "gates": 8, "criteria": 57, "risks": 16, "kpis": 18, "courses": 15, "communications": 13,
        "quality_rules": 12, "cutover_steps": 12, "chains": 3,
    }  # fmt: skip
    assert sum(row.must for row in blueprint.criteria) == 41
    assert [row.code for row in blueprint.deliverables] == [f"DEL-{n:02d}" for n in range(1, 65)]
    assert {row.code: len(row.parts) for row in blueprint.deliverables if row.parts} == dict.fromkeys(
        ["DEL-12", "DEL-13", "DEL-14"], 5
    )
    assert {chain.code: len(chain.nodes) for chain in blueprint.chains} == {"MTL": 5, "LTC": 6, "MCR": 6}


def test_texts_have_no_chinese_in_english(blueprint):
    assert [text.en for text in words_in(blueprint) if re.search(r"[㐀-鿿　-〿＀-￯]", text.en)] == []


def test_texts_have_only_glossary_abbreviations_in_chinese(blueprint):
    foreign = Counter(
        word
        for text in words_in(blueprint)
        for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", text.zh)
        if word not in ABBREVIATIONS
    )
    assert foreign == {}


def test_texts_are_all_there_and_differ(blueprint):
    texts = list(words_in(blueprint))
    assert len(texts) == 591
    same = {text.zh for text in texts if text.zh == text.en}
    assert same <= ABBREVIATIONS


def test_glossary_has_no_unused_abbreviation(blueprint):
    used = {word for text in words_in(blueprint) for word in re.findall(r"[A-Za-z][A-Za-z0-9]*", text.zh)}
    assert ABBREVIATIONS - used == set()


def test_musts_are_bound_to_what_the_method_lists(blueprint):
    first = Counter(
        (row.source.binding, row.until.binding if row.until else None) for row in blueprint.criteria if row.must
    )
    assert first == {
        (Binding.EVIDENCE, Binding.DELIVERABLE): 15,
        (Binding.EVIDENCE, Binding.MANUAL): 9,
        (Binding.EVIDENCE, None): 13,
        (Binding.DELIVERABLE, None): 4,
    }


def test_keepers_stand_apart_in_every_gate_but_the_start(blueprint):
    """Only at the start do sponsor and finance themselves make what the gate reads until its evidence exists."""
    doers = {row.code: set(row.doers) for row in blueprint.deliverables}
    gates = {gate.code: set(gate.keepers) for gate in blueprint.gates}
    clashes = set()
    for row in blueprint.criteria:
        read = [*row.source.deliverables, *(row.until.deliverables if row.until else ())]
        clashes |= {(row.gate, code) for code in read if doers[code] & gates[row.gate]}
    assert clashes == {("G0", "DEL-07"), ("G0", "DEL-09")}


def test_dependencies_carry_kind(blueprint):
    tasks = {row.code: row for row in blueprint.tasks}
    assert tasks["T42"].after == (Dependency("T41", "SS"),)
    assert tasks["T08"].after == tuple(Dependency(code) for code in ["T04", "T05", "T06", "T07"])


def test_deliverable_takes_doers_and_approver_from_its_tasks(blueprint):
    rows = {row.code: row for row in blueprint.deliverables}
    assert (rows["DEL-10"].doers, rows["DEL-10"].approver, rows["DEL-10"].stage) == (("PO",), "BO", "P1.2")
    assert (rows["DEL-28"].doers, rows["DEL-28"].approver, rows["DEL-28"].stage) == (("DS",), "BO", "P1.4")


def test_numbers_are_read_exactly(blueprint):
    criteria = {row.key: row for row in blueprint.criteria}
    assert criteria["g4.availability"].threshold == (Decimal("0.995"),)
    assert criteria["gw.warmup"].threshold == (Decimal(7), Decimal(14))
    assert criteria["g0.kickoff"].threshold == (True,)
    assert criteria["g2.uat1"].scope == (("cycle", 1),)
    kpis = {row.code: row for row in blueprint.kpis}
    assert (kpis["K01"].target_kind, kpis["K01"].target_value, kpis["K01"].months, kpis["K01"].example_baseline) == (
        "absolute", Decimal(35), 6, Decimal(25),
    )  # fmt: skip
    assert (kpis["K07"].target_kind, kpis["K07"].target_value) == ("relative", Decimal(25))
    assert (kpis["K18"].target_kind, kpis["K18"].target_value) == ("none", None)


def test_every_held_task_comes_after_its_gate(blueprint):
    gates = {gate.code: gate for gate in blueprint.gates}
    assert gates["G0"].holds == ("T10", "T11", "T12")
    before = {task.code: {link.task for link in task.after} for task in blueprint.tasks}

    def ancestors(code):
        return {code} | {far for near in before[code] for far in ancestors(near)}

    for gate in blueprint.gates:
        needed = {far for code in gate.after for far in ancestors(code)}
        assert needed.isdisjoint(gate.holds), gate.code


def test_empty_blueprint_has_nothing_but_its_profiles():
    empty = load_blueprint("empty")
    assert (empty.phases, empty.tasks, empty.gates, empty.criteria, empty.courses) == ((), (), (), (), ())
    assert [row.code for row in empty.profiles] == ["sme", "enterprise"]


def test_available_blueprints_lists_both():
    assert available_blueprints() == [NAME, "empty"]


def test_load_blueprint_refuses_an_unknown_name():
    with pytest.raises(KeyError, match="nothing"):
        load_blueprint("nothing")


@pytest.mark.parametrize("code", ["../settings", "crm-four-phase-v1.yaml", ""])
def test_load_blueprint_takes_no_path(code):
    with pytest.raises(KeyError):
        load_blueprint(code)


def put(section, index, **changes):
    def spoil(data):
        data[section][index].update(changes)

    return spoil


def drop(section, index, name):
    return lambda data: data[section][index].pop(name)


BROKEN = [
    (put("tasks", 4, dep=["T99"]), "tasks T05: dep T99 does not exist"),
    (put("tasks", 4, dep=["FF:T02"]), "tasks T05: dep FF:T02 has an unknown link type"),
    (put("tasks", 4, id="T04"), "tasks T04: is there twice"),
    (put("tasks", 4, r="CHIEF"), "tasks T05: r 'CHIEF' is not one of"),
    (put("tasks", 4, d=0), "tasks T05: d 0 is not within 1 to 1000"),
    (put("tasks", 4, d="5"), "tasks T05: d '5' has the wrong type"),
    (put("tasks", 4, d=True), "tasks T05: d True has the wrong type"),
    (put("tasks", 4, out="DEL-99"), "tasks T05: out DEL-99 does not exist"),
    (put("tasks", 4, stage="P9.1"), "tasks T05: stage 'P9.1' is not one of"),
    (put("tasks", 4, surprise=1), "tasks T05: surprise is not a known field"),
    (put("tasks", 0, dep=["T03"]), "dep goes round in a circle"),
    (drop("tasks", 4, "id"), "tasks ?: has no id"),
    (drop("tasks", 4, "en"), "tasks T05: en is missing"),
    (put("tasks", 4, en="  "), "tasks T05: en is empty"),
    (put("phases", 0, gates=["G0"]), "gates G1: phases P1 does not list it"),
    (put("phases", 0, gates=["G0", "G1", "G2", "G9"]), "phases P1: gates G9 does not exist"),
    (put("gates", 0, keepers=["XX"]), "gates G0: keepers XX does not exist"),
    (put("gates", 0, after=["T99"]), "gates G0: after T99 does not exist"),
    (put("criteria", 0, value=3), "criteria g0.readiness: value 3 does not fit signed"),
    (put("criteria", 1, op="near"), "criteria g0.goals: op 'near' is not one of"),
    (put("criteria", 1, manual=True), "criteria g0.goals: needs exactly one of evidence, deliverable, manual"),
    (
        put("criteria", 3, until={"deliverable": ["DEL-99"]}),
        "criteria g0.budget until ?: deliverable DEL-99 does not exist",
    ),
    (put("criteria", 1, key="g9.goals"), "criteria g9.goals: gate g9 does not exist"),
    (put("criteria", 1, must="yes"), "criteria g0.goals: must 'yes' has the wrong type"),
    (put("deliverables", 11, parts=["poster"]), "deliverables DEL-12: parts poster does not exist"),
    (put("deliverables", 0, id="DEL-65"), "deliverables DEL-65: no task makes it"),
    (put("risks", 0, probability=6), "risks R01: probability 6 is not within 1 to 5"),
    (put("risks", 0, cause={"zh": "仅中文"}), "risks R01 cause: en is missing"),
    (
        put("kpis", 1, target={"zh": "无", "en": "none", "kind": "none", "value": 3}),
        "kpis K02 target: value 3 does not fit kind none",
    ),
    (put("courses", 1, prerequisite="C99"), "courses C02: prerequisite C99 does not exist"),
    (put("courses", 1, hands_on=9), "courses C02: hours 3 and hands_on 9 do not fit"),
    (put("courses", 0, pass_mark=80), "courses C01: pass_mark 80 does not fit pass attend"),
    (put("cutover_steps", 0, checker="IT"), "cutover_steps S01: checker IT is also the doer"),
    (lambda data: data["tasks"].append("T69"), "tasks ?: is not a mapping"),
    (lambda data: data.update(songs=[]), "songs: is not a known section"),
    (lambda data: data["views"][0]["steps"][0].update(stages=["P9.9"]), "steps prepare: stages P9.9 does not exist"),
    (lambda data: data.pop("template"), "template ?: is not a mapping"),
]


@pytest.mark.parametrize(("spoil", "expected"), BROKEN, ids=[text for _spoil, text in BROKEN])
def test_parse_blueprint_names_the_row_that_is_wrong(data, spoil, expected):
    spoil(data)
    with pytest.raises(BlueprintError) as caught:
        parse_blueprint(data)
    assert [line for line in caught.value.problems if expected in line], caught.value.problems


def test_parse_blueprint_tells_every_problem_at_once(data):
    put("tasks", 4, dep=["T99"])(data)
    put("risks", 0, impact=0)(data)
    with pytest.raises(BlueprintError) as caught:
        parse_blueprint(data)
    assert caught.value.problems == (
        "tasks T05: dep T99 does not exist",
        "risks R01: impact 0 is not within 1 to 5",
    )


def test_words_pick_by_language():
    words = Words("门", "gate")
    assert [words.pick(code) for code in ["zh-hans", "en", "en-gb", "fr"]] == ["门", "gate", "gate", "门"]


def test_depths_of_the_checklists(blueprint):
    depths = Counter(check.depth for stage in blueprint.stages for check in stage.checks)
    assert (depths[Depth.CORE], depths[Depth.FULL]) == (30, 16)
    assert all(any(check.depth == Depth.CORE for check in stage.checks) for stage in blueprint.stages)
