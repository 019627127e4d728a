"""Imports as lines of text for a terminal."""

from typing import Any

from django.utils.translation import gettext as _


def import_report(told: dict[str, Any]) -> str:
    """Say counts, notes and every error, one line each."""
    head = _("%(kind)s: %(rows)s rows, %(accepted)s accepted (%(created)s new, %(updated)s changed, "
             "%(unchanged)s unchanged), %(refused)s refused") % told  # fmt: skip
    if told["dry_run"] or not told["created"] + told["updated"]:
        head += " · " + _("nothing was written")
    errors = [
        _("row %(row)s, %(column)s: “%(value)s” – %(message)s Accepted: %(accepted)s")
        % {**error, "accepted": ", ".join(error["accepted_values"])}
        for error in told["errors"]
    ]
    if told["errors_left_out"]:
        errors.append(_("… and %(n)s more errors") % {"n": told["errors_left_out"]})
    return "\n".join([head, *told["notes"], *_moved(told), *errors])


def _moved(told: dict[str, Any]) -> list[str]:
    """Say what the rows do to dates and links, where the kind tells it."""
    if "dates_moved" not in told:
        return []
    said = _(
        "links: %(links_added)s added, %(links_changed)s changed, %(links_removed)s removed; "
        "dates moved: %(dates_moved)s; finish: %(before)s → %(after)s"
    )
    return [said % {**told, "before": told["finish_before"] or "–", "after": told["finish_after"] or "–"}]
