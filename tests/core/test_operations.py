"""Many models made by one operation stand as if made one by one."""

import pytest
from django.db import connection, models
from django.db.migrations import CreateModel
from django.db.migrations.state import ProjectState
from django.db.migrations.writer import MigrationWriter

from core.operations import CreateModels


def both():
    parent = CreateModel("Parent", [("id", models.BigAutoField(primary_key=True))])
    link = models.ForeignKey("trial.Parent", models.CASCADE)
    rule = models.UniqueConstraint(fields=["parent"], name="one_child")
    child = CreateModel(
        "Child", [("id", models.BigAutoField(primary_key=True)), ("parent", link)], {"constraints": [rule]}
    )
    return [parent, child]


def tables():
    return {name for name in connection.introspection.table_names() if name.startswith("trial_")}


def test_state_is_the_same_as_of_single_operations():
    together, single = ProjectState(), ProjectState()
    assert together.apps is not None  # rendered before, as in a migration that is applied
    CreateModels(both()).state_forwards("trial", together)
    for model in both():
        model.state_forwards("trial", single)
    assert together == single
    assert {model.__name__ for model in together.apps.get_models()} == {"Parent", "Child"}


@pytest.mark.django_db(transaction=True)
def test_tables_are_made_and_dropped():
    operation, before, after = CreateModels(both()), ProjectState(), ProjectState()
    operation.state_forwards("trial", after)
    with connection.schema_editor() as editor:
        operation.database_forwards("trial", editor, before, after)
    assert tables() == {"trial_parent", "trial_child"}
    with connection.schema_editor() as editor:
        operation.database_backwards("trial", editor, after, before)
    assert tables() == set()


def test_it_is_written_into_a_migration():
    text, imports = MigrationWriter.serialize(CreateModels(both()))
    assert text.startswith("core.operations.CreateModels(")
    assert "import core.operations" in imports
    assert CreateModels(both()).describe() == "Create Parent, Child"
