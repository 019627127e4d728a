"""Tell the living example, and take it away again."""

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.utils import timezone

from core.demo import Story, tell
from core.models import save_validated
from programme.charter.models import Programme
from programme.people.models import User
from programme.records.services.audit import append_event, change, writes


def tell_demo(*, language: str | None = None, seed: int = 7, size: str = "small", today: date | None = None) -> Story:
    """Seed the example as of a day (today unless given), whole or not at all; one told before is left as it is."""
    story = Story(
        language=language or settings.LANGUAGE_CODE,
        seed=seed,
        size=size,
        today=today or timezone.localdate(),
        zone=ZoneInfo(settings.TIME_ZONE),
    )
    story.programme = Programme.objects.filter(slug=story.slug, is_demo=True).first()
    if story.programme is None:
        with transaction.atomic():
            tell(story)
    return story


@writes
def remove_demo() -> int:
    """Delete every demo programme with all its rows and files and close the accounts; returns how many went."""
    programmes = list(Programme.objects.filter(is_demo=True))
    for programme in programmes:
        append_event(
            "records.demo_removed", programme, actor=None, changes={"slug": [programme.slug, None]}, installation=True
        )
    files = [name for model, path in rows_below() for name in _files(model, path)]
    for model, path in [*rows_below(), (Programme, "")]:
        rows: Any = model._base_manager.filter(**{f"{path}__is_demo".removeprefix("__"): True})
        rows._raw_delete(rows.db)  # keys are checked at the end of the transaction, so the order is free
    for user in User.objects.filter(is_demo=True, is_active=True):
        with change(user, "people.demo_closed", actor=None):
            user.is_active = user.is_administrator = False
            user.set_unusable_password()
            save_validated(user)
    transaction.on_commit(lambda: _forget(files))
    return len(programmes)


def rows_below() -> list[tuple[Any, str]]:
    """Give every model whose rows hang on a programme, with its way there, those that stand on others first."""
    found: dict[type[models.Model], str] = {}
    ahead: list[tuple[type[models.Model], str]] = [(Programme, "")]
    for model, path in ahead:  # grows while it is read
        for below, name in _hanging_on(model):
            if below not in found and below is not Programme:
                found[below] = f"{name}__{path}" if path else name
                ahead.append((below, found[below]))
    return list(reversed(found.items()))


def _hanging_on(model: type[models.Model]) -> Iterator[tuple[type[models.Model], str]]:
    for relation in model._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ForeignObjectRel) and relation.auto_created and not relation.many_to_many:
            below = relation.related_model
            if isinstance(relation.field, models.ForeignKey) and isinstance(below, type) and _owned(relation.field):
                yield below, relation.field.name


def _owned(field: "models.ForeignKey[models.Model, models.Model]") -> bool:
    """Tell whether the row goes with what it points to, rather than only mention it."""
    return not field.null or field.name == "programme"


def _files(model: type[models.Model], path: str) -> Iterator[str]:
    """Name the stored files of the demo's rows of a model."""
    for field in model._meta.concrete_fields:
        if isinstance(field, models.FileField):
            rows = model._base_manager.filter(**{f"{path}__is_demo": True})
            yield from filter(None, rows.values_list(field.name, flat=True))


def _forget(names: list[str]) -> None:
    for name in names:
        with suppress(OSError):
            default_storage.delete(name)
