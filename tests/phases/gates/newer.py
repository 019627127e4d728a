"""A second version of the blueprint, made for tests: rows added, changed, dropped, in every section."""

import copy

import pytest
import yaml

from phases.gates.rules import blueprint as source

CODE = "crm-four-phase-v1"
NEWEST = source.FOLDER / f"{CODE}.yaml"


def both(zh, en):
    return {"zh": zh, "en": en}


def second(data):
    """Change a copy of the first version."""
    data = copy.deepcopy(data)
    data["template"]["version"] = 2
    tasks = {task["id"]: task for task in data["tasks"]}
    tasks["T02"]["d"], tasks["T46"]["d"], tasks["T57"]["d"] = 10, 15, 25
    tasks["T21"] |= both("供应商评估", "Supplier evaluation")
    tasks["T20"]["dep"] = ["T13", "T12"]
    tasks["T23"]["dep"] = ["T21"]
    tasks["T53"]["dep"] = [*tasks["T53"]["dep"], "T69"]
    tasks["T68"]["dep"] = [code for code in tasks["T68"]["dep"] if code != "T63"]
    data["tasks"] = [task for task in data["tasks"] if task["id"] != "T63"]
    data["tasks"].append({"id": "T69", "stage": "P2.3", **both("沟通材料包", "Communication pack"), "d": 4,
                          "dep": ["T45"], "r": "CM", "a": "PM", "out": "DEL-65"})  # fmt: skip
    data["deliverables"] = [row for row in data["deliverables"] if row["id"] != "DEL-60"]
    data["deliverables"].append({"id": "DEL-65", **both("沟通材料包", "Communication pack")})
    criteria = {row["key"]: row for row in data["criteria"]}
    criteria["g4.sop"] |= both("操作手册已发布", "The SOP manual is published")
    criteria["g0.readiness"] |= both("就绪", "Ready")
    for key in ("g0.more", "g4.more", "gw.more"):
        data["criteria"].append({"key": key, "must": True, **both("更多", "More"), "manual": True, "op": "exists"})
    stages = {stage["id"]: stage for stage in data["stages"]}
    stages["P2.3"]["checks"].append({**both("材料包已审", "The pack was reviewed"), "depth": "core"})
    for section in ("risks", "kpis", "communications", "courses", "quality_rules", "cutover_steps"):
        rows = data[section]
        rows.append(rows[-1] | {"id": f"{rows[0]['id'][0]}99"})
    data["risks"][0] |= both("目标模糊", "Vague goals")
    return data


@pytest.fixture
def release(monkeypatch, tmp_path):
    """Give a function that releases a version beside the one before; programmes start by the first until then."""

    def publish(data):
        (tmp_path / f"{CODE}.yaml").write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
        source.load_blueprint.cache_clear()

    first = yaml.safe_load(NEWEST.read_text(encoding="utf-8"))
    first["template"]["version"] = 1
    (tmp_path / "earlier").mkdir()
    monkeypatch.setattr(source, "FOLDER", tmp_path)
    publish(first)

    def newer(change=second, number=2):
        before = yaml.safe_load((tmp_path / f"{CODE}.yaml").read_text(encoding="utf-8"))
        kept = tmp_path / "earlier" / f"{CODE}@{before['template']['version']}.yaml"
        kept.write_text((tmp_path / f"{CODE}.yaml").read_text(encoding="utf-8"), encoding="utf-8")
        data = change(before)
        data["template"]["version"] = number
        publish(data)

    yield newer
    source.load_blueprint.cache_clear()
