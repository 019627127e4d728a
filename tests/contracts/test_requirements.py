from tests.contracts.requirements import PAGE, marked_tests, page, rows, status_of


def test_every_row_is_proved_or_says_what_it_needs():
    tests = marked_tests()
    silent = [row["id"] for row in rows() if status_of(row, tests) == "open" and not row.get("needs")]
    assert silent == []


def test_every_mark_names_a_row():
    assert set(marked_tests()) <= {row["id"] for row in rows()}


def test_the_page_is_in_step():
    assert PAGE.read_text(encoding="utf-8") == page()
