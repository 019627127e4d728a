"""What a goal's sentence says: outputs, vague words, and the numbers that can be read from it."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from programme.charter.choices import Direction, Unit, UnitKind

NUMBER = r"(\d+(?:\.\d+)?)"
POINTS = re.compile(NUMBER + r"\s*(?:个?\s*百分点|pp\b|percentage points?|percent points?)", re.IGNORECASE)
PERCENT = re.compile(NUMBER + r"\s*(?:[%%]|per ?cent\b)", re.IGNORECASE)
RANGE = re.compile(
    r"(?:从|由|from)\s*" + NUMBER + r"\s*([^\d\s]*?)\s*(?:提升|提高|增加|增长|降|缩短|减少|下降|上升|到|至|to)"
    r"[^\d]{0,6}" + NUMBER,
    re.IGNORECASE,
)
WINDOW = re.compile(
    r"(?:在|未来|within|in|over)?\s*(?:未来|the next)?\s*"
    r"(\d+|[一二三四五六七八九十两]+|one|two|three|four|six|nine|twelve)\s*-?\s*(个月|年|季度|months?|years?|quarters?)"
    r"\s*(?:内|之内)?",
    re.IGNORECASE,
)
DATES = re.compile(
    r"\d{4}[-/年.]\d{1,2}(?:[-/月.]\d{1,2}日?)?|\d{2,4}年|\d{1,2}月份?(?:\d{1,2}[日号])?|\bQ[1-4]\b|\b20\d\d\b",
    re.IGNORECASE,
)
UNITS = (
    (Unit.DAYS, r"(?:个?工作日|天|days?\b)"),
    (Unit.HOURS, r"(?:个?小时|hours?\b)"),
    (Unit.MINUTES, r"(?:分钟|minutes?\b|min\b)"),
    (Unit.SECONDS, r"(?:秒|seconds?\b)"),
    (Unit.CNY, r"(?:万元|亿元|元|CNY\b|RMB\b)"),
    (Unit.COUNT, r"(?:次|个|家|单|件|人|条|calls?\b|visits?\b|follow-ups?\b|cases?\b|deals?\b)"),
    (Unit.POINTS, r"(?:分(?!钟)|points?\b)"),
)
DOWN = re.compile(r"缩短|降低|减少|下降|降至|压缩|shorten|reduc|lower|cut|decreas|fewer|less", re.IGNORECASE)
OUTPUT = re.compile(
    r"上线|投产|投入使用|部署(?:完成|完毕)?|交付|验收|完成(?:实施|建设|采购|开发)|采购完成|启用|开通"
    r"|(?:使用|用上)(?:新|本|该)?\s*(?:的)?\s*(?:CRM|系统)|go[\s-]?live|\blive\b|\blaunch|\bdeploy|\binstall|\bdeliver"
    r"|\bprocure|\broll(?:ed)?[\s-]?out\b|implement|up and running|\bswitch(?:ed|es)?[\s-]?on\b|\bin (?:use|operation|"
    r"production|service)\b|\boperational\b|\bus(?:e|es|ed|ing) (?:the |our |a )?(?:new )?(?:CRM|system)\b",
    re.IGNORECASE,
)
VAGUE = re.compile(
    r"提升|提高|改善|优化|加强|增强|强化|促进|推进|全面|更好|improv|increas|enhanc|optimi[sz]|strengthen|better|boost",
    re.IGNORECASE,
)
MONTHS = {
    "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9, "十": 10, "十二": 12,
    "one": 1, "two": 2, "three": 3, "four": 4, "six": 6, "nine": 9, "twelve": 12,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Objection:
    """What is wrong with a sentence, and what would be right."""

    code: str  # output or vague
    text: Any
    suggestion: Any


@dataclass(frozen=True, slots=True)
class Reading:
    """Numbers found in a sentence; what it does not say is None or empty."""

    amount: Decimal | None = None
    kind: str = ""  # pp, relative (never guessed from a bare %), absolute
    unit: str = ""
    direction: str = Direction.UP.value
    baseline: Decimal | None = None
    target: Decimal | None = None
    months: int | None = None
    percent: bool = False  # the amount is in per cent, of whatever

    @property
    def measurable(self) -> bool:
        """Tell whether the sentence carries a result in numbers."""
        return self.amount is not None or self.target is not None

    @property
    def needs_kind(self) -> bool:
        """Tell whether the sentence says per cent without saying of what."""
        return self.percent and not self.kind


def read(sentence: str) -> Reading:
    """Read amount, unit, direction, range and window from a Chinese or English sentence.

    "10个百分点" and "10 pp" are pp; a bare "15 %" leaves the kind open, because it may mean either.
    """
    months = _window(sentence)
    text = DATES.sub(" ", WINDOW.sub(" ", sentence))
    direction = Direction.DOWN.value if DOWN.search(text) else Direction.UP.value
    if found := RANGE.search(text):
        unit = _unit_after(text[found.start(3) :], found[3])
        same = not found[2] or _unit_after(found[2], "") == unit
        first = Decimal(found[1]) if same else None
        return Reading(unit=unit, direction=direction, baseline=first, target=Decimal(found[3]), months=months)
    if found := POINTS.search(text):
        return Reading(Decimal(found[1]), UnitKind.PP.value, Unit.PERCENT.value, direction, months=months, percent=True)
    if found := PERCENT.search(text):
        return Reading(Decimal(found[1]), direction=direction, months=months, percent=True)
    for unit, word in UNITS:
        if found := re.search(NUMBER + r"\s*" + word, text, re.IGNORECASE):
            return Reading(Decimal(found[1]), UnitKind.ABSOLUTE.value, unit.value, direction, months=months)
    return Reading(direction=direction, months=months)


def _unit_after(rest: str, number: str) -> str:
    """Name the unit that follows the second number of a range."""
    tail = rest[len(number) :].strip()
    if tail.startswith(("%", "%")):
        return Unit.PERCENT.value
    for unit, word in UNITS:
        if re.match(word, tail, re.IGNORECASE):
            return unit.value
    return ""


def _window(sentence: str) -> int | None:
    """Months of "in 6 months", "三个月内", "一年内"."""
    found = WINDOW.search(sentence)
    if found is None:
        return None
    word, span = found[1].lower(), found[2].lower()
    count = int(word) if word.isdigit() else MONTHS.get(word)
    if count is None:
        return None
    return count * (12 if span.startswith(("年", "year")) else 3 if span.startswith(("季", "quarter")) else 1)


def objections(sentence: str) -> list[Objection]:
    """Lint a goal's sentence: an output is no outcome, nor is a number of outputs, and a wish without one is vague."""
    found = read(sentence)
    counted = (
        found.amount is not None and found.unit == Unit.COUNT and not (VAGUE.search(sentence) or DOWN.search(sentence))
    )
    if OUTPUT.search(sentence) and (counted or not found.measurable):
        return [
            Objection(
                "output",
                _("This is an output, not an outcome: a system that is live proves no value yet."),
                _("Keep it as a milestone, and say which business figure it should move, by how much and by when."),
            )
        ]
    if VAGUE.search(sentence) and not found.measurable:
        return [
            Objection(
                "vague",
                _("This is a wish without a number."),
                _(
                    "Say it like this: within three months, through standard sales steps and the mobile app, "
                    "raise the daily customer follow-ups per salesperson by a relative 25 %, from 8.0 to 10.0."
                ),
            )
        ]
    return []
