"""How the decision stands: criteria, candidates, what the scorers say, the ranking, and what speaks against a pick."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.errors import BadInputError
from core.memo import shared
from programme.sourcing import rules
from programme.sourcing.choices import SCORERS, Aspect, Path
from programme.sourcing.models import Sourcing, SourcingCriterion, Vendor, VendorScore
from programme.sourcing.rules import Cell, Placed, Tip, Weights

if TYPE_CHECKING:
    from programme.charter.models import Programme


@dataclass(frozen=True)
class Standing:
    """Everything as it stands; ``tried`` are weights that are looked at without being stored."""

    row: Sourcing | None
    criteria: tuple[SourcingCriterion, ...]
    vendors: tuple[Vendor, ...]
    scores: tuple[VendorScore, ...]
    tried: Mapping[str, Fraction] | None = None

    @cached_property
    def stored(self) -> Weights:
        """The stored weights by the criterion's code."""
        return {one.code: Fraction(one.weight) for one in self.criteria}

    @property
    def weights(self) -> Weights:
        """The weights by which it is ranked."""
        return self.stored if self.tried is None else self.tried

    @cached_property
    def running(self) -> list[Vendor]:
        """The candidates that are ranked."""
        return [one for one in self.vendors if one.runs]

    @cached_property
    def cells(self) -> dict[tuple[str, str], Cell]:
        """What the scorers say, by the codes of candidate and criterion."""
        names = {one.pk: one.code for one in self.vendors}
        codes = {one.pk: one.code for one in self.criteria}
        found: dict[tuple[str, str], list[int]] = {}
        for one in self.scores:
            found.setdefault((names[one.vendor_id], codes[one.criterion_id]), []).append(one.score)
        return {key: Cell(tuple(scores)) for key, scores in found.items()}

    @cached_property
    def means(self) -> rules.Means:
        """The means of the candidates in the running."""
        return rules.means_of(self.cells, [one.code for one in self.running], [one.code for one in self.criteria])

    @cached_property
    def places(self) -> list[Placed]:
        """The candidates in the running, ranked."""
        return rules.ranking(self.weights, self.means)

    @cached_property
    def place_of(self) -> dict[str, Placed]:
        """The place by the candidate's code."""
        return {one.name: one for one in self.places}

    @property
    def leader(self) -> Placed | None:
        """Who leads; None while nobody is scored throughout."""
        return next((one for one in self.places if one.rank == 1), None)

    @cached_property
    def tips(self) -> dict[str, Tip]:
        """How far each weight must move until another leads; empty while a candidate is not scored throughout."""
        whole = {one.name: self.means[one.name] for one in self.places if one.rank is not None}
        return rules.tipping(self.weights, whole, self.leader.name) if self.leader and len(whole) > 1 else {}

    @cached_property
    def scorers(self) -> list[Any]:
        """Who scored a candidate that is in the running, by name."""
        inside = {one.pk for one in self.running}
        people = {one.scorer_id: one.scorer for one in self.scores if one.vendor_id in inside}
        return sorted(people.values(), key=lambda person: (person.name, person.pk))

    @property
    def apart(self) -> list[tuple[Vendor, SourcingCriterion, Cell]]:
        """Where the scorers disagree."""
        return [
            (vendor, criterion, cell)
            for vendor in self.running
            for criterion in self.criteria
            if (cell := self.cells.get((vendor.code, criterion.code), Cell())).apart
        ]

    @property
    def missing(self) -> int:
        """Scores that are missing of candidates in the running."""
        return sum(one.missing for one in self.places)

    @property
    def benchmark(self) -> Decimal | None:
        """The consultant days that the benchmark expects."""
        row = self.row
        return rules.benchmark_days(row.measure, row.benchmark, row.users) if row else None

    def short(self, vendor: Vendor) -> bool | None:
        """Tell whether fewer consultant days are offered than the benchmark expects; None where one is not known."""
        wanted = self.benchmark
        return None if wanted is None or vendor.days is None else vendor.days < wanted

    @cached_property
    def cheapest(self) -> set[str]:
        """The lowest offers in the running."""
        return rules.cheapest({one.code: one.price_minor for one in self.running if one.price_minor is not None})

    @property
    def price(self) -> SourcingCriterion | None:
        """The criterion of the price."""
        return next((one for one in self.criteria if one.aspect == Aspect.PRICE), None)

    def false_economy(self, vendor: Vendor) -> bool:
        """Tell whether it is the lowest offer with the consultants that are scored lowest."""
        of = next((one.code for one in self.criteria if one.aspect == Aspect.CONSULTANT), "")
        ability = {name: own[of] for name, own in self.means.items() if of in own}
        prices = {one.code: one.price_minor for one in self.running if one.price_minor is not None}
        return rules.false_economy(vendor.code, prices, ability)

    @property
    def best_of_path(self) -> dict[str, Placed]:
        """The best placed candidate of each path: a path is as good as its best."""
        paths = {one.code: one.path for one in self.running}
        return rules.best_by((paths[one.name], one) for one in self.places)

    @property
    def silent_paths(self) -> list[Path]:
        """Paths with neither a candidate nor a reason why not."""
        have = {one.path for one in self.vendors}
        return [path for path in Path if path not in have and not (self.row and self.row.path_reason(path).strip())]

    def vendor(self, code: str) -> Vendor:
        """The candidate of that code."""
        return next(one for one in self.vendors if one.code == code)

    def criterion(self, code: str) -> SourcingCriterion:
        """The criterion of that code."""
        return next(one for one in self.criteria if one.code == code)


def standing(programme: "Programme") -> Standing:
    """Read the decision whole; four queries, once for an evaluation."""
    return shared(programme, "sourcing.standing", lambda: _read(programme))


def with_weights(found: Standing, tried: Mapping[str, Fraction]) -> Standing:
    """Rank by tried weights, the others scaled; raises ``BadInputError`` where they cannot sum to 100."""
    weights = rules.rebalanced(found.stored, tried)
    if weights is None:
        raise BadInputError({"weights": [_("These weights cannot sum to 100 %.")]})
    return Standing(
        found.row, found.criteria, found.vendors, found.scores, None if weights == found.stored else weights
    )


def _read(programme: "Programme") -> Standing:
    row = Sourcing.objects.filter(programme=programme).select_related("programme", "pick", "decision").first()
    vendors = Vendor.objects.filter(programme=programme).select_related("programme")
    scores = VendorScore.objects.filter(vendor__programme=programme).select_related("scorer", "entered_by")
    criteria = SourcingCriterion.objects.filter(programme=programme)
    return Standing(row, tuple(criteria), tuple(vendors), tuple(scores))


def warnings(found: Standing, pick: Vendor) -> list[tuple[str, str]]:
    """Say what speaks against a pick, by key; written into the committee's decision and signed."""
    place, leader = found.place_of.get(pick.code), found.leader
    told = []
    if found.false_economy(pick):
        told.append(("false_economy", _("The lowest offer, and its consultants are scored lowest of all candidates.")))
    elif pick.code in found.cheapest:
        told.append(("lowest_price", _("It is the lowest offer.")))
    if place and leader and place.rank is not None and place.rank > 1:
        told.append(
            (
                "not_first",
                _("It is ranked %(n)d; %(first)s leads.") % {"n": place.rank, "first": found.vendor(leader.name)},
            )
        )
    if found.short(pick):
        text = _("%(days)s consultant days are offered, the benchmark expects %(wanted)s.")
        told.append(("days_short", text % {"days": plain(pick.days), "wanted": plain(found.benchmark)}))
    if not pick.reference.strip():
        told.append(("no_reference", _("It names no similar case that can be asked.")))
    if len(found.scorers) < SCORERS:
        told.append(("one_scorer", _("Only one person scored.")))
    if n := len(found.apart):
        text = ngettext(
            "The scorers disagree by 2 points or more in %(n)d score.",
            "The scorers disagree by 2 points or more in %(n)d scores.",
            n,
        )
        told.append(("apart", text % {"n": n}))
    return told


def plain(value: Decimal | None) -> str:
    """Write a number without idle places."""
    return "–" if value is None else f"{value.normalize():f}"
