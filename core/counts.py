"""Counts of several reads in one query, each as the database counts it on its own."""

from collections.abc import Sequence
from typing import Any

from django.db.models import IntegerField, QuerySet, Subquery


class CountOf(Subquery):
    """How many rows a read gives."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()
    empty_result_set_value = 0

    def __init__(self, rows: QuerySet[Any]) -> None:
        """Count these rows; their order does not matter."""
        super().__init__(rows.order_by().values("pk"))


def counts_of(reads: Sequence[QuerySet[Any]], *, beside: QuerySet[Any]) -> list[int]:
    """Count every read in one query; ``beside`` gives the one row it is asked beside, such as the reader's own."""
    if not reads:
        return []
    found = beside.order_by().values_list(*map(CountOf, reads)).first()
    return list(found) if found is not None else [rows.count() for rows in reads]
