"""Sentences that are filled now and translated when they are read."""

from collections.abc import Callable
from typing import Any

from django.utils import translation
from django.utils.text import format_lazy
from django_stubs_ext import StrOrPromise, StrPromise

LANGUAGES = ("zh-hans", "en")


def say(text: StrOrPromise, **parts: Any) -> StrPromise:
    """Fill ``{names}`` of a translatable sentence without deciding its language yet."""
    return format_lazy(text, **parts)


def both(text: Any) -> dict[str, str]:
    """Return a lazy sentence in every language, to be kept in JSON."""
    said = {}
    for language in LANGUAGES:
        with translation.override(language):
            said[language] = str(text)
    return said


def read_in(said: Any, language: str | None = None) -> str:
    """Return what ``both`` kept in a language (default: the active one)."""
    if not isinstance(said, dict):
        return str(said)
    wanted = language or translation.get_language() or LANGUAGES[0]
    return str(said.get(wanted) or next(iter(said.values()), ""))


def listed(items: Callable[[str], str] | str) -> Any:
    """Return words that differ by language as one lazy value."""
    if isinstance(items, str):
        return items
    return _Lazy(items)


class _Lazy:
    """Calls back with the active language whenever it is printed."""

    def __init__(self, words: Callable[[str], str]) -> None:
        self.words = words

    def __str__(self) -> str:
        return self.words(translation.get_language() or LANGUAGES[0])
