"""The adoption report (D8) and the pack's adoption section: teams only, small groups hidden."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adoption.usage.choices import Cut
from adoption.usage.rules.suppression import total_hidden
from adoption.usage.selectors import showing
from adoption.usage.selectors.figures import read_population, whole
from adoption.usage.selectors.pages import verdict
from adoption.usage.selectors.periods import Reach, latest_weeks, reach_of, zone_of
from adoption.usage.selectors.population import Population
from core import seams
from core.documents.model import Block, Definition, Headline, Missing, Section, Source, Status, Text
from core.seams import DocumentKind, provide_section
from programme.people.choices import Role

KIND = "adoption"
WEEKS = 12
# Sections of D8 that need rooms which do not exist yet: position, title, what they wait for.
OWED: Sequence[tuple[int, Any, Any]] = (
    (400, gettext_lazy("Timeliness and completeness"),
     gettext_lazy("Data-quality runs give lead timeliness and filled fields.")),
    (600, gettext_lazy("Resistance heat map"), gettext_lazy("A pulse of the five ADKAR steps by group shows here.")),
    (700, gettext_lazy("Early warnings"),
     gettext_lazy("Single people are never printed; managers see their own team on the page.")),
    (800, gettext_lazy("Ambassadors"), gettext_lazy("Ambassadors with their cases and hours show here.")),
    (900, gettext_lazy("Leaderboard and incentives"),
     gettext_lazy("Incentive periods show here once a scheme is approved.")),
    (1000, gettext_lazy("Sponsor by example"), gettext_lazy("Meetings that run on CRM reports are counted here.")),
    (1100, gettext_lazy("Shadow tools"), gettext_lazy("Spreadsheets that are still in use are listed here.")),
    (1200, gettext_lazy("Actions"), gettext_lazy("Actions of the change manager show here.")),
)  # fmt: skip


def _facts(programme: Any, as_of: datetime, weeks: int = WEEKS) -> tuple[Reach, Population] | None:
    """People and facts of the last weeks of data until the cut-off; None without data."""
    reach = reach_of(programme)
    if reach is None:
        return None
    first, last = latest_weeks(reach, weeks)
    last = min(last, as_of.astimezone(zone_of(programme)).date())
    return (reach, read_population(programme, min(first, last), last)) if last >= reach.first else None


def _sources(reach: Reach, found: Population) -> tuple[Source, ...]:
    name = _("CRM event files")
    return (Source(name, reach.last_at, rows=found.known, filter=_("accounts of people on the roster"),
                   stale=reach.stale(timezone.now())),)  # fmt: skip


def frame(programme: Any, as_of: datetime, _subject: str) -> Mapping[str, Any]:
    """Say period, definitions and limits."""
    facts = _facts(programme, as_of)
    period = ""
    if facts is not None:
        period = f"{facts[1].facts.first:%Y-%m-%d} – {facts[1].facts.last:%Y-%m-%d}"
    return {
        "period": period,
        "definitions": (
            Definition("F15", _("Meaningful action"), _(
                "Create, update, advance or log a record. A login or a view never counts, nor do machines, nor more "
                "than 60 actions of one account in a minute.")),
            Definition("F15", _("Active"), _(
                "People with at least one meaningful action ÷ people licensed, in a live wave, and scheduled: on a "
                "working day, not on leave.")),
            Definition("F15", _("Daily update"), _(
                "Sum over working days of people who updated or advanced a customer, lead, contact or opportunity ÷ "
                "sum of people scheduled.")),
            Definition("F15", "DAU, WAU, MAU", _(
                "People active on the day, in its ISO week so far, in the 28 days that end with it. Stickiness is the "
                "mean DAU of working days ÷ MAU.")),
            Definition("F27", _("Suppression"), showing.hidden_note()),
        ),
        "limits": (
            _("Teams only. Each person sees the own data on the page and may appeal to the data analyst."),
            _("Days are those of the programme's time zone."),
        ),
    }  # fmt: skip


seams.documents.add(
    KIND,
    DocumentKind(
        code=KIND, title=gettext_lazy("Adoption report"), prefix="AR", owner_role=Role.CM, serial=True, frame=frame,
    ),
)  # fmt: skip


def _none_yet() -> tuple[Block, ...]:
    return (Missing(_("No usage was imported yet."), _("Import a file of CRM usage; people come from the roster.")),)


def _too_small() -> tuple[Block, ...]:
    return (Missing(_("Fewer than five people count in this stretch."), _("Their figures are not shown.")),)


def _whole(found: Population) -> Any:
    figures = whole(found).figures
    return None if figures is None or total_hidden(figures.eligible) else figures


@provide_section(KIND, "usage.headline", 100)
def headline_section(programme: Any, as_of: datetime, _subject: str) -> Section:
    """The verdict and the four key figures."""
    facts = _facts(programme, as_of)
    if facts is None:
        return Section(_("Headline"), _none_yet(), key="headline")
    reach, found = facts
    figures = _whole(found)
    if figures is None:
        return Section(_("Headline"), _too_small(), key="headline", sources=_sources(reach, found))
    said = verdict(programme, found, figures, stale=reach.stale(timezone.now()))
    kind: Any = said.kind
    blocks = (Headline(Status(kind, said.word), said.text), showing.key_figures(programme, figures))
    return Section(_("Headline"), blocks, key="headline", sources=_sources(reach, found))


@provide_section(KIND, "usage.tiers", 200)
def tiers_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Access, process, value: the parts of the index and the way from roster to habit."""
    facts = _facts(programme, as_of)
    figures = _whole(facts[1]) if facts else None
    if facts is None or figures is None:
        return None
    blocks = (showing.funnel(facts[1], figures), showing.index_table(figures))
    return Section(_("Adoption tiers"), blocks, key="tiers", sources=_sources(*facts))


@provide_section(KIND, "usage.daily", 300)
def daily_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """The daily update rate and who is active, day by day."""
    facts = _facts(programme, as_of)
    if facts is None or _whole(facts[1]) is None:
        return None
    blocks = (showing.daily_chart(programme, facts[1]), showing.reach_chart(facts[1]))
    return Section(_("Daily update"), blocks, key="daily", sources=_sources(*facts))


@provide_section(KIND, "usage.cuts", 500)
def cuts_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """By team, role and wave."""
    facts = _facts(programme, as_of)
    if facts is None or _whole(facts[1]) is None:
        return None
    blocks = tuple(showing.cut_table(programme, facts[1], cut) for cut in (Cut.UNIT, Cut.ROLE, Cut.WAVE))
    return Section(_("By team, role and wave"), blocks, key="cuts", sources=_sources(*facts))


def _owed(position: int, title: Any, text: Any) -> Any:
    def build(_programme: Any, _as_of: datetime, _subject: str) -> Section:
        return Section(str(title), (Missing(_("No data yet."), str(text)),), key=f"owed-{position}")

    return build


for _position, _title, _text in OWED:
    provide_section(KIND, f"usage.owed_{_position:04}", _position)(_owed(_position, _title, _text))


@provide_section("steering", "usage.adoption", 1010)
def pack_section(programme: Any, as_of: datetime, _subject: str) -> Section | None:
    """Adoption in the pack: the sentence, the figures, the days, the teams."""
    facts = _facts(programme, as_of, 4)
    if facts is None:
        return None
    reach, found = facts
    figures = _whole(found)
    if figures is None:
        return Section(_("Adoption"), _too_small(), key="adoption", sources=_sources(reach, found))
    said = verdict(programme, found, figures, stale=reach.stale(timezone.now()))
    blocks = (
        Text((f"**{said.word}**", said.text)),
        showing.key_figures(programme, figures),
        showing.daily_chart(programme, found),
        showing.cut_table(programme, found, Cut.UNIT),
    )
    return Section(_("Adoption"), blocks, key="adoption", sources=_sources(reach, found))
