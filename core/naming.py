"""Rows that carry their name in both languages, because a programme's papers are printed in both."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


def speaks_english() -> bool:
    """Tell whether the page or paper is read in English."""
    return (get_language() or "").startswith("en")


def in_reader_language(chinese: str, english: str) -> str:
    """Return the text in the language of the reader; where it is missing the other stands in."""
    first, second = (english, chinese) if speaks_english() else (chinese, english)
    return first or second


class Named(models.Model):
    """A name in Chinese and English."""

    name_zh = models.CharField(_("name in Chinese"), max_length=200, blank=True)
    name_en = models.CharField(_("name in English"), max_length=200, blank=True)

    class Meta:
        abstract = True

    @property
    def name(self) -> str:
        """The name in the language of the reader."""
        return in_reader_language(self.name_zh, self.name_en)
