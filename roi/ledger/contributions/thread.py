"""The ledger's part of the thread: benefits, each after the KPI that proves it."""

from typing import Any

from django.urls import reverse

from core import seams
from core.seams import Link
from roi.ledger.models import Benefit


@seams.trace.provide("ledger.benefits")
def benefits(programme: Any, node: str) -> list[Link]:
    """This programme's benefits; one query."""
    rows = Benefit.objects.filter(programme=programme, initiative="", disbenefit=False).select_related("kpi")
    if node:
        rows = rows.filter(code=node.partition(":")[2])
    return [
        Link(
            "benefit",
            f"benefit:{row.code}",
            f"{row.code} {row.title}",
            reverse("ledger:benefit", args=[programme.slug, row.public_id]),
            f"reading:{row.kpi.code}" if row.kpi is not None else "",
        )
        for row in rows
    ]
