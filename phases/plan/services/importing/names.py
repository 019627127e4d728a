"""What files call tasks, calendars and resources, and which of ours they mean."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Generic, TypeVar

from phases.plan.models import PlanCalendar, PlanResource, Task
from phases.plan.rules.tokens import BY_WBS

Named = TypeVar("Named", PlanCalendar, PlanResource)


@dataclass(slots=True)
class TaskNames:
    """Finds tasks by what files call them: UID of the same plan, code, UID with its plan, WBS."""

    tasks: dict[str, Task] = field(default_factory=dict)

    def add(self, task: Task) -> None:
        """Learn a task's names; the first to have a name keeps it."""
        for name in _names_of(task):
            self.tasks.setdefault(name, task)

    def find(self, ref: str, source: str) -> Task | None:
        """Return the task that a row of the plan ``source`` means."""
        keys = (f"uid:{source}#{ref}", f"code:{ref}", f"uid:{ref}", f"uid:#{ref}", f"wbs:{source}#{ref}", f"wbs:#{ref}")
        return next((self.tasks[key] for key in keys if key in self.tasks), None)

    def called(self, ref: str) -> Task | None:
        """Return the task of a whole reference as rows have it in their UID."""
        if ref.startswith(BY_WBS):
            return self.tasks.get(f"wbs:#{ref.removeprefix(BY_WBS)}")
        source, _hash, uid = ref.rpartition("#")
        return self.tasks.get(f"code:{ref}") or self.tasks.get(f"uid:{source}#{uid}")


def _names_of(task: Task) -> list[str]:
    names = [f"wbs:{task.source}#{task.wbs}"] if task.wbs else []
    if task.code:
        names.append(f"code:{task.code}")
    if task.uid:
        names.append(f"uid:{task.source}#{task.uid}")
    return names


class Labelled(Generic[Named]):
    """Finds calendars or resources by their labels: first those of the same plan, then those of any."""

    def __init__(self, rows: Iterable[Named], label: Callable[[Named], str]) -> None:
        self._near: dict[tuple[str, str], Named] = {}
        self._any: dict[str, Named] = {}
        for row in rows:
            self.add(row, label(row))

    def add(self, row: Named, label: str) -> None:
        """Learn a label; the first to have it keeps it."""
        self._near.setdefault((row.source, label.casefold()), row)
        self._any.setdefault(label.casefold(), row)

    def find(self, label: str, source: str) -> Named | None:
        """Return what a row of the plan ``source`` means."""
        word = label.casefold().strip()
        return self._near.get((source, word)) or self._any.get(word)
