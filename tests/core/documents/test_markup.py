import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.documents.markup import Run, plain, runs


def test_runs_of_bold_and_link():
    assert runs("**门还没开。**差 [2 项](/p/crm/gates/) 与 ** 5") == (
        Run("门还没开。", bold=True),
        Run("差 "),
        Run("2 项", url="/p/crm/gates/"),
        Run(" 与 "),
        Run(" 5", bold=True),
    )


@pytest.mark.parametrize("url", ["javascript:alert`1`", "//evil.example", "data:text/html,x", "HTTPS//x"])
def test_link_that_is_not_safe_keeps_its_words(url):
    assert runs(f"a [words]({url}) b") == (Run("a words b"),)


@given(st.text(max_size=80))
def test_plain_text_is_never_markup(text):
    assert "".join(run.text for run in runs(plain(text))) == text
    assert all(not run.bold and not run.url for run in runs(plain(text)))
