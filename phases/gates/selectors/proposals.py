"""A change of the waves before it is made: how it edits the plan, and everything that would move."""

import hashlib
import json
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from core.errors import BadInputError
from phases.gates.models import Gate
from phases.gates.rules.repetition import (
    FURTHEST,
    MOST,
    START,
    Joint,
    Overlap,
    at_once,
    ends_of_stage,
    order_faults,
    overlap_faults,
    overlap_links,
    too_early,
)
from phases.gates.rules.rows import Blueprint
from phases.gates.rules.tailoring import RepeatRows, repeat_rows
from phases.gates.selectors.repeats import Repeat, overlap_of, own_blueprint, repeats_of
from phases.plan.models import MINUTES_PER_DAY, Task, TaskLink
from phases.plan.selectors.ripple import Computed, compute_ripple, gate_hold
from phases.rollout.models import Wave

if TYPE_CHECKING:
    from programme.charter.models import Programme

ORDER_WORDS: Mapping[str, Any] = {
    "unknown": gettext_lazy("No wave with a planned stage is called %(0)s."),
    "twice": gettext_lazy("%(0)s stands here twice."),
    "missing": gettext_lazy("%(0)s is missing."),
    "begun": gettext_lazy("%(0)s has begun and stays before %(1)s."),
}
FAULT_WORDS: Mapping[str, Any] = {
    "kind": gettext_lazy("Choose SS or FS."),
    "far": gettext_lazy("The lag lies between −%(far)d and %(far)d working days."),
    "before": gettext_lazy("A wave does not begin before the one before it: from start to start the lag is 0 or more."),
    "one": gettext_lazy("With one wave at a time the lag after the end is 0 or more."),
    "at_once": gettext_lazy("Between 1 and %(most)d waves run at once; leave it empty for no bound."),
}


@dataclass(frozen=True, slots=True)
class WaveSpan:
    """A wave before and after a change: its first and last days, None where it has none there."""

    wave: Wave
    begun: bool
    before: tuple[date, date] | None
    after: tuple[date, date] | None


@dataclass(frozen=True, slots=True)
class Rows:
    """A wave that is added, with the rows that its repeat will have."""

    wave: Wave
    rows: RepeatRows


@dataclass(frozen=True, slots=True)
class Proposal:
    """A change of the waves before it is made: its edits, what moves, and the mark of exactly that."""

    computed: Computed
    waves: Sequence[WaveSpan]
    overlap: Overlap
    order: Sequence[str]
    edits: Sequence[Mapping[str, Any]]  # links and tasks that exist, as the plan's edits; added tasks as +code
    adds: Rows | None
    mark: str


def check_overlap(overlap: Overlap, order: Sequence[str], repeats: Sequence[Repeat]) -> None:
    """Raise ``BadInputError`` with everything that is wrong with the rule and the order by themselves."""
    words = {"far": FURTHEST, "most": MOST}
    wrong = {
        field: [str(FAULT_WORDS[code]) % words for code in codes] for field, codes in overlap_faults(overlap).items()
    }
    known = [one.wave.code for one in repeats]
    faults = order_faults(order, known, [one.wave.code for one in repeats if one.begun])
    if faults:
        told = [str(ORDER_WORDS[code]) % dict(zip("01", waves, strict=False)) for code, waves in faults]
        wrong["order"] = list(dict.fromkeys(told))
    if wrong:
        raise BadInputError(wrong)


def propose_overlap(programme: "Programme", *, overlap: Overlap, order: Sequence[str]) -> Proposal:
    """Say what another order or overlap of the waves would do; writes nothing. Raises ``BadInputError``."""
    blueprint = own_blueprint(programme)
    repeats = repeats_of(programme, blueprint)
    check_overlap(overlap, order, repeats)
    by_code = {one.wave.code: one for one in repeats}
    return _Draft(programme, blueprint, repeats, [by_code[code] for code in order]).proposal(overlap)


def propose_repeat(wave: Wave) -> Proposal:
    """Say what the stage of one more wave would move; writes nothing. Raises ``BadInputError``."""
    programme = wave.programme
    blueprint = own_blueprint(programme)
    repeats = repeats_of(programme, blueprint)
    added = Repeat(wave, {})
    after = sorted([*repeats, added], key=lambda one: (one.wave.position, one.wave.pk))
    begun = [one.wave.code for one in repeats if one.begun]
    behind = [one.wave.code for one in after[after.index(added) :] if one.wave.code in begun]
    if behind:
        said = {"wave": wave.code, "other": behind[-1]}
        raise BadInputError({"": [_("%(other)s has begun; %(wave)s has its place after it.") % said]})
    return _Draft(programme, blueprint, repeats, after, adds=added).proposal(overlap_of(programme, blueprint))


def propose_removal(wave: Wave) -> Proposal:
    """Say what would move without the wave's stage; writes nothing. Raises ``BadInputError``."""
    programme = wave.programme
    blueprint = own_blueprint(programme)
    repeats = repeats_of(programme, blueprint)
    left = [one for one in repeats if one.wave.pk != wave.pk]
    gone = next(one for one in repeats if one.wave.pk == wave.pk)
    return _Draft(programme, blueprint, repeats, left, drops=gone).proposal(overlap_of(programme, blueprint))


class _Draft:
    """A change of the waves on its way to edits of the plan."""

    def __init__(
        self,
        programme: "Programme",
        blueprint: Blueprint | None,
        before: Sequence[Repeat],
        after: Sequence[Repeat],
        *,
        adds: Repeat | None = None,
        drops: Repeat | None = None,
    ) -> None:
        if blueprint is None:
            raise BadInputError({"": [_("The programme's blueprint repeats no stage for each wave.")]})
        self.programme, self.blueprint = programme, blueprint
        self.before, self.after, self.adds, self.drops = before, after, adds, drops
        self.rows = repeat_rows(blueprint, adds.wave.code) if adds else None
        self.ends = ends_of_stage(blueprint)
        every = {one.wave.code: one for one in [*before, *after]}
        self.nodes = {task.pk: (code, wave) for wave, one in every.items() for code, task in one.tasks.items()}
        self.refs = {node: task.public_id for one in every.values() for code, task in one.tasks.items()
                     if (node := (code, one.wave.code))}  # fmt: skip
        if adds:
            self.refs |= {(code, adds.wave.code): f"+{code}" for code in blueprint.wave_tasks}
        self.links = list(
            TaskLink.objects.filter(programme=programme).select_related("earlier", "later").order_by("pk")
        )

    def proposal(self, overlap: Overlap) -> Proposal:
        """Compute it whole."""
        edits = self._edits(overlap)
        raw = [*self._adds(), *edits]
        computed = compute_ripple(self.programme, raw, regate=self._regate)
        waves = self._spans(computed)
        self._check(waves, self._moments(computed), overlap)
        order = [one.wave.code for one in self.after]
        told = json.dumps([edits, order, computed.ripple.mark], sort_keys=True)
        return Proposal(
            computed,
            waves,
            overlap,
            order,
            edits,
            Rows(self.adds.wave, self.rows) if self.adds and self.rows else None,
            hashlib.sha256(told.encode()).hexdigest()[:32],
        )

    def _adds(self) -> list[dict[str, Any]]:
        """The tasks of the added wave and the links among them."""
        if self.adds is None or self.rows is None:
            return []
        names = {row.code: f"+{code}" for code, row in zip(self._copied(), self.rows.tasks, strict=True)}
        language = get_language() or self.programme.language
        added: list[dict[str, Any]] = [
            {"op": "add", "key": names[row.code], "name": f"{row.code} {row.name.pick(language)}", "days": row.days}
            for row in self.rows.tasks
        ]
        return added + [
            _link(names[link.task], names[row.code], link.kind, link.lag * MINUTES_PER_DAY)
            for row in self.rows.tasks
            for link in row.after
        ]

    def _copied(self) -> list[str]:
        return [task.code for task in self.blueprint.tasks if task.code in self.blueprint.wave_tasks]

    def _edits(self, overlap: Overlap) -> list[dict[str, Any]]:
        gone = {task.pk for task in self.drops.tasks.values()} if self.drops else set()
        unlinks, links = self._between(overlap, gone)
        for out, new in (self._carried(gone), self._left()):
            unlinks += out
            links += new
        removes = [{"op": "remove", "task": task.public_id} for task in self.drops.tasks.values()] if self.drops else []
        return [*unlinks, *removes, *links]

    def _between(self, overlap: Overlap, gone: set[int]) -> tuple[list[Any], list[Any]]:
        """Links that hold one wave for another: those there are against those the rule asks for."""
        begun = [one.wave.code for one in self.after if one.begun]
        order = [one.wave.code for one in self.after]
        asked = overlap_links(order, begun, self.ends, overlap)
        wanted = {
            joint: (kind, lag * MINUTES_PER_DAY, "work")
            for joint, (kind, lag) in asked.items()
            if joint[0] in self.refs and joint[1] in self.refs
        }
        heads, tails = self.ends
        there: dict[Joint, tuple[str, int, str]] = {}
        for link in self.links:
            earlier, later = self.nodes.get(link.earlier_id), self.nodes.get(link.later_id)
            if earlier is None or later is None or earlier[1] == later[1] or later[1] in begun:
                continue
            if later[0] in heads and earlier[0] in {*heads, *tails} and not {link.earlier_id, link.later_id} & gone:
                there[earlier, later] = (link.type, link.lag, link.unit)
        out = [_unlink(self.refs[a], self.refs[b]) for (a, b), said in there.items() if wanted.get((a, b)) != said]
        new = [
            _link(self.refs[a], self.refs[b], kind, lag)
            for (a, b), (kind, lag, unit) in wanted.items()
            if there.get((a, b)) != (kind, lag, unit)
        ]
        return out, new

    def _carried(self, gone: set[int]) -> tuple[list[Any], list[Any]]:
        """Links of the first wave with the rest of the plan go on to whichever is first now."""
        if not self.before or not self.after or self.before[0].wave.pk == self.after[0].wave.pk:
            return [], []
        old, new = self.before[0].wave.code, self.after[0].wave.code
        unlinks, links = [], []
        for link in self.links:
            first = self._of_first(link, old)
            if first is None or link.unit != "work":
                continue
            at = {side: self.refs.get((first[side], new), first[side]) if side in first else ref
                  for side, ref in (("earlier", link.earlier.public_id), ("later", link.later.public_id))}  # fmt: skip
            if not {link.earlier_id, link.later_id} & gone:
                unlinks.append(_unlink(link.earlier.public_id, link.later.public_id))
            links.append(_link(at["earlier"], at["later"], link.type, link.lag))
        return unlinks, links

    def _of_first(self, link: TaskLink, wave: str) -> dict[str, str] | None:
        """Tell by which of its ends the link ties the first wave to the rest, with the code there; None if it does not.

        Only links that the blueprint has: others were made for that wave.
        """
        earlier, later = self.nodes.get(link.earlier_id), self.nodes.get(link.later_id)
        asked = {(one.task, task.code): one.kind for task in self.blueprint.tasks for one in task.after}
        if later and later[1] == wave and earlier is None and (link.earlier.code, later[0]) in asked:
            return {"later": later[0]}
        if earlier and earlier[1] == wave and later is None and asked.get((earlier[0], link.later.code)) == START:
            return {"earlier": earlier[0]}
        return None

    def _left(self) -> tuple[list[Any], list[Any]]:
        """What waits for the end of every wave waits for that of an added one too."""
        if self.adds is None or not self.before:
            return [], []
        wave, like = self.adds.wave.code, self.before[0].wave.code
        asked = {(one.task, task.code) for task in self.blueprint.tasks for one in task.after if one.kind != START}
        links = []
        for link in self.links:
            earlier = self.nodes.get(link.earlier_id)
            if earlier is None or earlier[1] != like or link.later_id in self.nodes or link.unit != "work":
                continue
            if (earlier[0], link.later.code) in asked:
                links.append(_link(self.refs[earlier[0], wave], link.later.public_id, link.type, link.lag))
        return [], links

    def _regate(self, holds: Sequence[Any], added: Mapping[str, Hashable]) -> Sequence[Any]:
        """The gates as they will be: a removed wave's gone, an added one's there, what holds the first wave moved."""
        gone = {f"gate:{gate}" for gate in self._gates_of(self.drops.wave.code)} if self.drops else set()
        moved = self.moved_heads()
        keys = {task.pk: new for task, new in moved.values()}
        decided = {f"gate:{gate.key}" for gate in self.programme.gates.all() if gate.is_decided}
        found = [
            hold
            if hold.key in decided
            else replace(hold, held=[self._key(keys.get(key, key), added) for key in hold.held])
            for hold in holds
            if hold.key not in gone
        ]
        if self.adds and self.rows:
            names = {row.code: added[f"+{code}"] for code, row in zip(self._copied(), self.rows.tasks, strict=True)}
            found += [
                gate_hold(
                    f"gate:{gate.code}-{gate.wave}",
                    [names[code] for code in gate.after if code in names],
                    [names[code] for code in gate.holds if code in names],
                )
                for gate in self.rows.gates
            ]
        return found

    def _gates_of(self, wave: str) -> list[str]:
        return [gate.key for gate in Gate.objects.filter(programme=self.programme, wave=wave)]

    def _key(self, key: Any, added: Mapping[str, Hashable]) -> Hashable:
        return added.get(key, key) if isinstance(key, str) else key

    def moved_heads(self) -> dict[str, tuple[Task, Hashable]]:
        """Heads of the stage that give up the first place: code → (task, key of that which takes it)."""
        if not self.before or not self.after or self.before[0].wave.pk == self.after[0].wave.pk:
            return {}
        old, new = self.before[0], self.after[0]
        return {
            code: (old.tasks[code], new.tasks[code].pk if code in new.tasks else f"+{code}")
            for code in self.ends[0]
            if code in old.tasks and (code in new.tasks or new is self.adds)
        }

    def _spans(self, computed: Computed) -> list[WaveSpan]:
        every = [*self.after, *([self.drops] if self.drops else [])]
        return [
            WaveSpan(
                one.wave,
                one.begun,
                _span(computed.before, keys),
                None if one is self.drops else _span(computed.after, keys),
            )
            for one in every
            if (keys := self._keys(one, computed))
        ]

    def _moments(self, computed: Computed) -> dict[str, tuple[int, int]]:
        """When each wave begins and ends, to the minute."""
        found = {}
        for one in self.after:
            slots = [computed.after.slots[key] for key in self._keys(one, computed) if key in computed.after.slots]
            if slots:
                found[one.wave.code] = (min(slot.begins for slot in slots), max(slot.ends for slot in slots))
        return found

    def _keys(self, one: Repeat, computed: Computed) -> list[Hashable]:
        if one is self.adds:
            return [edit.key for edit in computed.edits if edit.op == "add"]
        return [task.pk for task in one.tasks.values()]

    def _check(self, waves: Sequence[WaveSpan], moments: Mapping[str, tuple[int, int]], overlap: Overlap) -> None:
        """Refuse what only the dates can tell: a wave before the one before it, more at once than may run."""
        spans = {one.wave.code: one.after for one in waves if one.after is not None}
        begun = [one.wave.code for one in self.after if one.begun]
        order = [one.wave.code for one in self.after]
        early = too_early(order, {code: span[0] for code, span in spans.items()}, begun)
        if early:
            raise BadInputError({"lag": [
                _("%(wave)s would begin on %(day)s, before %(other)s does on %(first)s.")
                % {"wave": wave, "day": spans[wave][0], "other": other, "first": spans[other][0]}
                for wave, other in early
            ]})  # fmt: skip
        most, last = at_once({wave: span for wave, span in moments.items() if wave in spans})
        if overlap.at_once and most > overlap.at_once:
            said = {"n": most, "day": spans[last][0], "most": overlap.at_once}
            raise BadInputError({"at_once": [
                _("On %(day)s %(n)d waves would run at once, more than %(most)d; some have begun already.") % said
            ]})  # fmt: skip


def _span(schedule: Any, keys: Sequence[Hashable]) -> tuple[date, date] | None:
    slots = [schedule.slots[key] for key in keys if key in schedule.slots]
    return (min(slot.start for slot in slots), max(slot.finish for slot in slots)) if slots else None


def _link(earlier: str, later: str, kind: str, lag: int) -> dict[str, Any]:
    return {"op": "link", "earlier": earlier, "later": later, "type": kind, "lag": lag}


def _unlink(earlier: str, later: str) -> dict[str, Any]:
    return {"op": "unlink", "earlier": earlier, "later": later}
