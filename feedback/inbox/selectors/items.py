"""Reads of items for registers, homes, reports and the import kind."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from django.db.models import Count, DateField, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.memo import read_once
from feedback.inbox.choices import REPLIED, UNTRIAGED, WORKED, Category, Channel, ItemKind, ItemState
from feedback.inbox.models import FeedbackItem, FeedbackVote
from feedback.inbox.querysets import FeedbackItemQuerySet
from feedback.inbox.rules.similar import most_alike
from feedback.inbox.selectors.clocks import late_keys
from phases.gates.models import Phase
from programme.records.selectors import history_of
from programme.records.selectors.acts import act_words

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme
    from programme.people.models import User
    from programme.records.models import AuditEvent

ROLLOUT_PHASE = "P3"  # the phase in which everybody goes live; what was said before is the pilot's
SEARCHED = 2_000
EVENT_LABELS: dict[str, Any] = {
    "inbox.received": _("Received"),
    "inbox.edited": _("Edited"),
    "inbox.acknowledged": _("Acknowledged"),
    "inbox.classified": _("Classified"),
    "inbox.asked": _("Asked back"),
    "inbox.replied": _("Submitter replied"),
    "inbox.answered": _("Answered"),
    "inbox.defect_linked": _("Handed over as a defect"),
    "inbox.backlogged": _("Taken into the backlog"),
    "inbox.planned": _("Planned"),
    "inbox.released": _("Released"),
    "inbox.declined": _("Declined"),
    "inbox.reviewed": _("Complaint reviewed"),
    "inbox.confirmed": _("Submitter confirmed"),
    "inbox.closed": _("Closed"),
    "inbox.reopened": _("Reopened"),
    "inbox.merged": _("Merged"),
    "inbox.split": _("Taken apart again"),
}


@dataclass(frozen=True, slots=True)
class Counts:
    """How the inbox stands for one reader."""

    every: int
    new: int
    untriaged: int
    worked: int
    replied: int
    late: int
    mine: int


def counts(programme: "Programme", user: "User") -> Counts:
    """Count the inbox as this person sees it; one query beside those of the clocks."""
    late = late_keys(programme)
    rows = FeedbackItem.objects.filter(programme=programme).visible_to(user)
    found = rows.aggregate(
        every=Count("pk"),
        new=Count("pk", filter=Q(state=ItemState.NEW)),
        untriaged=Count("pk", filter=Q(state__in=UNTRIAGED)),
        worked=Count("pk", filter=Q(state__in=WORKED)),
        replied=Count("pk", filter=Q(state__in=REPLIED)),
        late=Count("pk", filter=Q(pk__in=late)),
        mine=Count("pk", filter=Q(owner=user)),
    )
    return Counts(**found)


def own_items(programme: "Programme", user: "User") -> "QuerySet[FeedbackItem]":
    """Items this person sent, the newest first."""
    return FeedbackItem.objects.filter(programme=programme, submitter=user).for_list()


def ideas(programme: "Programme") -> "QuerySet[FeedbackItem]":
    """What everybody may read and vote for, the most wanted first."""
    return FeedbackItem.objects.filter(programme=programme).shared().most_wanted()


def voted(user: "User", items: Sequence[FeedbackItem]) -> set[int]:
    """Keys of the items for which this person has a vote; one query."""
    return set(FeedbackVote.objects.filter(voter=user, item__in=items).values_list("item_id", flat=True))


def similar_items(programme: "Programme", text: str, limit: int = 3) -> list[FeedbackItem]:
    """Find shared items that say much the same; two queries. Who sent them is not told."""
    rows = FeedbackItem.objects.filter(programme=programme).shared().order_by("-received_at", "-pk")
    known = [(key, f"{title} {body}") for key, title, body in rows.values_list("pk", "title", "text")[:SEARCHED]]
    keys = most_alike(text, known, limit)
    found = {item.pk: item for item in FeedbackItem.objects.filter(pk__in=keys).for_list()} if keys else {}
    return [found[key] for key in keys if key in found]


def candidates(item: FeedbackItem, limit: int = 5) -> list[FeedbackItem]:
    """Find items of the programme into which this one might be merged; two queries."""
    rows = FeedbackItem.objects.filter(programme=item.programme).counted().exclude(pk=item.pk)
    rows = rows.exclude(state=ItemState.CLOSED).order_by("-received_at", "-pk")
    known = [(key, f"{title} {body}") for key, title, body in rows.values_list("pk", "title", "text")[:SEARCHED]]
    keys = most_alike(f"{item.title} {item.text}", known, limit)
    found = {one.pk: one for one in FeedbackItem.objects.filter(pk__in=keys).for_list()} if keys else {}
    return [found[key] for key in keys if key in found]


def channel_mix(programme: "Programme") -> list[tuple[str, int]]:
    """Count received items by channel, all channels, merged ones included: each was said once; one query."""
    rows = FeedbackItem.objects.filter(programme=programme).order_by().values_list("channel").annotate(n=Count("pk"))
    found = dict(rows)
    return [(str(Channel(code).label), found.get(code, 0)) for code in Channel.values]


def kind_mix(programme: "Programme") -> list[tuple[str, int]]:
    """Count items by kind, the unclassified last; one query."""
    rows = FeedbackItem.objects.filter(programme=programme).counted().order_by()
    found = dict(rows.values_list("kind").annotate(n=Count("pk")))
    named = [(str(ItemKind(code).label), found.get(code, 0)) for code in ItemKind.values]
    return [*named, (str(_("Not classified yet")), found.get("", 0))]


@dataclass(frozen=True, slots=True)
class Theme:
    """One module with its counts by category; ``n`` sums them."""

    module: str
    counts: tuple[int, ...]
    n: int


@read_once(words=True)
def themes(programme: "Programme", limit: int = 8) -> list[Theme]:
    """Count classified items by module and category, the fullest module first; one query."""
    rows = FeedbackItem.objects.filter(programme=programme).counted().exclude(category="").order_by()
    table: dict[str, Counter[str]] = {}
    for module, category, n in rows.values_list("module", "category").annotate(n=Count("pk")):
        table.setdefault(module, Counter())[category] += n
    found = [
        Theme(module or str(_("No module")), tuple(row[code] for code in Category.values), row.total())
        for module, row in table.items()
    ]
    return sorted(found, key=lambda one: (-one.n, one.module))[:limit]


def pilot_items(programme: "Programme") -> FeedbackItemQuerySet:
    """What was said before the rollout to everybody began; all of it while that has not begun."""
    begun = Phase.objects.filter(programme=programme, code=ROLLOUT_PHASE).values("started_on")[:1]
    until = Coalesce(Subquery(begun), Value(date.max), output_field=DateField())
    return FeedbackItem.objects.filter(programme=programme).counted().filter(received_at__date__lt=until)


def category_mix(rows: "QuerySet[FeedbackItem]") -> tuple[int, list[tuple[str, int]]]:
    """Count items, and those of each category; one query."""
    found = dict(rows.order_by().values_list("category").annotate(n=Count("pk")))
    return sum(found.values()), [(str(Category(code).label), found.get(code, 0)) for code in Category.values]


def flow(programme: "Programme", weeks: int = 8) -> list[tuple[str, int, int]]:
    """Count what came in and what was answered or decided in each of the last weeks, the oldest first; two queries."""
    today = timezone.localdate(timezone=timezone.get_default_timezone())
    first = today - timedelta(days=today.weekday() + 7 * (weeks - 1))
    rows = FeedbackItem.objects.filter(programme=programme, received_at__date__gte=first)
    came = Counter(_week(at) for at in rows.values_list("received_at", flat=True))
    steps = rows.model._meta.get_field("steps").related_model._base_manager
    done = steps.filter(item__programme=programme, at__date__gte=first, state__in=REPLIED, act__in=ANSWERED)
    went = Counter(_week(at) for at in done.values_list("at", flat=True))
    mondays = [first + timedelta(days=7 * number) for number in range(weeks)]
    return [(f"{day:%m-%d}", came[day], went[day]) for day in mondays]


ANSWERED = ("answer", "release", "decline")


def _week(moment: Any) -> Any:
    day = timezone.localtime(moment, timezone.get_default_timezone()).date()
    return day - timedelta(days=day.weekday())


def modules(programme: "Programme") -> list[str]:
    """Modules named so far, for the list one chooses from; one query."""
    rows = FeedbackItem.objects.filter(programme=programme).exclude(module="").order_by("module")
    return list(rows.values_list("module", flat=True).distinct()[:50])


def history(item: FeedbackItem) -> "list[AuditEvent]":
    """Give the newest events of an item with the words people use for them; one query."""
    events = history_of(item, 30)
    for event in events:
        event.action_label = EVENT_LABELS.get(event.action) or act_words(event.action)  # type: ignore[attr-defined]
    return events
