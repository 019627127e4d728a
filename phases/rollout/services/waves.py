"""Every write of the waves."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.translation import gettext as _

from core.access import require
from core.errors import BadInputError, IllegalNowError
from core.models import expect_version, save_validated
from phases.rollout.models import Wave
from phases.rollout.permissions import ACTIONS
from phases.rollout.selectors import bound_codes, bound_reasons, planned_codes
from programme.charter.services.rows import require_alive
from programme.people.models import Unit
from programme.records.services import append_event, facts, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme
    from programme.people.models import User

WAVE_FIELDS = frozenset({"code", "name_zh", "name_en", "position", "planned_on", "live_on"})


@writes
def create_wave(programme: "Programme", *, values: Mapping[str, Any], actor: "User | None") -> Wave:
    """Add a wave, at the end unless a position is given; ``units`` are the business units that go live in it."""
    require(ACTIONS["edit_waves"], actor, programme)
    require_alive(programme)
    wave = Wave(programme=programme, position=Wave.objects.filter(programme=programme).count())
    return _write_wave(wave, "wave.added", values, actor)


@writes
def update_wave(wave: Wave, *, values: Mapping[str, Any], actor: "User | None", version: int | None = None) -> Wave:
    """Change a wave; a go-live that has happened lies not in the future."""
    require(ACTIONS["edit_waves"], actor, wave)
    require_alive(wave.programme)
    expect_version(wave, version, {name: value for name, value in values.items() if name != "units"})
    _refuse_loosened(wave, values)
    return _write_wave(wave, "wave.changed", values, actor)


@writes
def mark_live(wave: Wave, *, actor: "User | None", on: date | None = None) -> Wave:
    """Record that the wave went live; from that day its people are expected to work in the CRM."""
    require(ACTIONS["edit_waves"], actor, wave)
    require_alive(wave.programme)
    if wave.live_on is not None:
        raise IllegalNowError(_("The wave is live since %(day)s.") % {"day": wave.live_on.isoformat()})
    return _write_wave(wave, "wave.live", {"live_on": on or timezone.localdate()}, actor)


@writes
def remove_wave(wave: Wave, *, actor: "User | None") -> None:
    """Take a wave out; refused while gates or people belong to it."""
    require(ACTIONS["edit_waves"], actor, wave)
    require_alive(wave.programme)
    if reasons := bound_reasons(wave):
        raise IllegalNowError(*reasons)
    gone = {name: [value, None] for name, value in _said(wave).items()}
    append_event("wave.removed", wave, actor=actor, changes=gone)
    wave.delete()


@writes
def remove_waves(programme: "Programme", *, refs: Sequence[str], actor: "User | None") -> None:
    """Take several waves out."""
    for wave in Wave.objects.filter(programme=programme, public_id__in=refs).for_list():
        remove_wave(wave, actor=actor)


def _write_wave(wave: Wave, verb: str, values: Mapping[str, Any], actor: "User | None") -> Wave:
    given = dict(values)
    units = given.pop("units", None)
    unknown = set(given) - WAVE_FIELDS
    if unknown:
        raise BadInputError({name: [_("This cannot be set.")] for name in sorted(unknown)})
    stored = Wave.objects.filter(pk=wave.pk).first() if wave.pk else None
    before = _said(stored) if stored else {}
    for name, value in given.items():
        setattr(wave, name, value)
    if wave.live_on is not None and wave.live_on > timezone.localdate():
        raise BadInputError({"live_on": [_("A wave that is live went live not in the future.")]})
    if units is not None:
        _refuse_taken(wave, units)
    save_validated(wave)
    if units is not None:
        wave.units.set(units)
    after = _said(wave)
    changes = {name: [before.get(name), value] for name, value in after.items() if before.get(name) != value}
    append_event(verb, wave, actor=actor, changes=changes)
    return wave


def _refuse_loosened(wave: Wave, values: Mapping[str, Any]) -> None:
    """Raise where gates and tasks carry the wave's code and it would change, or their order without their links."""
    stored = Wave.objects.get(pk=wave.pk)
    if "code" in values and values["code"] != stored.code and bound_codes(stored):
        raise BadInputError({"code": [_("Gates and tasks carry this code; it stays.")]})
    if "position" in values and values["position"] != stored.position:
        ordered = list(Wave.objects.filter(programme=stored.programme).order_by("position", "pk"))
        planned = planned_codes(stored.programme)
        before = [one.code for one in ordered if one.code in planned]
        ordered.sort(key=lambda one: (values["position"] if one.pk == stored.pk else one.position, one.pk))
        if [one.code for one in ordered if one.code in planned] != before:
            text = _("Waves whose stage is planned change places under “Order and overlap”, which links them anew.")
            raise BadInputError({"position": [text]})


def _said(wave: Wave) -> dict[str, Any]:
    """Give the recorded facts of a wave, its units by code among them."""
    codes = Unit.objects.filter(waves=wave).order_by("code").values_list("code", flat=True)
    return facts(wave) | {"units": list(codes)}


def _refuse_taken(wave: Wave, units: Iterable[Unit]) -> None:
    """Raise where a unit goes live in another wave of the programme: it cannot sit in two."""
    others = Wave.objects.filter(programme=wave.programme, units__in=list(units)).exclude(pk=wave.pk)
    taken = others.order_by("position", "pk").values_list("units__name", "code", "units__pk")
    wanted = {unit.pk for unit in units}
    told = [
        _("%(unit)s goes live in the wave %(wave)s already.") % {"unit": name, "wave": code}
        for name, code, pk in taken
        if pk in wanted
    ]
    if told:
        raise BadInputError({"units": told})
