"""The portfolio in one's own menu."""

from django.utils.translation import gettext_lazy

from core import seams
from core.seams import PageEntry

seams.pages.add(
    "portfolio",
    PageEntry(
        label=gettext_lazy("Portfolio"), url_name="portfolio:list", icon="briefcase", order=5, place="me", scoped=False
    ),
)
