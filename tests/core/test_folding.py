"""Migrations are folded into one per app, and a chain is not let grow long again."""

import pytest
from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import models
from django.db.migrations import Migration, RunPython
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ModelState, ProjectState
from django.db.models.signals import class_prepared

from core.fsm import StateField
from core.management.commands import fold_migrations
from core.management.commands.fold_migrations import folded, folded_name
from core.operations import CreateModels

LONGEST = 60  # changes of single models beside the tables made at once; each renders all related models anew


@pytest.fixture
def now():
    return ProjectState.from_apps(apps)


@pytest.mark.parametrize("app", settings.APPS)
def test_folded_tables_are_those_of_the_models(now, app):
    names = dict.fromkeys(settings.APPS, "0001_initial")
    migration = folded(app, now, names, ["0001_initial", "0002_more"])
    others = {key: model for key, model in now.models.items() if key[0] != app}
    before = ProjectState({key: model.clone() for key, model in others.items()})
    made = {key: model for key, model in migration.mutate_state(before).models.items() if key[0] == app}
    assert made == {key: model for key, model in now.models.items() if key[0] == app}
    assert migration.replaces == [(app, "0001_initial"), (app, "0002_more")]
    assert all(name == "0001_initial" for label, name in migration.dependencies if label in settings.APPS)


def test_a_folded_migration_is_called_after_the_last_it_stands_for():
    assert folded_name(["0001_initial"]) == "0001_initial"
    assert folded_name(["0001_squashed_0016_lessons", "0017_more"]) == "0001_squashed_0017_more"


def test_models_that_refer_to_each_other_are_refused():
    def row(name, other):
        key = models.BigAutoField(primary_key=True)
        return ModelState("trial", name, [("id", key), ("other", models.ForeignKey(f"trial.{other}", models.CASCADE))])

    state = ProjectState()
    for model in (row("Hen", "Egg"), row("Egg", "Hen")):
        state.add_model(model)
    with pytest.raises(CommandError, match="egg, hen refer to each other in a circle"):
        folded("trial", state, {"trial": "0001_initial"}, ["0001_initial"])


def test_what_changes_data_is_not_folded_away(monkeypatch):
    loader = MigrationLoader(None)
    change = Migration("0099_data", "roi")
    change.operations = [RunPython(RunPython.noop)]
    loader.disk_migrations["roi", "0099_data"] = change
    loader.disk_migrations.setdefault(("roi", "0001_initial"), Migration("0001_initial", "roi"))
    monkeypatch.setattr(fold_migrations, "MigrationLoader", lambda _connection: loader)
    monkeypatch.setattr(settings, "APPS", ["roi"])
    with pytest.raises(CommandError, match="roi: 0099_data changes data"):
        call_command("fold_migrations")


def test_chains_are_short():
    operations = [
        operation
        for (label, _name), migration in MigrationLoader(None).disk_migrations.items()
        if label in settings.APPS
        for operation in migration.operations
    ]
    single = [one for one in operations if not isinstance(one, CreateModels)]
    assert len(single) <= LONGEST, "fold them: manage.py fold_migrations"


def test_a_class_rendered_for_a_migration_leaves_no_receiver_behind():
    state = ProjectState()
    key = models.BigAutoField(primary_key=True)
    state.add_model(ModelState("trial", "Light", [("id", key), ("state", StateField(default="red", max_length=5))]))
    before = len(class_prepared.receivers)
    assert state.apps.get_model("trial", "Light")._meta.get_field("state").protected
    assert len(class_prepared.receivers) == before
