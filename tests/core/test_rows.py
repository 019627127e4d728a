"""Rows written many at a time: what is stored, and at what cost."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core.rows import write_rows
from phases.plan.models import Task
from tests.factories.plan import chain

pytestmark = pytest.mark.django_db
NAMES = ["early_start", "critical", "total_float", "parent", "note"]


def test_fields_are_stored_and_others_are_left_alone(programme):
    one, two, three = chain(programme, [3, 2, 4])
    kept = Task.objects.get(pk=three.pk)
    for task in (one, two):
        task.early_start, task.critical, task.total_float = date(2026, 5, 4), False, -480
        task.parent, task.note, task.name_en = three, "it's 50 % “done”", "unsaved"
    two.early_start = two.parent = None
    with CaptureQueriesContext(
        connection,
    ) as queries:
        write_rows([one, two], NAMES)
    assert len(queries) == 1
    found = Task.objects.filter(pk__in=[one.pk, two.pk]).order_by("pk")
    assert list(found.values_list(*NAMES)) == [
        (date(2026, 5, 4), False, -480, three.pk, "it's 50 % “done”"), (None, False, -480, None, "it's 50 % “done”"),
    ]  # fmt: skip
    assert "unsaved" not in found.values_list("name_en", flat=True)
    assert Task.objects.get(pk=three.pk).early_start == kept.early_start


def test_nothing_to_store_asks_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        write_rows([], NAMES)
