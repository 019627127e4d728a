"""The import at its full size: its memory, and what a file brings that was there before."""

import pytest

from tests.benchmarks.usage import generate, told_by_ours

ROWS = 5_000_000
MOST = 600  # MB, at any size of the file


@pytest.mark.full
def test_five_million_rows_stay_within_memory_and_old_ones_change_no_figure(tmp_path):
    generate(tmp_path / "events.csv", ROWS)
    once, again, partly = told_by_ours(tmp_path / "events.csv")
    assert [(one["created"], one["unchanged"], one["refused"]) for one in (once, again, partly)] == [
        (ROWS, 0, 0),
        (0, ROWS, 0),
        (ROWS * 7 // 10, ROWS * 3 // 10, 0),
    ]
    assert once["figures"][0]["mau"] == 5_000
    assert again["figures"] == partly["figures"] == once["figures"]
    assert max(one["peak"] for one in (once, again, partly)) <= MOST
