"""One act through each front: the page's form as a browser sends it, and the call of the API; and what each wrote."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.apps import apps

from programme.notices.models import Endpoint
from programme.records.models import AuditEvent, ImportRun, Job, Snapshot
from tests.contracts.asking import browser, undone
from tests.contracts.routes import ways
from tests.contracts.world import address, kwargs_of

EVERY = {way.key: way for way in ways()}
OWN_TO_A_RUN = {
    "at",
    "as_of",
    "password",
    "public_id",
    "object_id",
    "sha256",
    "verify_code",
    "token",
    "file",
}  # random in every row, or made of what is

MINUTE = re.compile(r"(?<=\d{4}-\d\d-\d\d )\d\d:\d\d$")  # of a snapshot's name: the fronts may act on two sides of one
KEYED = {
    (Snapshot, "content"), (ImportRun, "before"), (ImportRun, "after"),  # by the public ids of other rows
    (Endpoint, "sealed_address"), (Endpoint, "sealed_secret"),  # sealed with a nonce
}  # fmt: skip


@dataclass(frozen=True)
class Pair:
    """An act: its way by page and by API, who does it, the row it is done to, and the same input for both.

    ``row`` arranges and returns the row; ``same`` is sent by both, ``form`` and ``body`` by one. Those are dicts, or
    functions of world and row. ``page`` and ``call`` choose what stands in the address beside the row.
    """

    html: str
    api: str
    role: str = "PM"
    row: Callable[[Any], Any] | None = None
    same: Any = None
    form: Any = None
    body: Any = None
    page: Any = None
    call: Any = None
    name: str = ""

    def __str__(self) -> str:
        return self.name or f"{self.html} = {self.api}"


def written(world, pair, *, api):
    """Do the act through one front, and give its audit events and the state of every row that they name."""
    with undone():
        row = pair.row(world) if pair.row else None
        return [_done(world, pair, row, api=front) for front in ([False, True] if api is None else [api])]


def _done(world, pair, row, *, api):
    with undone():
        before, stood = [_last(model) for model in (AuditEvent, Job)], _stands(row)
        status, said = (_call if api else _post)(world, pair, row)
        events, jobs = (
            model.objects.filter(pk__gt=pk).order_by("pk") for model, pk in zip((AuditEvent, Job), before, strict=True)
        )
        return {
            "done": status < 400 or said,
            "wrote": bool(events or jobs or _stands(row) != stood),
            "events": [_event(one) for one in events],
            "rows": [*_rows(events), _stands(row)],
            "jobs": [(job.task, job.label) for job in jobs],
        }


def _last(model):
    return model.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def _stands(row):
    """The row that was acted on, as the database has it."""
    now = type(row)._base_manager.filter(pk=row.pk).first() if row is not None else None
    return facts(now) if now is not None else None


def _given(part, world, row):
    return (part(world, row) if callable(part) else part) or {}


def _url(key, world, row, chosen):
    way = EVERY[key]
    named = _given(chosen, world, row)
    if row is not None and "public_id" in way.params:
        named = {"public_id": row.public_id} | named
    programme = getattr(row, "programme", None) or world.programme
    return way, address(way, kwargs_of(way, programme, **named))


def _post(world, pair, row):
    client = browser(world.people[pair.role])
    way, url = _url(pair.html, world, row, pair.page)
    shown = shown_in(client, url) if way.key.replace("POST", "GET") in EVERY else {}
    typed = {name: value for name, value in _both(pair.form, pair.same, world, row).items() if value is not None}
    response = client.post(url, shown | typed)
    form = (response.context or {}).get("form") if response.status_code >= 400 else None
    return response.status_code, form.errors.as_text() if form is not None else f"{response.status_code}"


def _both(own, same, world, row):
    return _given(same, world, row) | _given(own, world, row)


def shown_in(client, url):
    """Give what the browser would send back of the form at this address, untouched."""
    context = client.get(url).context
    form = context.get("form") if context is not None else None
    values = {}
    for field in form or ():
        kept = field.field.widget.format_value(field.value()) if not _is_box(field) else ("on" if field.value() else "")
        if kept not in (None, "", [], [""]):
            values[field.html_name] = kept
    return values


def _is_box(field):
    return field.field.widget.__class__.__name__ == "CheckboxInput"


def _call(world, pair, row):
    client = browser(world.people[pair.role])
    way, url = _url(pair.api, world, row, pair.call)
    body = _both(pair.body, pair.same, world, row)
    response = getattr(client, way.method)(url, body, content_type="application/json")
    return response.status_code, response.content.decode()[:600]


def _event(event):
    kind = apps.get_model(event.kind)
    changes = {
        name: [_plain(kind, name, value) for value in pair]
        for name, pair in sorted(event.changes.items())
        if not _own(name) and isinstance(pair, list)
    }
    return event.action, event.kind, MINUTE.sub("", event.object_text), event.actor_name, event.reason, changes


def _own(name):
    return name in OWN_TO_A_RUN or name.endswith("_at")


def _plain(kind, name, value):
    """A link to a row by what the row is called: keys differ from run to run."""
    field = {field.name: field for field in kind._meta.concrete_fields}.get(name)
    if value is None or field is None or not field.is_relation:
        return value
    return str(field.related_model._base_manager.filter(pk=value).first())


def _rows(events):
    """Every row that an event names, column by column, as it stands in the database."""
    found = []
    for kind, public_id in dict.fromkeys((event.kind, event.object_id) for event in events):
        model = apps.get_model(kind)
        key = "public_id" if any(field.name == "public_id" for field in model._meta.concrete_fields) else "pk"
        row = model._base_manager.filter(**{key: public_id}).first()
        found.append((kind, facts(row) if row is not None else "gone"))
    return found


def facts(row):
    return {
        field.name: MINUTE.sub("", str(getattr(row, field.name if field.is_relation else field.attname)))
        for field in row._meta.concrete_fields
        if not _own(field.name) and not field.primary_key and (type(row), field.name) not in KEYED
    }
