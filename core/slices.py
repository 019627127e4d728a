"""Find the slices of the six apps and import one of their modules wherever it exists."""

from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules

from django.conf import settings

NOT_SLICES = frozenset({"management", "migrations", "templatetags"})


def slices() -> list[str]:
    """Dotted packages such as ``programme.raid``, app by app in floor order."""
    return [
        f"{app}.{module.name}"
        for app in settings.APPS
        for module in iter_modules(import_module(app).__path__)
        if module.ispkg and module.name not in NOT_SLICES
    ]


def load_from_slices(name: str) -> None:
    """Import ``<slice>.<name>`` for every slice that has such a module."""
    for package in slices():
        if find_spec(f"{package}.{name}"):
            import_module(f"{package}.{name}")
