"""The rollout in the map."""

from django.utils.translation import gettext_lazy

from core import seams
from core.seams import PageEntry
from phases.rollout.permissions import can_see

seams.pages.add(
    "rollout",
    PageEntry(
        label=gettext_lazy("Rollout"), url_name="rollout:waves", icon="plane-arrival", order=90, group=2,
        visible=can_see,
    ),
)  # fmt: skip
