"""The sentences that the chart's script needs, in the language of the page."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext


def chart_words(*, may_edit: bool) -> dict[str, Any]:
    """Return them by name; ``no`` are the reasons why something cannot be done."""
    hint = _(
        "Drag a bar to start it no earlier than a day, its right edge to change its length, its dot to link it, a row "
        "to put it elsewhere. In the table: arrows move, Enter edits, Esc gives the old value back, Alt Shift and an "
        "arrow move the row."
    )
    return {
        "hint": hint if may_edit else _("Arrows move, Left and Right fold, Enter on a number opens the task."),
        "tap": _("Tap a task to open it."),
        "none": _("No row is of this kind. Choose all rows."),
        "columns": {
            "number": _("No."),
            "name": _("Task"),
            "length": _("Duration"),
            "start": _("Start"),
            "finish": _("Finish"),
            "slip": _("Slip"),
            "predecessors": _("Waits for"),
        },
        "critical": pgettext("path", "critical"),
        "count": _("%(n)s of %(all)s rows"),
        "wd": _("wd"),
        "fold_all": _("Fold all"),
        "unfold_all": _("Unfold all"),
        "deadline": _("deadline %(day)s"),
        "deadline_missed": _("deadline %(day)s missed by %(days)s wd"),
        "compared": _(
            "Against %(name)s: %(later)s tasks finish later, %(earlier)s earlier; end of plan %(days)s working days."
        ),
        "not_compared": _("No baseline is shown."),
        "place": _places(),
        "kinds": {
            "FS": _("finish to start"),
            "SS": _("start to start"),
            "FF": _("finish to finish"),
            "SF": _("start to finish"),
        },
        "drop_start": _("Start no earlier than %(day)s%(why)s"),
        "day_off": _(" (a day off; the next worked day)"),
        "drop_length": _("%(days)s wd, until %(day)s"),
        "drop_link": _(
            "%(later)s waits for %(earlier)s (%(kind)s). "
            "Shift: start to start, Alt: finish to finish, both: start to finish."
        ),
        "pull": _("Pull to the task that shall wait for this one."),
        "undone": _("Undone: %(what)s"),
        "redone": _("Done again: %(what)s"),
        "nothing": _("There is nothing to undo."),
        "busy": _("The last edit is still on its way."),
        "failed": _("Not saved: the server could not be reached. What you typed is still here."),
        "no": _reasons(),
    }


def _places() -> dict[str, Any]:
    return {
        "under": _("Under %(parent)s, at its end"),
        "under_before": _("Under %(parent)s, before %(before)s"),
        "top": _("At the end of the plan"),
        "top_before": _("At the top level, before %(before)s"),
        "becomes": _(" (%(parent)s becomes a summary: it lasts as long as its tasks)"),
    }


def _reasons() -> dict[str, Any]:
    return {
        "self": _("A task cannot wait for itself."),
        "nested": _("A summary cannot be linked to a task under it."),
        "twice": _("These two tasks are linked already."),
        "summary": _("A summary lasts as long as its tasks."),
        "circle": _(
            "%(earlier)s waits for %(later)s already, directly or through others: the links would form a circle."
        ),
        "summary_moves": _("A summary begins with its tasks; move those."),
        "started": _("Work on this task has begun; its start is what was recorded."),
        "milestone": _("A milestone has no length."),
        "computed": _("This is computed from the links and the calendar."),
        "readonly": _("Your role in this programme does not allow this."),
        "date": _("Write a day as 2026-05-14."),
        "inside": _("A task cannot stand under itself."),
        "milestone_holds": _("%(parent)s is a milestone; no task stands under it."),
        "started_holds": _("Work on %(parent)s has begun; no task can be put under it."),
        "circling": _("Under %(parent)s the links of %(task)s would form a circle."),
        "filtered": _("Rows are moved where all rows are shown."),
        "choose": _("Choose a row first."),
        "none_above": _("No task stands above it under the same summary."),
        "at_top": _("It stands at the top level already."),
        "first": _("It is the first one here already."),
        "last": _("It is the last one here already."),
    }
