"""The names under which background work is known; the rows and the runner are ``programme/records``'."""

import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from core.slices import load_from_slices


@dataclass(frozen=True, slots=True)
class Part:
    """What became of one part of a job: its arguments and size, and its result or why there is none."""

    args: Mapping[str, Any]
    result: Mapping[str, Any]
    done: bool
    reason: str = ""
    size: int = 0


class Progress(Protocol):
    """What a task is given: who asked, for which programme, and how to tell of itself while it works."""

    actor: Any  # the person who asked, None for the system
    programme: Any
    job_id: str  # the public id: a key for effects that must happen once

    def progress(self, done: int, total: int, text: str = "") -> None:
        """Say how far it is; raises ``CancelledError`` where a person asked to stop, and where the lease was lost."""

    def finish(self, result: dict[str, Any] | None = None) -> None:
        """End the job in the caller's transaction, so that its effects and its end are one.

        Raises ``CancelledError`` where another worker took the job meanwhile: the transaction rolls back.
        """

    def split(self, task: str, parts: Iterable[tuple[Mapping[str, Any], int]]) -> None:
        """Leave the rest to jobs of that task, one per part with its arguments and size; any worker takes them.

        Written in the caller's transaction. When the last part has ended, in whatever way, this job's own task is
        called once more and puts together what it finds in ``parts``.
        """

    @property
    def parts(self) -> list[Part]:
        """The parts in their order; none before the job was cut."""


class Flag(Protocol):
    """What tells the jobs of a process, or of a worker and its children, to stop."""

    def is_set(self) -> bool:
        """Tell whether it is time."""

    def set(self) -> None:
        """Say that it is time."""


stopping: Flag = threading.Event()  # the process is ending: jobs that tell of their progress go back to the queue
current: ContextVar[str] = ContextVar("job", default="")  # the job this thread works on, for its log lines


class CancelledError(Exception):
    """The job is not to go on: a person cancelled it, or another worker took it over."""


Task = Callable[..., dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class NamedTask:
    """A function known by a name; ``nightly`` ones are asked for once per programme and local day."""

    name: str
    run: Task
    nightly: bool = False


_tasks: dict[str, NamedTask] = {}


def task(name: str, *, nightly: bool = False) -> Callable[[Task], Task]:
    """Name a function as background work: called with the progress handle, then the job's args as keywords.

    A nightly one gets the keyword ``day``, an ISO date.
    """

    def register(function: Task) -> Task:
        if name in _tasks:
            msg = f"job task {name!r} is already named"
            raise ValueError(msg)
        _tasks[name] = NamedTask(name, function, nightly)
        return function

    return register


Clock = Callable[[datetime], int]
_clocks: dict[str, Clock] = {}


def by_clock(name: str) -> Callable[[Clock], Clock]:
    """Name a function that the scheduler asks again and again with the time: it writes the jobs that are due by then.

    It writes each job under a key of its slot, so that two schedulers agree, and returns how many it wrote.
    """

    def register(function: Clock) -> Clock:
        if name in _clocks:
            msg = f"clock {name!r} is already named"
            raise ValueError(msg)
        _clocks[name] = function
        return function

    return register


def clocks() -> Iterator[Clock]:
    """What the scheduler asks, in the order of the names."""
    load_from_slices("tasks")
    return iter([_clocks[name] for name in sorted(_clocks)])


def task_named(name: str) -> Task:
    """Return the function of that name; raises ``KeyError``."""
    if name not in _tasks:
        load_from_slices("tasks")
    return _tasks[name].run


def nightly_tasks() -> Iterator[str]:
    """Names of the tasks that every night asks for, sorted."""
    load_from_slices("tasks")
    return iter(sorted(name for name, named in _tasks.items() if named.nightly))
