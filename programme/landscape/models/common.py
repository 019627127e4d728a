"""What the rows of the landscape share."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from core.models import Record

TAKEN = _("This code is taken.")


class Placed(Record):
    """A row with a code and a page; ``kind`` is its book."""

    kind = ""

    class Meta:
        abstract = True

    def get_absolute_url(self) -> str:
        """The page of the row."""
        row: Any = self
        return reverse("landscape:row", args=[row.programme.slug, self.kind, self.public_id])


def once(name: str) -> models.UniqueConstraint:
    """A code that stands once in a programme."""
    return models.UniqueConstraint(fields=["programme", "code"], name=name, violation_error_message=TAKEN)
