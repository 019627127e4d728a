"""An act as pages show it: a button, with its reasons when it is blocked."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.access import Action


@dataclass(frozen=True, slots=True)
class Act:
    """One thing a person may do here. ``reasons`` not empty means blocked: it stays visible and says why.

    ``method`` is ``get`` (a link), ``dialog`` (the form behind ``url`` opens in a dialog; without script it is a page)
    or ``post`` (a form of one button with ``data``). ``key`` is what is pressed after ``n``.
    """

    name: str
    label: Any
    url: str = ""
    method: str = "get"
    primary: bool = False
    danger: bool = False
    quiet: bool = False
    icon: str = ""
    key: str = ""
    reasons: tuple[Any, ...] = ()
    data: Mapping[str, str] | None = None

    @property
    def css(self) -> str:
        """The classes after ``btn``."""
        chosen = {"btn-primary": self.primary, "btn-danger": self.danger, "btn-ghost": self.quiet}
        return "".join(f" {name}" for name, on in chosen.items() if on)


def acts_of(actions: Iterable[Action], row_url: str) -> list[Act]:
    """Turn a row's actions into buttons; each leads to the form at ``<row>/<name>/`` and opens it in a dialog."""
    return [
        Act(
            name=action.name,
            label=action.label,
            url=f"{row_url}{action.name}/",
            method="dialog",
            primary=action.primary,
            danger=action.danger,
            reasons=tuple(action.reasons),
        )
        for action in actions
    ]
