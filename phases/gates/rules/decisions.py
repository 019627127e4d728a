"""Who decides and what may be decided: keepers' ballots, conditions, independence."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from phases.gates.choices import Decision, Verdict
from phases.gates.rules.criteria import Evaluation


@dataclass(frozen=True, slots=True)
class Ballot:
    """One keeper's vote: ``terms`` is the fingerprint of the conditions it was given with."""

    person: int
    role: str
    decision: str
    terms: str = ""


@dataclass(frozen=True, slots=True)
class Tally:
    """What the ballots say: ``agreed`` is the decision once every role voted and all say the same."""

    missing: tuple[str, ...]
    agreed: str | None
    differ: bool


@dataclass(frozen=True, slots=True)
class Option:
    """One of the five decisions, with every reason why it is not available."""

    decision: str
    reasons: tuple[str, ...] = ()

    @property
    def allowed(self) -> bool:
        """Tell whether it can be chosen."""
        return not self.reasons


@dataclass(frozen=True, slots=True)
class Term:
    """One condition of a conditional decision."""

    text: str
    owner: int | None
    due: date | None
    criterion: str = ""


def tally(keepers: Sequence[str], ballots: Iterable[Ballot]) -> Tally:
    """Count one ballot per keeper role; a person's ballots for a role that is no keeper's do not count."""
    counted = {ballot.role: ballot for ballot in ballots if ballot.role in keepers}
    missing = tuple(role for role in keepers if role not in counted)
    said = {(ballot.decision, ballot.terms) for ballot in counted.values()}
    agreed = next(iter(said))[0] if keepers and not missing and len(said) == 1 else None
    return Tally(missing=missing, agreed=agreed, differ=len(said) > 1)


def seat_of(
    person: int, roles: Collection[str], keepers: Sequence[str], ballots: Iterable[Ballot], *, several: bool = False
) -> tuple[str, ...]:
    """Return the keeper roles this person votes for: one, the same as before; all of them where ``several``.

    Without the small-firm exception one person counts once, so two keeper roles need two people.
    """
    held = [role for role in keepers if role in roles]
    if several:
        return tuple(held)
    given = {ballot.role: ballot.person for ballot in ballots}
    mine = [role for role in held if given.get(role) == person]
    free = [role for role in held if role not in given]
    return tuple((mine or free or held)[:1])


def decision_options(evaluation: Evaluation, *, blocked: Sequence[str], unmet: str) -> tuple[Option, ...]:
    """Return the five decisions; ``blocked`` closes the way on, ``unmet`` names the open musts for the reason.

    Going back, waiting and ending stay possible whatever the criteria say.
    """
    go = list(blocked)
    onward = list(blocked)
    if not evaluation.musts:
        go.append(_("The gate has no must-criterion."))
        onward.append(_("The gate has no must-criterion."))
    elif evaluation.verdict != Verdict.GREEN:
        go.append(_("Not met: %(keys)s.") % {"keys": unmet})
    return (
        Option(Decision.GO, tuple(go)),
        Option(Decision.CONDITIONAL, tuple(onward)),
        Option(Decision.RECYCLE),
        Option(Decision.HOLD),
        Option(Decision.STOP),
    )


def condition_problems(unmet: Mapping[str, str], terms: Sequence[Term], today: date) -> list[str]:
    """Return what a conditional decision still lacks: every unmet must (key → label) needs a full condition."""
    problems = [] if terms else [_("A conditional decision needs at least one condition.")]
    for number, term in enumerate(terms, start=1):
        problems += [text % {"n": number} for text in _term_problems(term, today)]
    covered = {term.criterion for term in terms}
    problems += [
        _("%(criterion)s is not met and has no condition.") % {"criterion": label}
        for key, label in unmet.items()
        if key not in covered
    ]
    return problems


def _term_problems(term: Term, today: date) -> list[str]:
    problems = []
    if not term.text.strip():
        problems.append(_("Condition %(n)s has no text."))
    if term.owner is None:
        problems.append(_("Condition %(n)s has no owner."))
    if term.due is None or term.due <= today:
        problems.append(_("Condition %(n)s needs a date after today."))
    return problems


def breached(conditions: Iterable[tuple[date, bool]], today: date) -> bool:
    """Tell whether any condition (due, done) is open past its date."""
    return any(not done and due < today for due, done in conditions)
