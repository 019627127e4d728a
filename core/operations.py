"""Operations of migrations: the many models of an empty database, made at once."""

from collections.abc import Sequence
from typing import Any

from django.db.migrations.operations import CreateModel
from django.db.migrations.operations.base import Operation, OperationCategory


class CreateModels(Operation):
    """Create models one after the other, with the state rendered once for all of them.

    Django renders every related model anew after each ``CreateModel``, which grows with the square of their number
    and made the first start wait. A later migration that adds several new models uses it too; every other change uses
    Django's own operations.
    """

    category = OperationCategory.ADDITION
    serialization_expand_args = ["models"]

    def __init__(self, models: Sequence[CreateModel]) -> None:
        """Take the models in an order in which each stands after those it refers to."""
        self.models = models

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """Say how it is written into a migration."""
        return type(self).__name__, [], {"models": self.models}

    def state_forwards(self, app_label: str, state: Any) -> None:
        """Add the models to a state whose rendered classes are dropped first."""
        state.__dict__.pop("apps", None)
        for model in self.models:
            model.state_forwards(app_label, state)

    def database_forwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Make the tables in order."""
        for model in self.models:
            model.database_forwards(app_label, schema_editor, from_state, to_state)

    def database_backwards(self, app_label: str, schema_editor: Any, from_state: Any, to_state: Any) -> None:
        """Drop the tables, the last one first."""
        for model in reversed(self.models):
            model.database_backwards(app_label, schema_editor, from_state, to_state)

    def describe(self) -> str:
        """Name the models."""
        return f"Create {', '.join(model.name for model in self.models)}"

    @property
    def migration_name_fragment(self) -> str:
        """Say what a migration of this alone is called."""
        return "initial"
