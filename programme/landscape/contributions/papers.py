"""The landscape in the charter: source systems with their fate, interfaces, personal data."""

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.books import choices_in
from core.documents.model import Block, Cell, Column, Figure, Missing, Section, Table
from core.seams import provide_section
from programme.landscape.choices import Held
from programme.landscape.models import Interface, PersonalData, SourceSystem
from programme.landscape.selectors.books import fate_status, interface_status


@provide_section("charter", "landscape", 57)
def landscape(programme: Any, _as_of: datetime, _subject: str) -> Section:
    """Where customer data live today and what becomes of each place; what the CRM exchanges with whom."""
    title = _("Systems and data")
    systems = list(SourceSystem.objects.filter(programme=programme))
    interfaces = list(Interface.objects.filter(programme=programme))
    if not systems and not interfaces:
        url = reverse("landscape:overview", args=[programme.slug])
        text = _("No source system is written yet.")
        return Section(title, (Missing(text, _("Say where customer data live today."), url),), "landscape")
    blocks: list[Block] = []
    if systems:
        blocks.append(_systems(systems))
    if interfaces:
        blocks.append(_interfaces(interfaces))
    personal = list(PersonalData.objects.filter(programme=programme))
    if personal:
        blocks.append(_personal(personal))
    return Section(title, tuple(blocks), "landscape")


def _systems(rows: list[SourceSystem]) -> Table:
    return Table(
        (
            Column(_("System"), width=4),
            Column(_("What it holds"), width=4),
            Column(_("Records"), "right", width=2),
            Column(_("Fate"), width=2),
        ),
        tuple(
            (
                Cell(f"{row.code} {row.name}", second=row.owner),
                _(", ").join(choices_in(row.objects_held, Held)),
                Figure(row.records, "count"),
                fate_status(row),
            )
            for row in rows
        ),
        heading=_("Source systems"),
    )


def _interfaces(rows: list[Interface]) -> Table:
    return Table(
        (
            Column(_("System"), width=3),
            Column(_("Direction"), width=2),
            Column(_("Frequency"), width=2),
            Column(_("Method"), width=3),
            Column(_("State"), width=2),
        ),
        tuple(
            (
                Cell(f"{row.code} {row.system}", second=row.objects_held),
                row.get_direction_display(),
                row.get_frequency_display() or "–",
                Cell(row.get_method_display() or "–", second=row.standard),
                interface_status(row),
            )
            for row in rows
        ),
        heading=_("Interfaces"),
    )


def _personal(rows: list[PersonalData]) -> Table:
    return Table(
        (
            Column(_("Personal data"), width=3),
            Column(_("Purpose"), width=4),
            Column(_("Legal basis"), width=2),
            Column(_("Kept for"), "right", _("months"), width=2),
        ),
        tuple((str(row), row.purpose, row.get_basis_display(), row.keep_months) for row in rows),
        heading=_("Personal data"),
    )
