"""The demo's waves and roster: the pilot in the east is live, the first wave is planned; two people are on leave."""

from datetime import timedelta
from functools import partial
from itertools import product
from typing import Any

from core import seams
from core.demo import Story
from core.imports.kinds import Batch, Change
from phases.rollout.choices import AccountKind
from phases.rollout.models import Wave
from phases.rollout.services import create_wave, mark_live, update_wave, write_roster
from programme.people.models import Unit

PILOT, FIRST = "W0", "W1"
FAMILY = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹"
GIVEN = ("伟", "芳", "娜", "敏", "静", "强", "磊", "洋", "艳", "勇", "军", "杰", "娟", "涛", "明", "超", "秀兰", "霞",
         "平", "刚", "桂英", "文博", "思远", "雨桐", "佳怡", "子墨", "海燕", "建国", "晓东", "梦洁")  # fmt: skip
LATIN_FAMILY = ("Wang", "Li", "Zhang", "Liu", "Chen", "Yang", "Huang", "Zhao", "Wu", "Zhou", "Xu", "Sun", "Ma", "Zhu",
                "Hu", "Guo", "He", "Gao", "Lin", "Luo", "Zheng", "Liang", "Xie", "Song", "Tang", "Xu", "Han", "Feng",
                "Deng", "Cao")  # fmt: skip
LATIN_GIVEN = ("Wei", "Fang", "Na", "Min", "Jing", "Qiang", "Lei", "Yang", "Yan", "Yong", "Jun", "Jie", "Juan", "Tao",
               "Ming", "Chao", "Xiulan", "Xia", "Ping", "Gang", "Guiying", "Wenbo", "Siyuan", "Yutong", "Jiayi",
               "Zimo", "Haiyan", "Jianguo", "Xiaodong", "Mengjie")  # fmt: skip
# Unit, wave, its head (of the cast, else a name), and how many there are besides in each role of the CRM.
GROUPS = (
    ("EAST", PILOT, "owner", (("managers", 4), ("sales", 38), ("marketing", 6), ("service", 14))),
    ("SOUTH", FIRST, ("马骏", "Ma Jun"), (("managers", 5), ("sales", 52), ("marketing", 8), ("service", 8))),
    ("SERVICE", FIRST, "service", (("managers", 3), ("service", 34))),
)  # fmt: skip
CAST_ROLES = {"wave": "managers", "user": "sales"}  # of the pilot, each in the place of one of its group
AWAY = ((17, -2, 3, ("年假", "annual leave")), (23, -40, 60, ("产假", "maternity leave")))  # of the pilot: who, days
LICENSED_BEFORE = 10  # working days before the go-live


@seams.demo.provide("37.rollout.waves")
def waves(story: Story) -> None:
    """Plan the waves with the pilot's choice, load the roster, and go live with the pilot."""
    day = story.ended("T38")
    story.then(day, partial(_plan, story), hour=14, minute=10)
    story.then(story.calendar.add_days(day, 1), partial(_load, story), hour=9, minute=20)
    live = story.ended("T40")
    story.then(live, partial(_live, story, live), hour=18, minute=30)


def _units(*codes: str) -> list[Unit]:
    return list(Unit.objects.filter(code__in=codes).order_by("code"))


def _plan(story: Story) -> None:
    lead = story.people["wave"]
    values: dict[str, Any] = {
        "code": PILOT, "name_zh": "试点", "name_en": "Pilot", "position": 0, "units": _units("EAST"),
        "planned_on": story.ended("T40"),
    }  # fmt: skip
    create_wave(story.programme, values=values, actor=lead)
    wave = Wave.objects.get(programme=story.programme, code=FIRST)
    planned = story.workday(35)
    values = {"position": 1, "units": _units("SOUTH", "SERVICE"), "planned_on": planned}
    update_wave(wave, values=values, actor=lead)


def _load(story: Story) -> None:
    """Bring the personnel file in, as the wave lead did."""
    rows = _rows(story)
    changes = [Change(line, row) for line, row in enumerate(rows, start=2)]
    write_roster(story.programme, Batch(changes), story.people["wave"])


def _live(story: Story, day: Any) -> None:
    wave = Wave.objects.get(programme=story.programme, code=PILOT)
    mark_live(wave, on=day, actor=story.people["wave"])


def _rows(story: Story) -> list[dict[str, Any]]:
    names = _names(story)
    rows: list[dict[str, Any]] = []
    for unit, wave, head, parts in GROUPS:
        rows += _group(story, names, len(rows), (unit, wave, head, parts))
    for place, first, last, reason in AWAY:
        spans = f"{story.workday(first)}/{story.today + timedelta(days=last)} {story.say(*reason)}"
        rows[place]["absences"] = (spans,)
    rows.append(
        {
            "key": "SVC-ERP", "name": story.say("ERP接口账号", "ERP interface"), "account": AccountKind.INTEGRATION,
            "crm_id": "crm-svc-erp", "crm_role": "integration", "licensed_on": story.ended("T33"),
        }
    )  # fmt: skip
    return rows


def _group(story: Story, names: Any, before: int, group: tuple[Any, ...]) -> list[dict[str, Any]]:
    """Write the people of a unit: its head, team leaders who answer to the head, and their teams."""
    unit, wave, head, parts = group
    goes_live = story.ended("T40") if wave == PILOT else story.workday(35)
    common = {
        "unit": unit, "wave": wave, "account": AccountKind.PERSON,
        "licensed_on": story.calendar.add_days(goes_live, -LICENSED_BEFORE),
    }  # fmt: skip
    cast = dict(CAST_ROLES) if wave == PILOT else {}
    crew = [("managers", head)]
    for role, count in parts:
        own = [key for key, of in cast.items() if of == role]
        crew += [(role, who) for who in [*own, *([None] * (count - len(own)))]]
    keys = [f"CJ-{1001 + before + n}" for n in range(len(crew))]
    leaders = [key for key, (role, _who) in zip(keys, crew, strict=True) if role == "managers"]
    rows = []
    for n, (key, (role, who)) in enumerate(zip(keys, crew, strict=True)):
        manager = "" if n == 0 else leaders[0] if role == "managers" else leaders[1 + n % (len(leaders) - 1)]
        name, email = _person(story, who, names, key)
        rows.append(
            common
            | {"key": key, "name": name, "email": email, "crm_role": role, "manager": manager,
               "crm_id": f"crm-{key.lower()}"}
        )  # fmt: skip
    return rows


def _person(story: Story, who: Any, names: Any, key: str) -> tuple[str, str]:
    if isinstance(who, str):
        return story.people[who].name, story.people[who].email
    name = story.say(*who) if who else next(names)
    return name, f"{key.lower()}@chengjiang.example"


def _names(story: Story) -> Any:
    """Give names that nobody shares, in an order of chance."""
    pairs = [
        (f"{FAMILY[i]}{GIVEN[j]}", f"{LATIN_FAMILY[i]} {LATIN_GIVEN[j]}")
        for i, j in product(range(len(LATIN_FAMILY)), range(len(GIVEN)))
    ]
    story.dice("rollout.names").shuffle(pairs)
    known = {person.name for person in story.people.values()}
    return (name for pair in pairs if (name := story.say(*pair)) not in known)
