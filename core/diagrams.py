"""State diagrams drawn from the transitions in the code, as Mermaid text for ``docs/concepts.md``."""

import django_fsm
from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import translation

START = "<!-- state diagrams: drawn by `manage.py state_diagrams`, do not edit -->"
END = "<!-- end of state diagrams -->"


def machines() -> list[tuple[type[models.Model], django_fsm.FSMFieldMixin]]:
    """Every model of the house with a state column, in floor order."""
    return [
        (model, field)
        for app in settings.APPS
        for model in sorted(apps.get_app_config(app).get_models(), key=lambda one: one.__name__)
        for field in model._meta.concrete_fields
        if isinstance(field, django_fsm.FSMFieldMixin)
    ]


def arrows(model: type[models.Model], field: django_fsm.FSMFieldMixin) -> list[tuple[str, str, str]]:
    """Transitions as (source, target, method), sorted; ``*`` and ``+`` stand for any state."""
    found = {
        (str(step.source), str(step.target), str(step.name))
        for step in field.get_all_transitions(model)
        if step.target is not None
    }
    return sorted(found)


def diagram(model: type[models.Model], field: django_fsm.FSMFieldMixin) -> str:
    """Draw one machine with its labels in English and Chinese beneath."""
    lines = [f"### {model._meta.label}.{field.name}", "", "```mermaid", "stateDiagram-v2"]
    lines.append(f"    [*] --> {field.get_default()}")
    for source, target, name in arrows(model, field):
        lines.append(f"    {'any' if source in {'*', '+'} else source} --> {target}: {name}")
    lines += ["```", "", "| state | English | 中文 |", "|---|---|---|"]
    for value, label in field.choices or ():
        with translation.override("zh-hans"):
            chinese = str(label)
        with translation.override("en"):
            lines.append(f"| `{value}` | {label} | {chinese} |")
    return "\n".join(lines) + "\n"


def page(text: str) -> str:
    """Put the diagrams of today between the marks of the page."""
    before, _mark, rest = text.partition(START)
    _old, _mark, after = rest.partition(END)
    drawn = "\n".join(diagram(model, field) for model, field in machines())
    return f"{before}{START}\n\n{drawn}\n{END}{after}"
