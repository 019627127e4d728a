"""Fold each app's migrations into one that makes all tables at once: what keeps the first start short.

Django renders all related models for every change of a long chain, so a new database needs seconds for each. A folded
migration is written from the models as they are and names those it replaces: a database that has applied them all
counts as up to date, one that has applied only some must first be brought up to date with the release before.
"""

from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db.migrations import Migration, RunPython, RunSQL
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import CreateModel
from django.db.migrations.state import ModelState, ProjectState
from django.db.migrations.writer import MigrationWriter
from django.utils import translation

from core.operations import CreateModels


class Command(BaseCommand):
    help = "Write one migration per app in place of all it has; models and migrations must be in step."

    def handle(self, *_args: Any, **_options: Any) -> None:
        with translation.override(None):  # as in makemigrations: names are written in the sources' language
            self._fold()

    def _fold(self) -> None:
        loader = MigrationLoader(None)
        now = ProjectState.from_apps(apps)
        if MigrationAutodetector(loader.project_state(), now).changes(loader.graph):
            raise CommandError("models and migrations differ: run makemigrations first")
        stands = {app: sorted(name for label, name in loader.disk_migrations if label == app) for app in settings.APPS}
        names = {app: folded_name(found) for app, found in stands.items()}
        for app, found in stands.items():
            if len(found) > 1:
                moves_data = [name for name in found if _moves_data(loader.disk_migrations[app, name])]
                if moves_data:
                    raise CommandError(
                        f"{app}: {', '.join(moves_data)} changes data, which a folded migration leaves out"
                    )
                folder = Path(apps.get_app_config(app).path) / "migrations"
                written = MigrationWriter(folded(app, now, names, found), include_header=False).as_string()
                for name in found:
                    (folder / f"{name}.py").unlink()
                (folder / f"{names[app]}.py").write_text(written, encoding="utf-8")
                self.stdout.write(f"{app}: {len(found)} migrations are now {names[app]}")


def folded_name(found: list[str]) -> str:
    """Name the migration that stands for all of these, oldest first; a single one keeps its name."""
    return f"0001_squashed_{found[-1]}" if len(found) > 1 else found[0]


def folded(app: str, now: ProjectState, names: dict[str, str], replaced: list[str]) -> Migration:
    """Give the migration that makes all models of the app, each after those it refers to."""
    models = {model.name_lower: model for (label, _name), model in now.models.items() if label == app}
    migration: Any = Migration(names[app], app)
    migration.initial = True
    migration.replaces = [(app, name) for name in replaced]
    others = {label for model in models.values() for label, _name in _refers_to(model)} - {app}
    migration.dependencies = sorted((label, names.get(label, "__first__")) for label in others)
    migration.operations = [CreateModels([_operation(models[name]) for name in _in_order(app, models)])]
    found: Migration = migration
    return found


def _in_order(app: str, models: dict[str, ModelState]) -> list[str]:
    left = {name: {to for label, to in _refers_to(model) if label == app} - {name} for name, model in models.items()}
    order: list[str] = []
    while left:
        ready = next((name for name, needs in left.items() if not needs & left.keys()), None)
        if ready is None:
            raise CommandError(f"{app}: {', '.join(sorted(left))} refer to each other in a circle")
        order.append(ready)
        del left[ready]
    return order


def _refers_to(model: ModelState) -> set[tuple[str, str]]:
    links: list[Any] = [field.remote_field for field in model.fields.values() if field.remote_field]
    told: list[Any] = [link.model for link in links] + [getattr(link, "through", None) for link in links]
    told.extend(model.bases)
    named = [one if isinstance(one, str) else getattr(getattr(one, "_meta", None), "label", "") for one in told]
    whole = [name if "." in name else f"{model.app_label}.{name}" for name in named if name]
    return {(label, name.lower()) for label, name in (one.split(".") for one in whole)}


def _operation(model: ModelState) -> CreateModel:
    options = {key: value for key, value in model.options.items() if value or key not in {"indexes", "constraints"}}
    return CreateModel(model.name, list(model.fields.items()), options, model.bases, model.managers)


def _moves_data(migration: Migration) -> bool:
    return any(isinstance(operation, RunPython | RunSQL) for operation in migration.operations)
