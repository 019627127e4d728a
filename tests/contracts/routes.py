"""Every way into the house, read from the URL table: pages by name and method, API acts by view set and action."""

from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, get_resolver

FOREIGN = {"schema"}
FUNCTIONS = {"set_language": ["post"]}  # views that are functions: what they answer, where not GET


@dataclass(frozen=True, order=True)
class Way:
    """One method of one route."""

    key: str  # "people:team GET", "api-roles end"
    name: str
    method: str
    params: tuple[str, ...]
    api: bool
    view: Any = None


def ways():
    """Every way in, sorted by key."""
    found = {way.key: way for way in _walk(get_resolver().url_patterns, "", ())}
    return [found[key] for key in sorted(found)]


def _walk(patterns, space, params):
    for entry in patterns:
        own = (*params, *entry.pattern.converters, *getattr(entry.pattern.regex, "groupindex", {}))
        names = tuple(dict.fromkeys(own))
        if isinstance(entry, URLPattern):
            if "format" not in names and entry.name and not entry.name.endswith("api-root"):
                yield from _methods(entry, space, names)
        else:
            inner = f"{space}{entry.namespace}:" if getattr(entry, "namespace", None) else space
            yield from _walk(entry.url_patterns, inner, names)


def _methods(entry, space, params):
    name = f"{space}{entry.name}"
    actions = getattr(entry.callback, "actions", None)
    if actions:
        for method, action in actions.items():
            if method == "head":  # added to the actions at the first GET, for the same answer without a body
                continue
            base = entry.name.removesuffix("-list").removesuffix("-detail")
            base = base.removesuffix(f"-{action.replace('_', '-')}")
            yield Way(f"{base} {action}", name, method, params, True, entry.callback.cls)
        return
    view = getattr(entry.callback, "view_class", None)
    api = name.startswith("api-") or name in FOREIGN
    allowed = getattr(view, "http_method_names", FUNCTIONS.get(name, ["get"]))
    methods = [m for m in ("get", "post", "patch", "delete") if m in allowed and (view is None or hasattr(view, m))]
    for method in methods:
        yield Way(f"{name} {method.upper()}", name, method, params, api, view)


if __name__ == "__main__":
    import django

    django.setup()
    for way in ways():
        print(way.key, way.params)
