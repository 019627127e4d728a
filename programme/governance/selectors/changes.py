"""Change requests: what they would touch on every floor, who decides them, and what may be done with one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import override

from core import seams
from core.access import Action, allows
from core.documents.values import Status
from core.fsm import can_move
from core.kept import kept
from core.memo import read_once
from core.money import minor_digits
from programme.budget.selectors import budget_totals
from programme.charter.choices import Dimension
from programme.charter.models import Tolerance
from programme.charter.selectors import amendment_bars
from programme.governance.choices import CHANGE_STATUS, Chain, ChangeState, Route
from programme.governance.models import ChangeRequest
from programme.governance.permissions import CHANGE_ACTIONS
from programme.governance.rules import changes as rules
from programme.people.choices import Role

if TYPE_CHECKING:
    from core.documents.values import StatusKind
    from programme.charter.models import Programme
    from programme.governance.querysets import ChangeRequestQuerySet

# The act, the transition behind it, and the states in which its button stands though it may be blocked.
ACTS = {
    "withdraw": "withdraw",
    "emergency": "act_at_once",
    "submit": "submit",
    "defer": "defer",
    "reject": "reject",
    "assess": "assess",
    "approve": "approve",
    "implement": "implement",
    "verify": "verify",
    "close": "close",
}
PRIMARY = frozenset({"submit", "approve", "implement", "verify", "close"})
DANGER = frozenset({"reject", "withdraw", "emergency"})
RESULTS = "governance.change/"  # the names of providers that say what came of a change
WORDED = ("scope", "benefit", "risk", "training", "data")


def changes(programme: "Programme") -> "ChangeRequestQuerySet":
    """All change requests of the programme, the newest first."""
    return ChangeRequest.objects.filter(programme=programme).for_list()


def change_status(row: ChangeRequest) -> Status:
    """Say how a change request stands, as shape and word."""
    kind: StatusKind = CHANGE_STATUS[row.state]  # type: ignore[assignment]
    return Status(kind, str(row.get_state_display()))


def _json(kind: str, impact: seams.Impact) -> dict[str, Any]:
    return {
        "kind": f"{kind}.{impact.kind}" if "." not in impact.kind else impact.kind,
        "label": str(impact.label),
        "count": impact.count,
        "items": [{"text": str(one.text), "url": one.url, "detail": str(one.detail)} for one in impact.items],
        "cost": impact.cost,
        "days": None if impact.days is None else str(impact.days),
        "mark": impact.mark,
        "note": str(impact.note),
        "url": impact.url,
    }


def grouped(impacts: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """Put items of one name together; ``each`` then has their details, addresses and ``times``, the newest address."""
    return [impact | {"items": _together(impact["items"])} for impact in impacts]


def _together(items: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    same: dict[str, list[dict[str, Any]]] = {}
    for item in items:
        same.setdefault(item["text"], []).append(item)
    return [rows[0] if len(rows) == 1 else {"text": text, "each": _each(rows)} for text, rows in same.items()]


def _each(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    urls = {row["detail"]: row["url"] for row in rows}
    times = Counter(row["detail"] for row in rows)
    return [{"detail": detail, "url": url, "times": times[detail]} for detail, url in urls.items()]


def touched_now(row: ChangeRequest) -> dict[str, Any]:
    """Ask every floor what the change would touch as of now, once per language; raises ``BadInputError``."""
    found: dict[str, Any] = {}
    for language, _name in settings.LANGUAGES:
        with override(language):
            found[language] = [
                _json(name, impact) for name, give in seams.impacts.items() for impact in give(row.programme, row)
            ]
    told = found[settings.LANGUAGES[0][0]]
    days = [None if one["days"] is None else Decimal(one["days"]) for one in told]
    return found | {
        "days": f"{Decimal(rules.worst_days(row.days, days)).normalize():f}",
        "cost": row.cost_minor + sum(one["cost"] or 0 for one in told),
    }


def results_of(row: ChangeRequest) -> list[seams.Link]:
    """Ask every floor what came of the change, under names such as ``governance.change/plan``; a query or so each."""
    found: list[seams.Link] = []
    for name, give in seams.trace.items():
        if name.startswith(RESULTS):
            found += give(row.programme, row)
    return found


def still_true(row: ChangeRequest, now: dict[str, Any]) -> bool:
    """Tell whether what was told to the deciders is what would come of it now."""
    language = settings.LANGUAGES[0][0]
    return rules.marks(row.computed.get(language, ())) == rules.marks(now[language])


def bound_of(programme: "Programme") -> rules.Bound:
    """What the project manager may grant by the charter's tolerances of time and cost; two queries."""
    agreed = {one.dimension: one for one in Tolerance.objects.filter(programme=programme)}
    time, cost = agreed.get(Dimension.TIME), agreed.get(Dimension.COST)
    major = 10 ** minor_digits(programme.currency)
    money = rules.cost_limit(
        cost.limit if cost else None, cost.unit if cost else "", budget_totals(programme).bac, major
    )
    return rules.Bound(time.limit if time else None, money)


def routing_of(row: ChangeRequest, computed: dict[str, Any]) -> rules.Routing:
    """Say who decides a change with what was computed for it; three queries."""
    granted = ChangeRequest.objects.filter(programme=row.programme, route=Route.PM).granted().exclude(pk=row.pk)
    sums = [
        (Decimal(one.get("days", 0)), int(one.get("cost", 0))) for one in granted.values_list("computed", flat=True)
    ]
    days = Decimal(computed["days"]) + sum((days for days, _cost in sums), Decimal(0))
    found = rules.routing(days, computed["cost"] + sum(cost for _days, cost in sums), bound_of(row.programme))
    return rules.Routing(Route.COMMITTEE, (*found.beyond, "charter")) if row.charter_edits else found


def route_text(row: ChangeRequest) -> str:
    """Say who decides, and why."""
    said = {
        "time": _("beyond the tolerance for time"),
        "cost": _("beyond the tolerance for cost"),
        "charter": _("it changes what the charter promises"),
        "unset": _("no tolerance is agreed for time and cost"),
    }
    why = _(", ").join(said[name] for name in row.beyond if name in said)
    who = str(row.get_route_display())
    return _("%(who)s (%(why)s)") % {"who": who, "why": why} if why else who


def missing_words(row: ChangeRequest) -> dict[str, list[str]]:
    """Name what an assessment has not said: every effect, and every link of the chain; “none” is an answer."""
    need = _("Say what it does here; write “none” where it does nothing.")
    found = {name: [need] for name in WORDED if not getattr(row, name).strip()}
    return found | {name: [need] for name in Chain.values if not str(row.chain.get(name, "")).strip()}


def refusals(row: ChangeRequest, user: Any) -> list[Any]:
    """Why this person may not decide this change; empty where nothing stands against it."""
    if user is None:
        return []
    found = []
    if row.requester_id == user.pk:
        found.append(_("Whoever asks for a change does not decide it."))
    roles = user.roles_in(row.programme)
    if row.route == Route.COMMITTEE and roles.isdisjoint({Role.SP, Role.SC}):
        found.append(_("The steering committee decides this change: %(why)s") % {"why": route_text(row)})
    return found


def approval_lacks(row: ChangeRequest) -> list[Any]:
    """What must be said before anybody approves, and what keeps the charter from being changed now."""
    return [*_upgrade_lacks(row), *(amendment_bars(row.programme) if row.charter_edits else [])]


def _upgrade_lacks(row: ChangeRequest) -> list[Any]:
    if row.custom_code and not row.upgrade_note.strip():
        return [_("Custom code needs a word on what it does to upgrades.")]
    return []


def _bars(row: ChangeRequest) -> list[str]:
    """As kept since the last event: every row of a list asks."""
    if not row.charter_edits:
        return []
    return kept(row.programme, "charter.bars", lambda: amendment_bars(row.programme))


def change_actions(row: ChangeRequest, user: Any) -> list[Action]:
    """What may be done with the change now, with the reasons that block it."""
    return [
        Action(
            name,
            labels_of(row)[move],
            tuple(_blocked(name, row, user)),
            primary=name in PRIMARY or (name == "assess" and row.state == ChangeState.SUBMITTED),
            danger=name in DANGER,
        )
        for name, move in ((name, _move(name, row)) for name in ACTS)
        if can_move(row, move) and allows(CHANGE_ACTIONS[name], user, row) and not _settled(name, row)
    ]


def _move(name: str, row: ChangeRequest) -> str:
    return "approve_afterwards" if name == "approve" and row.state == ChangeState.EMERGENCY else ACTS[name]


def _settled(name: str, row: ChangeRequest) -> bool:
    """Tell whether the act is no longer one: what is in the plan is not assessed again."""
    return name == "assess" and row.applied_at is not None


def labels_of(row: ChangeRequest) -> dict[str, Any]:
    """Give each transition's label."""
    moves = row.get_all_state_transitions()  # type: ignore[attr-defined]
    return {move.name: move.custom["label"] for move in moves}


def _blocked(name: str, row: ChangeRequest, user: Any) -> list[Any]:
    match name:
        case "approve":
            return [*refusals(row, user), *_upgrade_lacks(row), *_bars(row)]
        case "reject" | "defer":
            return refusals(row, user)
        case "implement":
            waits = _("Its edits are being put into the plan and the charter; then it is being implemented.")
            return [waits] if row.is_pending else []
        case "emergency":
            never = _("What the charter promises is not changed as an emergency.")
            return [never] if row.charter_edits else []
        case "verify":
            return (
                [_("Whoever carried a change out does not verify it.")]
                if user is not None and row.implemented_by_id == user.pk
                else []
            )
        case "submit":
            return [] if row.goals.exists() else [_("A change cites at least one goal.")]
        case _:
            return []


creep = rules.creep


@dataclass(frozen=True, slots=True)
class ChangeFigures:
    """The change requests counted: asked, open, granted with their effort, days and cost."""

    every: int
    undecided: int
    granted: int
    rejected: int
    effort: Decimal
    cost_minor: int


@read_once()
def change_figures(programme: "Programme") -> ChangeFigures:
    """Count the register; drafts and what was withdrawn are left out. Three queries."""
    rows = ChangeRequest.objects.filter(programme=programme).exclude(
        state__in=[ChangeState.DRAFT, ChangeState.WITHDRAWN]
    )
    granted = rows.granted().aggregate(effort=Sum("effort"), cost=Sum("cost_minor"))
    states = list(rows.values_list("state", flat=True))
    probe = [ChangeRequest(state=state) for state in states]
    return ChangeFigures(
        every=len(states),
        undecided=sum(one.is_open and not one.is_granted for one in probe),
        granted=sum(one.is_granted for one in probe),
        rejected=states.count(ChangeState.REJECTED),
        effort=granted["effort"] or Decimal(0),
        cost_minor=granted["cost"] or 0,
    )
