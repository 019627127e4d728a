"""The pick: put before the committee with criteria, weights and scores, and signed by the sponsor."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from core.access import require
from core.errors import BadInputError, ForbiddenError, IllegalNowError
from core.memo import afresh, shared
from core.models import save_validated
from programme.charter.services.rows import require_alive
from programme.governance.models import Decision
from programme.governance.selectors.decisions import goals_named
from programme.governance.services.decisions import KEYS, ask_decision, edit_decision, request_decision
from programme.people.choices import Role
from programme.records.services import change, writes
from programme.signoff import selectors as signoff
from programme.signoff.services import Content, Fact, Part, request_signature, withdraw
from programme.sourcing import permissions, rules
from programme.sourcing.choices import Path, SourcingState
from programme.sourcing.models import Sourcing, Vendor
from programme.sourcing.selectors import Standing, committee_reasons, lacking, plain, price_of, standing, warnings

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

MEANING = gettext_lazy("I decide for this candidate by these criteria, weights and scores.")


@writes
def propose_vendor(
    programme: "Programme",
    *,
    vendor: Vendor | None,
    reason: str,
    goals: Sequence[str],
    cost_of_delay: str,
    due_on: date | None,
    actor: "User | None",
) -> Sourcing:
    """Put a candidate before the committee, and ask the sponsor to sign the record.

    Writes an entry of the decision log that cites criteria, weights, scores and warnings; ``goals`` are codes. Raises
    ``IllegalNowError`` with everything that is missing, ``BadInputError`` with every bad field.
    """
    require(permissions.can_propose, actor, programme)
    require_alive(programme)
    found = standing(programme)
    row = found.row
    if row is None or row.state != SourcingState.OPEN:
        raise IllegalNowError(_("A candidate is proposed already.") if row else _("Nothing is scored yet."))
    if reasons := lacking(found):
        raise IllegalNowError(*reasons)
    pick = _chosen(found, vendor, {
        "reason": (reason.strip(), _("Say why it is picked.")),
        "goals": (goals, _("A decision cites at least one goal of the charter.")),
        "cost_of_delay": (cost_of_delay.strip(), _("Say what waiting costs.")),
        "due_on": (due_on, _("Say by when it is needed.")),
    })  # fmt: skip
    cited = goals_named(programme, goals)
    with override(programme.language):
        options = _options(found, pick)
        values: dict[str, Any] = {
            "question": _("Which CRM vendor?"),
            "context": "\n".join(_cited(found, pick)),
            "options": [text for _code, text in options],
            "recommendation": KEYS[[code for code, _text in options].index(pick.code)],
            "reason": reason, "cost_of_delay": cost_of_delay, "due_on": due_on, "goals": cited,
        }  # fmt: skip
    decision = _asked(row, programme, values, actor)
    with change(row, "sourcing.proposed", actor=actor, reason=reason):
        row.propose(pick, reason.strip(), timezone.now())
        row.decision, row.option = decision, values["recommendation"]
        save_validated(row)
    _withdraw_open(row, actor)
    request_signature(programme, subject=row, meaning=MEANING, role=Role.SP, actor=actor, due_on=due_on)
    return row


def _chosen(found: Standing, vendor: Vendor | None, needed: Mapping[str, tuple[Any, str]]) -> Vendor:
    bad = {name: [text] for name, (given, text) in needed.items() if not given}
    if vendor is None or vendor.pk not in {one.pk for one in found.running}:
        bad["vendor"] = [_("Choose a candidate of this programme that is in the running.")]
    if bad or vendor is None:
        raise BadInputError(bad)
    return vendor


def _asked(row: Sourcing, programme: "Programme", values: dict[str, Any], actor: "User | None") -> Decision:
    """Ask the committee; a question that is still open is asked in the new words."""
    open_one = row.decision if row.decision is not None and row.decision.is_open else None
    if open_one is not None:
        return edit_decision(open_one, actor=actor, **values)
    return request_decision(ask_decision(programme, actor=actor, **values), actor=actor)


def _options(found: Standing, pick: Vendor) -> list[tuple[str, str]]:
    """The candidates as options in their order, as many as the committee's paper holds; the pick among them."""
    codes = [one.name for one in found.places]
    kept = codes[: len(KEYS)] if pick.code in codes[: len(KEYS)] else [*codes[: len(KEYS) - 1], pick.code]
    return [
        (code, f"{found.vendor(code)} · {found.vendor(code).get_path_display()} · {_total(found, code)}")
        for code in kept
    ]


def _total(found: Standing, code: str) -> str:
    return str(found.place_of[code].shown or "–")


def _weights(found: Standing) -> str:
    return _(", ").join(f"{one} {plain(one.weight)} %" for one in found.criteria)


def _means(found: Standing, code: str) -> str:
    means = found.means[code]
    return _(", ").join(f"{one} {rules.printed(means[one.code], 1)}" for one in found.criteria if one.code in means)


def _cited(found: Standing, pick: Vendor) -> Iterator[str]:
    """Cite what the decision rests on, a line each, in the language of the programme."""
    yield _("Criteria and weights: %(weights)s.") % {"weights": _weights(found)}
    if found.row and found.row.price_reason:
        yield _("Why the price weighs more: %(reason)s") % {"reason": found.row.price_reason}
    yield _("Scored by: %(people)s.") % {"people": _(", ").join(one.name for one in found.scorers)}
    for one in found.places:
        text = _("%(candidate)s: %(total)s of 5 (%(scores)s).")
        yield text % {
            "candidate": found.vendor(one.name), "total": _total(found, one.name), "scores": _means(found, one.name),
        }  # fmt: skip
    for path in Path:
        if found.row and (why := found.row.path_reason(path)):
            yield f"{path.label}: {why}"
    for _key, text in warnings(found, pick):
        yield _("Warning: %(text)s") % {"text": text}


def _withdraw_open(row: Sourcing, actor: "User | None") -> None:
    for request in signoff.requests_of(row):
        if request.is_open:
            withdraw(request, actor=actor, reason=_("Asked anew."))


@writes
def take_back_proposal(programme: "Programme", *, reason: str, actor: "User | None") -> Sourcing:
    """Score again: the open request for a signature falls; a signature that was given turns stale."""
    require(permissions.can_propose, actor, programme)
    require_alive(programme)
    row = Sourcing.objects.filter(programme=programme).select_related("programme").first()
    if row is None or row.state == SourcingState.OPEN:
        raise IllegalNowError(_("No candidate is proposed."))
    if not reason.strip():
        raise BadInputError({"reason": [_("Give a reason.")]})
    _withdraw_open(row, actor)
    with change(row, "sourcing.taken_back", actor=actor, reason=reason):
        row.take_back()
        save_validated(row)
    return row


@writes
def sourcing_signed(row: Sourcing, *, actor: "User") -> Sourcing:
    """Put the decision in force: the sponsor has signed, who did not score."""
    require(permissions.can_sign, actor, row)
    row = Sourcing.objects.select_related("programme", "decision").get(pk=row.pk)
    if actor in standing(row.programme).scorers:
        raise ForbiddenError(_("Who scored does not sign; the project manager names another signer."))
    if reasons := committee_reasons(row):
        raise IllegalNowError(*reasons)
    with change(row, "sourcing.decided", actor=actor):
        row.decide(timezone.localdate())
        save_validated(row)
    return row


def sourcing_content(row: Sourcing) -> Content:
    """Say what the sponsor signs: criteria and weights, every candidate with its scores, the pick and its warnings."""
    found = standing(shared(row, "sourcing.programme", lambda: afresh(row.programme)))  # read for both languages
    now = found.row or row
    parts = [
        Part("criteria", _("Criteria and weights"), tuple(_criteria_facts(found, now))),
        Part("candidates", _("Candidates"), tuple(_candidate_facts(found))),
        Part("pick", _("The pick"), tuple(_pick_facts(found, now))),
    ]
    return Content(_("Sourcing decision"), tuple(parts))


def _criteria_facts(found: Standing, row: Sourcing) -> Iterator[Fact]:
    for one in found.criteria:
        yield Fact(one.public_id, str(one), f"{plain(one.weight)} %")
    yield Fact("price", _("Why the price weighs more"), row.price_reason)
    yield Fact("scorers", _("Scored by"), _(", ").join(one.name for one in found.scorers))
    yield Fact("benchmark", _("Benchmark of consultant days"), f"{plain(found.benchmark)} · {row.benchmark_source}")


def _candidate_facts(found: Standing) -> Iterator[Fact]:
    for one in found.vendors:
        if not one.runs:
            yield Fact(one.public_id, str(one), _("Out of the running: %(reason)s") % {"reason": one.out_reason})
            continue
        said = [
            str(one.get_path_display()),
            _("total %(total)s") % {"total": _total(found, one.code)},
            price_of(one) or "–",
        ]
        said += [
            _("%(days)s consultant days") % {"days": plain(one.days)},
            one.reference or "–",
            _means(found, one.code),
        ]
        yield Fact(one.public_id, str(one), " · ".join(said))
    for path in Path:
        yield Fact(path.value, str(path.label), (found.row.path_reason(path) if found.row else "") or "–")


def _pick_facts(found: Standing, row: Sourcing) -> Iterator[Fact]:
    yield Fact("pick", _("Picked candidate"), str(row.pick) if row.pick else "–")
    yield Fact("reason", _("Why it is picked"), row.reason)
    yield Fact("decision", _("Entry of the decision log"), row.decision.code if row.decision else "–")
    told = [text for _key, text in warnings(found, row.pick)] if row.pick else []
    yield Fact("warnings", _("Warnings"), " ".join(told) or _("none"))
