"""Amounts: exact sums, refused mixtures, and how they read in both languages."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from core.documents.words import money_text, number
from core.money import CurrencyMixError, Money, format_money, minor_digits, total

minors = st.integers(-(10**12), 10**12)


@given(minors, minors)
def test_sums_are_exact(a, b):
    assert (Money(a) + Money(b)).minor == a + b
    assert (Money(a) - Money(b)).minor == a - b
    assert (Money(a) < Money(b), Money(a) <= Money(b)) == (a < b, a <= b)
    assert (Money(a) > Money(b), Money(a) >= Money(b)) == (a > b, a >= b)
    assert -Money(a) == Money(-a)
    assert Money(a) * 3 == Money(a * 3)


@given(minors, st.sampled_from(["CNY", "JPY", "KWD", "EUR"]))
def test_json_and_decimal_give_the_amount_back(minor, currency):
    amount = Money(minor, currency)
    assert Money.from_json(amount.to_json()) == amount
    assert Money.from_decimal(amount.to_decimal(), currency) == amount


def test_currencies_do_not_mix():
    for act in (lambda a, b: a + b, lambda a, b: a - b, lambda a, b: a < b, lambda a, b: a >= b):
        with pytest.raises(CurrencyMixError):
            act(Money(1, "CNY"), Money(1, "USD"))
    assert Money(1, "CNY") != Money(1, "USD")


def test_minor_digits_follow_the_currency():
    assert [minor_digits(code) for code in ("CNY", "JPY", "KWD")] == [2, 0, 3]
    assert Money.from_decimal("12", "JPY").minor == 12
    assert Money.from_decimal("1.234", "KWD").minor == 1234


@pytest.mark.parametrize("amount", ["1.005", "abc", "NaN", "Infinity"])
def test_an_amount_that_loses_a_fraction_is_refused(amount):
    with pytest.raises(ValueError):
        Money.from_decimal(amount, "CNY")


def test_a_computed_figure_is_rounded_half_to_even():
    assert Money.rounded(Decimal("1.005")).minor == 100
    assert Money.rounded(Decimal("1.015")).minor == 102


@pytest.mark.parametrize(
    ("minor", "currency", "error"), [(1.5, "CNY", TypeError), (True, "CNY", TypeError), (1, "yuan", ValueError)]
)
def test_a_wrong_amount_is_refused(minor, currency, error):
    with pytest.raises(error):
        Money(minor, currency)


def test_an_empty_total_is_zero():
    assert total([], "EUR") == Money(0, "EUR")
    assert not total([], "EUR")
    assert total([Money(1), Money(2)], "CNY") == Money(3)


@pytest.mark.parametrize(
    ("amount", "language", "short", "text"),
    [
        (Money(123456789), "zh-hans", False, "¥1\xa0234\xa0567.89"),
        (Money(123456789), "en", False, "¥1,234,567.89"),
        (Money(12345678900000), "zh-hans", True, "¥1\xa0234.6 亿"),
        (Money(123456789), "zh-hans", True, "¥123.5 万"),
        (Money(30000000000), "zh-hans", True, "¥3 亿"),
        (Money(123456789), "en", True, "¥1.2M"),
        (Money(-250000, "EUR"), "en", True, "−€2.5k"),
        (Money(1234, "JPY"), "en", False, "¥1,234"),
        (Money(5050, "KWD"), "en", False, "KWD 5.050"),
        (Money(9900), "en", True, "¥99"),
    ],
)
def test_amounts_read_as_people_write_them(amount, language, short, text):
    assert format_money(amount, language, short=short) == text


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_amounts_are_grouped_as_every_other_figure(language):
    """A sentence with an amount stands beside a table of figures on the same page."""
    amount = Money(-1234567890)
    with translation.override(language):
        digits = number(Decimal("12345678.9"), 2)
        assert digits == {"zh-hans": "12\xa0345\xa0678.90", "en": "12,345,678.90"}[language]
        assert format_money(amount, language) == f"−¥{digits}"
        assert money_text(amount) == f"CNY −{digits}"


def test_plain_text_names_the_currency():
    """It is what signatures are bound to: alike in every language."""
    with translation.override("zh-hans"):
        assert str(Money(5000000)) == "CNY 50,000.00"
