"""The responsibility matrix."""

from collections import Counter
from typing import TYPE_CHECKING

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.access import require
from core.errors import BadInputError
from programme.people.models import RaciCell, User
from programme.people.permissions import ACTIONS
from programme.records.services import append_event, writes

if TYPE_CHECKING:
    from programme.charter.models import Programme


@writes
def set_raci(programme: "Programme", *, cells: list[tuple[str, str, str, str]], actor: User | None) -> int:
    """Write responsibility cells (subject, title, role, letter), replacing those of the named subjects.

    One audit event for all of them; returns how many cells were written. Refuses two accountable roles in a row.
    """
    require(ACTIONS["set_raci"], actor, programme)
    accountable = Counter(subject for subject, _title, _role, letter in dict.fromkeys(cells) if letter == "A")
    twice = [subject for subject, count in accountable.items() if count > 1]
    if twice:
        text = _("Exactly one role is accountable for %(subject)s; two were given.") % {"subject": twice[0]}
        raise BadInputError({"letter": [text]})
    RaciCell.objects.filter(programme=programme, subject__in={cell[0] for cell in cells}).delete()
    rows = [
        RaciCell(programme=programme, subject=subject, title=title, role=role, letter=letter)
        for subject, title, role, letter in dict.fromkeys(cells)
    ]
    RaciCell.objects.bulk_create(rows)
    append_event(
        "people.raci_set", programme, actor=actor, changes={"cells": [None, [f"{c[0]} {c[2]} {c[3]}" for c in cells]]}
    )
    return len(rows)


LTC = (  # step of lead to cash, and who does what: accountable, responsible, consulted, informed
    ("LTC-1", gettext_lazy("Manage leads"), "AR", "AR", "SR", "FR"),
    ("LTC-2", gettext_lazy("Manage opportunities"), "AR", "AR SR", "FR", ""),
    ("LTC-3", gettext_lazy("Manage authority and its exercise"), "BO", "AR", "SR FR", "FIN"),
    ("LTC-4", gettext_lazy("Manage projects"), "FR", "FR", "SR", "AR"),
    ("LTC-5", gettext_lazy("Manage solutions"), "SR", "SR", "AR FR", ""),
    ("LTC-6", gettext_lazy("Manage the contract life cycle"), "AR", "AR FR", "SR FIN", ""),
)


@writes
def add_ltc_raci(programme: "Programme", *, actor: User | None) -> int:
    """Write the six steps of lead to cash with the sales triangle AR, SR and FR; returns how many cells."""
    with translation.override(programme.language):
        cells = [
            (step, str(title), role, letter)
            for step, title, *told in LTC
            for letter, roles in zip("ARCI", told, strict=True)
            for role in roles.split()
        ]
    return set_raci(programme, cells=cells, actor=actor)
