"""Durations, lags and predecessors as people write them in cells, and the one form in which they are kept."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

DAY = 480
MINUTES = {"m": 1, "h": 60, "d": DAY, "w": 5 * DAY}
UNITS = {
    "": "d", "d": "d", "day": "d", "days": "d", "wd": "d", "天": "d", "日": "d", "工作日": "d", "个工作日": "d",
    "h": "h", "hr": "h", "hrs": "h", "hour": "h", "hours": "h", "小时": "h", "工时": "h", "个小时": "h",
    "m": "m", "min": "m", "mins": "m", "minute": "m", "minutes": "m", "分": "m", "分钟": "m", "分钟工时": "m",
    "w": "w", "wk": "w", "wks": "w", "week": "w", "weeks": "w", "周": "w", "周工时": "w", "个星期": "w",
}  # fmt: skip
ELAPSED_DAY = 1440
ELAPSED = {"m": 1, "h": 60, "d": ELAPSED_DAY, "w": 7 * ELAPSED_DAY}
SPAN = re.compile(r"([+-]?)\s*(\d{1,9}(?:\.\d{1,6})?)\s*([a-z\u4e00-\u9fff]*)\??$")
TOKEN = re.compile(
    r"(?P<ref>.+?)\s*(?P<kind>FS|SS|FF|SF|完成-开始|开始-开始|完成-完成|开始-完成)?\s*"
    r"(?P<lag>[+-]\s*\d[\d.]*\s*[a-z%\u4e00-\u9fff]*)?$",
    re.IGNORECASE,
)
CHINESE = {"完成-开始": "FS", "开始-开始": "SS", "完成-完成": "FF", "开始-完成": "SF"}
BY_WBS = "="  # begins a reference to a task that has no other name than its WBS
SIX_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Token:
    """One predecessor: what it is called, the kind of link, the lag in minutes or per cent, and what the lag counts."""

    ref: str
    kind: str = "FS"
    lag: int = 0
    unit: str = "work"

    def __str__(self) -> str:
        if not self.lag:
            return self.ref if self.kind == "FS" else f"{self.ref}{self.kind}"
        return f"{self.ref}{self.kind}{lag_text(self.lag, self.unit)}"


def minutes_of(text: str) -> int | None:
    """Read a span such as ``5``, ``2.5d``, ``4 h`` or ``3 个工作日`` as working minutes; None where it is none."""
    found = SPAN.match(text.strip().lower())
    unit = UNITS.get(found[3]) if found else None
    if found is None or unit is None:
        return None
    minutes = Decimal(found[2]) * MINUTES[unit]
    return int(minutes.to_integral_value()) * (-1 if found[1] == "-" else 1)


def days_of(minutes: int, day: int = DAY) -> Decimal:
    """Write working minutes as days, or elapsed ones of a longer day, with at most six places."""
    days = (Decimal(minutes) / day).quantize(SIX_PLACES)
    return days.quantize(Decimal(1)) if days == days.to_integral_value() else days.normalize()


def minutes_from_days(days: Decimal, day: int = DAY) -> int:
    """Return the minutes of so many days: what ``days_of`` has written comes back whole."""
    return int((days * day).to_integral_value())


def in_order(tokens: Iterable[object]) -> tuple[str, ...]:
    """Write tokens in one order, whatever the order of a file: numbers by their size, then words."""
    return tuple(sorted(map(str, tokens), key=lambda text: (len(text) if text[:1].isdigit() else 1000, text)))


def lag_text(lag: int, unit: str = "work") -> str:
    """Write a lag with its sign: days as ``+2d``, other minutes as ``+90m``, elapsed ``+2ed``, per cent ``+50%``."""
    sign, size = "-" if lag < 0 else "+", abs(lag)
    if unit in {"percent", "epercent"}:
        return f"{sign}{size}{'e' if unit == 'epercent' else ''}%"
    mark, day = ("e", ELAPSED_DAY) if unit == "elapsed" else ("", DAY)
    return f"{sign}{size // day}{mark}d" if size % day == 0 else f"{sign}{size}{mark}m"


def read_lag(text: str) -> tuple[int, str] | None:
    """Read ``+2d``, ``-4h``, ``+2ed``, ``+50%`` or ``+50e%`` as (lag, unit); None where the text is no lag."""
    found = SPAN.match(text.strip().lower().removesuffix("%"))
    if found is None:
        return None
    sign = -1 if found[1] == "-" else 1
    if text.strip().endswith("%"):
        whole = found[3] in {"", "e"} and Decimal(found[2]) == int(Decimal(found[2]))
        return (sign * int(Decimal(found[2])), "epercent" if found[3] else "percent") if whole else None
    return read_span(text)


def read_span(text: str) -> tuple[int, str] | None:
    """Read ``5d`` as working minutes, ``2ed`` as elapsed ones; None where the text is no span."""
    found = SPAN.match(text.strip().lower())
    if found is not None and found[3] not in UNITS and found[3].startswith("e") and (unit := UNITS.get(found[3][1:])):
        minutes = int((Decimal(found[2]) * ELAPSED[unit]).to_integral_value())
        return (-minutes if found[1] == "-" else minutes), "elapsed"
    working = minutes_of(text)
    return None if working is None else (working, "work")


def read_token(text: str) -> Token | None:
    """Read ``12``, ``12SS``, ``T03FS+2d``, ``3FS-4h`` or ``7FF+50%``; None where the text is no predecessor."""
    found = TOKEN.match(text.strip())
    if found is None or not found["ref"].strip():
        return None
    lag = read_lag(found["lag"]) if found["lag"] else (0, "work")
    if lag is None:
        return None
    kind = found["kind"] or "FS"
    return Token(found["ref"].strip(), CHINESE.get(kind, kind.upper()), *lag)
