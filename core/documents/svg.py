"""Pictures as inline SVG, and the three that pages use: sparkline, ribbon and risk matrix."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.documents import charts, pictures, words
from core.documents.blocks import Chart, Dot, GateMark, Phase
from core.documents.drawing import Circle, Label, Path, Picture, Rect, Shape
from core.documents.markup import is_safe
from core.documents.values import Number

NARROW, TALLEST = 350.0, 220.0  # of the twin that phones show


def drawn(chart: Chart, width: float, height: float, size: float = 11) -> SafeString:
    """Return a chart, and after it the twin that a phone shows instead: there words would shrink with the picture."""
    wide = svg(charts.draw(chart, width, height, size), css="lf-draw")
    if width <= NARROW:
        return wide
    return wide + svg(charts.draw(chart, NARROW, min(height, TALLEST), size), css="lf-draw-narrow")


def sparkline(values: Sequence[Number], target: Number | None = None) -> SafeString:
    """Return a trend that stretches to its box; hidden from screen readers, the figure stands beside it."""
    picture = pictures.sparkline(values, target, 160, 26)
    return svg(picture, css="lf-spark", stretch=True, hidden=True)


def risk_matrix(dots: Sequence[Dot], language: str | None = None) -> SafeString:
    """Return the 5 by 5 matrix; the register beside it is its table."""
    if language is None:
        return svg(pictures.risk_matrix(dots, 46), css="lf-matrix")
    with override(language):
        return svg(pictures.risk_matrix(dots, 46), css="lf-matrix")


def ribbon(
    phases: Sequence[Phase], gates: Sequence[GateMark], today: date | None, language: str | None = None
) -> SafeString:
    """Return the phase ribbon as the markup of ``.lf-ribbon``: it follows the width of its page."""
    if language is None:
        return _ribbon(phases, gates, today)
    with override(language):
        return _ribbon(phases, gates, today)


def svg(picture: Picture, *, css: str = "", stretch: bool = False, hidden: bool = False) -> SafeString:
    """Return the picture with its title and description, or hidden where its words stand beside it."""
    shapes = "".join(_shape(shape, stretch=stretch) for shape in picture.shapes)
    words_of = "" if hidden else f"<title>{escape(picture.title)}</title><desc>{escape(picture.description)}</desc>"
    aria = 'aria-hidden="true"' if hidden else 'role="img"'
    aspect = ' preserveAspectRatio="none"' if stretch else ""
    most = "" if stretch or css == "lf-matrix" else f' style="max-width:{_n(picture.width * 1.2)}px"'
    size = f'viewBox="0 0 {_n(picture.width)} {_n(picture.height)}"'
    return mark_safe(f'<svg class="{escape(css)}" {size} {aria}{aspect}{most}>{words_of}{shapes}</svg>')  # noqa: S308


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _shape(shape: Shape, *, stretch: bool) -> str:
    match shape:
        case Path():
            return _path(shape, stretch=stretch)
        case Rect():
            box = f'x="{_n(shape.x)}" y="{_n(shape.y)}" width="{_n(shape.width)}" height="{_n(shape.height)}"'
            return f'<rect {box} fill="{shape.fill or "none"}"{_stroke(shape.stroke, 0.8)}/>'
        case Circle() if stretch:  # a stretched circle would be an ellipse; a round cap of no length stays round
            cap = f'stroke="{shape.fill}" stroke-width="{_n(shape.r * 2.4)}" stroke-linecap="round"'
            return f'<path d="M{_n(shape.x)} {_n(shape.y)}h.01" {cap} vector-effect="non-scaling-stroke"/>'
        case Circle():
            place = f'cx="{_n(shape.x)}" cy="{_n(shape.y)}" r="{_n(shape.r)}"'
            return f'<circle {place} fill="{shape.fill or "none"}"{_stroke(shape.stroke, shape.width)}/>'
    return _label(shape)


def _path(path: Path, *, stretch: bool) -> str:
    d = "M" + "L".join(f"{_n(x)} {_n(y)}" for x, y in path.points) + ("Z" if path.closed else "")
    dash = f' stroke-dasharray="{" ".join(map(_n, path.dash))}"' if path.dash else ""
    fixed = ' vector-effect="non-scaling-stroke"' if stretch else ""
    return f'<path d="{d}" fill="{path.fill or "none"}"{_stroke(path.stroke, path.width)}{dash}{fixed}/>'


def _stroke(colour: str, width: float) -> str:
    return f' stroke="{colour}" stroke-width="{_n(width)}"' if colour else ""


def _label(label: Label) -> str:
    weight = ' font-weight="600"' if label.bold else ""
    turn = f' transform="rotate(-90 {_n(label.x)} {_n(label.y)})"' if label.turned else ""
    place = f'x="{_n(label.x)}" y="{_n(label.y)}" font-size="{_n(label.size)}" text-anchor="{label.anchor}"'
    return f'<text {place} fill="{label.colour}"{weight}{turn}>{escape(label.text)}</text>'


MARKS = {
    "go": mark_safe('<path class="mk" d="M6 9.3l2.2 2.2 3.9-4.3"/>'),
    "stop": mark_safe('<path class="mk" d="M6.5 6.5l5 5M11.5 6.5l-5 5"/>'),
    "conditional": mark_safe('<path class="mk" d="M9 2.2v13.6L2.2 9z"/>'),
    "next": mark_safe('<path class="mk" d="M8.1 5h1.8v5H8.1zM8.1 11.2h1.8V13H8.1z"/>'),
}
FINGER = 7.2  # per cent of the ribbon on a phone: the 24 pixels of a target
GATE_CLASSES = {"go": "go", "stop": "go", "conditional": "cond", "next": "next", "ahead": ""}


def _ribbon(phases: Sequence[Phase], gates: Sequence[GateMark], today: date | None) -> SafeString:
    days = [day for phase in phases for day in (phase.start, phase.end)] + [gate.on for gate in gates]
    if not days:
        return SafeString("")
    first = min(days)
    span = max((max(days) - first).days, 1)

    def at(on: date) -> str:
        return f"{(on - first).days / span * 100:.1f}"

    spans = format_html_join("", "{}", ((_phase(phase, at, today),) for phase in phases))
    stroke = SafeString("")
    if today is not None and first <= today <= max(days):
        stroke = format_html('<span class="today" style="--at:{}"><span>{}</span></span>', at(today), _("Today"))
    taken: list[float] = [(today - first).days / span * 100] if today is not None else []
    drawn: list[float] = []
    marks = format_html_join("", "{}", ((_gate(gate, at, taken, drawn),) for gate in sorted(gates, key=_next_first)))
    label = _("Phases and gates")
    return format_html(
        '<nav class="lf-ribbon" aria-label="{}"><div class="track">{}{}{}</div></nav>', label, spans, stroke, marks
    )


def _next_first(gate: GateMark) -> tuple[bool, date, str]:
    return gate.state != "next", gate.on, gate.name


def _phase(phase: Phase, at: Callable[[date], str], today: date | None) -> SafeString:
    now = today is not None and phase.start <= today <= phase.end
    length = max((phase.end - phase.start).days, 1)
    done = 0 if today is None else max(0, min(100, round((today - phase.start).days / length * 100)))
    style = f"--a:{at(phase.start)};--b:{at(phase.end + timedelta(days=1))}"
    dates = f"{words.day(phase.start)} – {words.day(phase.end)}"
    name = format_html('<b>{}</b><small class="num">{}</small>', phase.name, dates)
    return format_html(
        '{}<span class="seg" style="{}"><i style="--p:{}"></i></span>',
        _linked(phase.url, f"ph {'now' if now else ''}".strip(), style, f"{phase.name} {dates}", name), style, done,
    )  # fmt: skip


def _gate(gate: GateMark, at: Callable[[date], str], taken: list[float], drawn: list[float]) -> SafeString:
    """Return a diamond; its name is left to the title where another stands within three per cent.

    A phone leaves out what is too close to another for a finger: it is ``tight``.
    """
    place = float(at(gate.on))
    tight = any(abs(place - other) < FINGER for other in drawn)
    if not tight:
        drawn.append(place)
    crowded = gate.state != "next" and any(abs(place - other) < 3 for other in taken)  # noqa: PLR2004  (per cent)
    if not crowded:
        taken.append(place)
    title = " ".join(filter(None, (gate.name, words.day(gate.on), gate.title or gate.text)))
    text = format_html(' <span class="sub">{}</span>', gate.text) if gate.text and gate.state == "next" else ""
    name = format_html("<span{}>{}{}</span>", mark_safe(' class="sr"') if crowded else "", gate.name, text)
    shape = format_html(
        '<svg viewBox="0 0 18 18" aria-hidden="true"><path d="M9 1.2 16.8 9 9 16.8 1.2 9Z"/>{}</svg>{}',
        MARKS.get(gate.state, ""), name,
    )  # fmt: skip
    css = " ".join(filter(None, ("gt", GATE_CLASSES[gate.state], "tight" if tight else "")))
    if gate.state == "next" and gate.kind in {"warn", "good"}:
        css += f" n-{gate.kind}"
    return _linked(gate.url, css, f"--at:{at(gate.on)}", title, shape)


def _linked(url: str, css: str, style: str, title: str, inner: SafeString) -> SafeString:
    if url and is_safe(url):
        return format_html('<a class="{}" href="{}" style="{}" title="{}">{}</a>', css, url, style, title, inner)
    return format_html('<span class="{}" style="{}" title="{}">{}</span>', css, style, title, inner)
