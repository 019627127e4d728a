"""The living example: one company's story, told by every slice's ``demo.py`` in floor order.

A seeder is called with the story and writes into its diary what people did, on which day; then the diary is lived in
the order of time, through services only, as the person who would have done it. The figures agree because everything
is derived from the same days and people.
"""

import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from heapq import heappop, heappush
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation

from core import seams
from core.calendar import WorkCalendar, china
from core.slices import load_from_slices

PASSWORD = "landfall-demo"  # noqa: S105  (printed on purpose; refused beyond loopback)
COMPANY = ("澄江精密仪器", "Chengjiang Instruments")


@dataclass(frozen=True, slots=True)
class Size:
    """What a size adds to the story: risks and issues beside those told, further programmes, nights of snapshots."""

    risks: int = 0
    issues: int = 0
    programmes: int = 0
    nights: int = 1


SIZES = {
    "small": Size(),
    "medium": Size(risks=40, issues=16, nights=14),
    "large": Size(risks=980, issues=200, programmes=3, nights=14),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One person of the cast."""

    key: str  # also the mail address before @demo.landfall
    zh: str
    en: str
    roles: tuple[str, ...]
    title: tuple[str, str]
    unit: str = ""
    administrator: bool = False


CAST = (
    Part("sponsor", "顾承远", "Gu Chengyuan", ("SP",), ("总经理", "General manager"), "HQ"),
    Part("steering", "苏晓岚", "Su Xiaolan", ("SC",), ("营销副总裁", "VP sales and marketing"), "HQ"),
    Part("pmo", "李敏", "Li Min", ("PM",), ("项目经理", "Project manager"), "HQ"),
    Part("owner", "陈曦", "Chen Xi", ("BO",), ("华东销售总监", "Sales director, east"), "EAST"),
    Part("service", "周航", "Zhou Hang", ("PO",), ("客服经理", "Service manager"), "SERVICE"),
    Part("it", "王珂", "Wang Ke", ("IT", "CL"), ("信息部经理", "Head of IT"), "IT"),
    Part("data", "赵启明", "Zhao Qiming", ("DS",), ("数据分析师", "Data analyst"), "IT"),
    Part("change", "林若楠", "Lin Ruonan", ("CM",), ("变革经理", "Change manager"), "HQ"),
    Part("trainer", "何静", "He Jing", ("TR",), ("培训讲师", "Trainer"), "HQ"),
    Part("tests", "刘洋", "Liu Yang", ("TL",), ("测试负责人", "Test lead"), "IT"),
    Part("wave", "孙博", "Sun Bo", ("WL",), ("华东运营经理", "Operations manager, east"), "EAST"),
    Part("finance", "郑宁", "Zheng Ning", ("FIN",), ("财务总监", "Finance director"), "HQ"),
    Part("user", "吴桐", "Wu Tong", ("USR", "AMB"), ("客户经理", "Account manager"), "EAST"),
    Part("auditor", "钱卫", "Qian Wei", ("AUD",), ("内审专员", "Internal auditor"), "HQ"),
    Part("admin", "系统管理员", "Administrator", (), ("系统管理员", "Administrator"), "IT", administrator=True),
)
UNITS = (
    ("HQ", "总部", "Headquarters", ""),
    ("EAST", "华东大区", "East region", "HQ"),
    ("SOUTH", "华南大区", "South region", "HQ"),
    ("SERVICE", "苏州服务中心", "Suzhou service centre", "HQ"),
    ("IT", "信息技术部", "Information technology", "HQ"),
)


@dataclass(frozen=True, slots=True, order=True)
class Entry:
    """One act of the diary: when, and in which order of writing where several share a moment."""

    day: date
    hour: int
    minute: int
    number: int
    act: Callable[[], Any] = field(compare=False)


@dataclass
class Story:
    """What the seeders share: the day it is, the language, the cast, and the programme once it is started."""

    language: str
    seed: int
    size: str
    today: date
    zone: ZoneInfo
    people: dict[str, Any] = field(default_factory=dict)
    programme: Any = None
    facts: dict[str, Any] = field(default_factory=dict)  # what one seeder leaves for the next
    calendar: WorkCalendar = field(default_factory=china)
    spans: dict[str, tuple[date, date | None]] = field(default_factory=dict)  # task → when it began and ended
    diary: list[Entry] = field(default_factory=list)
    written: int = 0
    latest: datetime | None = None  # until when the last block lasted

    @property
    def chinese(self) -> bool:
        """Tell whether the story is told in Chinese."""
        return self.language.startswith("zh")

    def say(self, zh: str, en: str) -> str:
        """Choose the words of the story's language."""
        return zh if self.chinese else en

    @property
    def more(self) -> Size:
        """What the story's size adds."""
        return SIZES[self.size]

    @property
    def slug(self) -> str:
        """The short name of the story's programme; one for each language."""
        return self.say("demo-zh", "demo-en")

    def dice(self, name: str) -> random.Random:
        """Give a source of chance of its own for each name, so that seeders do not disturb each other."""
        return random.Random(f"{self.seed}:{name}")  # noqa: S311

    def workday(self, offset: int) -> date:
        """Give the day so many working days after today, before it where negative."""
        return self.calendar.add_days(self.today, offset)

    def holder(self, role: str) -> Any:
        """Give the person of the cast who holds the role."""
        return self.people[next(part.key for part in CAST if role in part.roles)]

    def began(self, code: str) -> date:
        """Tell when a task of the plan began."""
        return self.spans[code][0]

    def ended(self, code: str) -> date:
        """Tell when a task of the plan ended; today while it goes on."""
        return self.spans[code][1] or self.today

    def then(self, day: date, act: Callable[[], Any], *, hour: int = 9, minute: int = 0) -> None:
        """Write into the diary that this happens on that day; what lies after today never happens."""
        if day <= self.today:
            self.written += 1
            heappush(self.diary, Entry(day, hour, minute, self.written, act))

    def live(self) -> None:
        """Let the diary happen in the order of time; what is written meanwhile takes its place."""
        while self.diary:
            entry = heappop(self.diary)
            if self.programme is not None:
                self.programme.refresh_from_db()  # an act before may have moved it
            with self.on(entry.day, entry.hour, entry.minute):
                entry.act()

    @contextmanager
    def on(self, day: date, hour: int = 9, minute: int = 0) -> Iterator[None]:
        """Let the block happen on that day, at latest now where it is today; this process's clock is moved."""
        moment = datetime.combine(day, time(hour, minute), self.zone).astimezone(UTC)
        real = timezone.now
        started = real()
        if day == started.astimezone(self.zone).date():
            moment = min(moment, started)
        if self.latest is not None and timedelta() < self.latest - moment < timedelta(minutes=1):
            moment = self.latest  # two acts of one minute keep their order

        def now() -> datetime:
            return moment + (real() - started)

        timezone.now = now
        try:
            with translation.override(self.language):
                yield
        finally:
            self.latest = now()
            timezone.now = real


def tell(story: Story) -> None:
    """Let every slice add its part, in the order of the names under which they are provided; then live it all."""
    load_from_slices("demo")
    for seed in seams.demo.values():
        with translation.override(story.language):
            seed(story)
    story.live()
