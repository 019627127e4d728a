"""The baselines compared on paper: every promise, the plan against the newest, the newest against the first."""

import zipfile

import pytest
from django.core.management import call_command
from django.utils import timezone, translation

from core import seams
from core.documents.model import Missing
from phases.plan import services
from phases.plan.contributions.promises import KIND
from phases.plan.models import Task
from tests.factories.plan import DAY, chain

pytestmark = pytest.mark.django_db


def section(programme, name, language="en"):
    with translation.override(language):
        return seams._sections[KIND][name].build(programme, timezone.now(), "")


@pytest.fixture
def promised(programme, pmo):
    """Promised twice, a week more the second time; since then two days later, and one task more."""
    a, _b = chain(programme, [3, 2])
    services.take_baseline(programme, name="Charter", actor=pmo)
    services.update_task(a, actor=None, minutes=8 * DAY)
    services.take_baseline(programme, name="Again", note="The vendor was late", actor=pmo)
    services.update_task(Task.objects.get(pk=a.pk), actor=None, minutes=10 * DAY)
    services.add_task(programme, name="More", actor=None)
    services.take_baseline(programme, actor=None, automatic=True)  # no promise
    return programme


def test_the_line_of_promises_says_how_far_the_end_went(promised):
    figures, table = section(promised, "plan.promises").blocks
    assert [one.value.value for one in figures.figures] == [2, 2, 1, 0]
    assert [(row[0].content, row[2], row[3], str(row[4]), row[5].value) for row in table.rows] == [
        ("1 · Charter", "", 2, "2026-03-06", None),
        ("2 · Again", "The vendor was late", 2, "2026-03-13", 5),
    ]


@pytest.mark.parametrize(("language", "added"), [("en", "added"), ("zh-hans", "新增")])
def test_what_differs_is_told_against_the_newest_and_against_the_first(promised, language, added):
    (now,) = section(promised, "plan.now", language).blocks
    assert [(row[0].content.split()[-1], row[4].content.value) for row in now.rows] == [
        ("B", 2),
        ("A", 2),
        ("More", None),
    ]
    assert added in now.rows[2][6]
    _figures, since = section(promised, "plan.since", language).blocks
    assert [row[4].content.value for row in since.rows] == [5, 5]
    assert str(since.rows[0][3].old) == "2026-03-06"


def test_without_a_promise_it_says_what_to_do_and_with_one_compares_no_two(programme):
    assert isinstance(section(programme, "plan.promises").blocks[0], Missing)
    assert (section(programme, "plan.now"), section(programme, "plan.since")) == (None, None)
    chain(programme, [3])
    services.take_baseline(programme, actor=None)
    assert section(programme, "plan.now").blocks[0].rows == ()
    assert section(programme, "plan.since") is None


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_command_writes_it_as_pdf_page_and_workbook(promised, tmp_path, language):
    for ending, begins in (("pdf", b"%PDF"), ("html", b"<!doctype html>"), ("xlsx", b"PK")):
        path = tmp_path / f"paper.{ending}"
        said = ["--programme", promised.slug, "--language", language, "--format", ending, "-o", str(path)]
        call_command("document", KIND, *said)
        assert path.read_bytes().startswith(begins)
    with zipfile.ZipFile(tmp_path / "paper.xlsx") as book:
        assert "2 · Again" in "".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml"))
