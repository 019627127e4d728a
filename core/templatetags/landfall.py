"""Template tags of the house: status, figures, shares, dates, icons and small drawn parts."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django import template
from django.db.models.fields import BLANK_CHOICE_DASH
from django.forms import BoundField, ChoiceField, ModelChoiceField, Select
from django.templatetags.static import static
from django.utils import timezone
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from core.documents import svg, words
from core.documents.values import STATUS_KINDS, Cell, CellValue, Figure, Status, StatusKind
from core.imports.words import read_in
from core.register import Column, Row

register = template.Library()
NONE = "–"
EDITED = '<a class="edit" href="{}" hx-get="{}" hx-target="closest td" hx-swap="innerHTML" data-edit>{}</a>'
DASHES = BLANK_CHOICE_DASH[0][1]


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw an icon of the sprite; decoration only, the word stands beside it."""
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', static("vendor/icons.svg"), name
    )


@register.simple_tag
def status(kind: str | Status, word: Any = "", *, only: bool = False, css: str = "") -> SafeString:
    """Show a status as shape and word; ``only`` leaves the word to screen readers where the sentence says the same.

    Takes a ``Status`` or one of the nine kinds with its word; without a word the kind's usual one stands.
    """
    shown = kind if isinstance(kind, Status) else Status(cast("StatusKind", kind), word)
    if shown.kind not in STATUS_KINDS:
        msg = f"{shown.kind!r} is no status; use one of {', '.join(STATUS_KINDS)}"
        raise ValueError(msg)
    said = words.status_word(shown)
    classes = f"st st-{shown.kind}" + (" st-only" if only else "") + (f" {css}" if css else "")
    return format_html(
        '<span class="{}">{}</span>', classes, format_html('<span class="sr">{}</span>', said) if only else said
    )


@register.filter
def figure(value: Any, places: int | None = None) -> str:
    """Write a number in groups of three, a ``Figure`` with its unit; nothing as a dash."""
    if isinstance(value, Figure):
        return words.figure_text(value)
    return NONE if value in {None, ""} else words.number(Decimal(str(value)), places)


@register.simple_tag
def share(numerator: Any, denominator: Any, places: int = 1) -> str:
    """Write a share with both counts: ``82.0% (41/50)``; a dash where nothing was counted."""
    if numerator is None or not denominator:
        return NONE
    part, whole = Decimal(str(numerator)), Decimal(str(denominator))
    counted = Figure(part / whole, "share", places, part, whole)
    return f"{words.figure_text(counted)} ({words.counted(counted)})"


@register.filter
def pp(value: Any) -> str:
    """Write a difference between two shares in percentage points: ``+2.8 pp``."""
    return NONE if value is None else words.figure_text(Figure(Decimal(str(value)), "pp", signed=True))


@register.filter
def wd(value: Any) -> str:
    """Write a slip in working days with its sign: ``+7 working days``."""
    return NONE if value is None else words.figure_text(Figure(Decimal(str(value)), "wd", signed=True))


def day_text(value: date) -> str:
    """Write a day: ``05-14`` in Chinese, ``14 May`` in English, with the year where it is not this one."""
    same = value.year == timezone.localdate().year
    return words.short_day(value) if same else words.day(value)


@register.filter
def day(value: date | datetime | None) -> SafeString | str:
    """Mark up a day; a point in time counts in the reader's zone."""
    if not value:
        return NONE
    local = timezone.localtime(value) if isinstance(value, datetime) and timezone.is_aware(value) else value
    plain = local.date() if isinstance(local, datetime) else local
    return format_html('<time datetime="{}">{}</time>', plain.isoformat(), day_text(plain))


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """Mark up a point in time in the reader's zone: ``05-14 08:30``, ``14 May 08:30``."""
    if not value:
        return NONE
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    text = f"{day_text(local.date())} {local:%H:%M}"
    return format_html('<time datetime="{}">{}</time>', local.isoformat(timespec="seconds"), text)


@register.filter
def shown(value: CellValue) -> SafeString | str:
    """Show any value of a cell: a status with its shape, a date in the reader's zone, a figure with its unit."""
    match value:
        case None | "":
            return NONE
        case Cell():
            text = shown(value.content)
            return format_html('<a href="{}">{}</a>', value.url, text) if value.url else text
        case Status():
            return status(value)
        case datetime():
            return moment(value)
        case date():
            return day(value)
        case bool():
            return _("yes") if value else _("no")
        case Figure() | int() | Decimal():
            return figure(value)
    return str(value)


def cell_html(column: Column, cell: Cell, *, url: str = "", edit_url: str = "") -> SafeString:
    """Draw what stands in a register's cell; in Python, because a page has hundreds of them.

    ``url`` is the record's, linked by the column that is the title; ``edit_url`` that of editing in place.
    """
    parts: list[SafeString | str] = []
    if cell.old is not None:
        parts.append(format_html('<span class="old">{}</span> ', shown(cell.old)))
    if cell.status:
        parts.append(status(cell.status))
    if cell.content is not None or not cell.status:
        if cell.status:
            parts.append(" ")
        text = shown(cell.content)
        if column.title and url:
            text = format_html('<a class="t" href="{}">{}</a>', url, text)
        elif edit_url:
            text = format_html(EDITED, edit_url, edit_url, text)
        elif cell.url:
            text = format_html('<a class="lf-src" href="{}">{}</a>', cell.url, text)
        elif cell.strong:
            text = format_html("<b>{}</b>", text)
        parts.append(text)
    if cell.second:
        parts.append(format_html('<span class="d">{}</span>', cell.second))
    return SafeString("".join(conditional_escape(part) for part in parts))


@register.simple_tag
def cells(row: Row) -> SafeString:
    """Draw the cells of a register's row."""
    return format_html_join(
        "\n",
        '<td class="{}" data-l="{}">{}</td>',
        (
            (
                _classes(one.column, one.cell),
                one.label,
                cell_html(one.column, one.cell, url=one.cell.url or row.url, edit_url=one.edit_url),
            )
            for one in row.cells
        ),
    )


def _classes(column: Column, cell: Cell) -> str:
    named = (("num", column.number), ("nowrap", column.nowrap), ("wide", column.title))
    tone = "mute" if cell.tone == "muted" else cell.tone
    return " ".join([name for name, on in named if on] + [tone] * bool(tone))


@register.simple_tag
def bar(value: Any, threshold: Any = None, tone: str = "") -> SafeString:
    """Draw a distance bar: the value in per cent, the threshold as a stroke; the words stand beneath it."""
    fill = min(max(Decimal(str(value or 0)), Decimal(0)), Decimal(100))
    stroke = SafeString("<u></u>") if threshold is not None else ""
    parts = [f"--p:{fill}"] + ([f"--t:{threshold}"] if threshold is not None else [])
    parts += [f"--bc:var(--{tone})"] if tone in {"bad", "warn"} else []
    return format_html('<span class="lf-bar" style="{}"><i></i>{}</span>', ";".join(parts), stroke)


@register.simple_tag
def spark(values: Iterable[Any], target: Any = None) -> SafeString:
    """Draw a sparkline with a dotted target and an end point; the figure beside it is the reading."""
    return format_html('<span class="spark">{}</span>', svg.sparkline([v for v in values if v is not None], target))


@register.simple_tag
def attrs(**named: Any) -> SafeString:
    """Write attributes whose value is not empty; underscores become hyphens."""
    pairs: Sequence[tuple[str, Any]] = [
        (name.replace("_", "-"), value) for name, value in named.items() if value not in {"", None, False}
    ]
    return format_html_join("", ' {}="{}"', pairs)


@register.filter
def undo_url(tags: str) -> str:
    """Return the address in a message's ``undo=…`` tag, empty where it has none."""
    return next((part.removeprefix("undo=") for part in (tags or "").split() if part.startswith("undo=")), "")


@register.simple_tag
def field(bound: BoundField) -> SafeString:
    """Render a form field with the house's classes; errors are Django's own ``aria-invalid`` and description."""
    kind = bound.widget_type
    if kind in {"select", "lazyselect"}:
        _name_empty(bound)
    css = "form-select" if kind in {"select", "nullbooleanselect"} else "form-control"
    if kind in {"checkbox", "radioselect", "checkboxselectmultiple"}:
        css = ""
    if kind in {"selectmultiple", "lazyselectmultiple"}:
        css = "form-control many"
    if bound.errors and css:
        css += " is-invalid"
    given = str(bound.field.widget.attrs.get("class", ""))
    return bound.as_widget(attrs={"class": f"{given} {css}".strip()} if css else {})


def _name_empty(bound: BoundField) -> None:
    """Say in words what choosing nothing means, where Django would print dashes."""
    word = _("Choose…") if bound.field.required else pgettext("choice", "None")
    if isinstance(bound.field, ModelChoiceField):
        if bound.field.empty_label == DASHES:
            bound.field.empty_label = word
    elif isinstance(bound.field, ChoiceField):
        widget = cast("Select", bound.field.widget)
        widget.choices = [("", word) if pair == ("", DASHES) else pair for pair in widget.choices]


@register.simple_tag
def parts(value: Figure) -> tuple[str, str]:
    """Split a figure into number and unit, for a key figure."""
    return words.parts(value)


@register.filter
def counted(value: Figure) -> str:
    """Say how a figure was counted: ``41/44`` or ``n=412``."""
    return words.counted(value)


@register.filter
def short(digest: str) -> str:
    """Shorten a hash to its first and last four digits."""
    return words.short_hash(digest)


@register.filter(name="day_text")
def plain_day(value: date | None) -> str:
    """Write a day without markup, for use inside a sentence."""
    return day_text(value) if value else NONE


@register.filter
def said(kept: Any) -> str:
    """Give a sentence that is kept in every language in the reader's."""
    return read_in(kept)
