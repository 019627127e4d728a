"""The kernel as an installed app without tables; it wires the slices when Django is ready."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    """Loads what every slice gives through the seams."""

    name = "core"

    def ready(self) -> None:
        """Import the Celery app, the deployment checks and every slice's contributions."""
        from core import celery, checks, schema  # noqa: F401  (apps must be loaded first)
        from core.slices import load_from_slices

        load_from_slices("contributions")
