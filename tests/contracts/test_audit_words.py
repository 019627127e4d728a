"""No fact of an audit event is printed untranslated on a Chinese page: fields of every model, keys of every service."""

import ast

import pytest
from django.apps import apps
from django.conf import settings
from django.utils import translation

from programme.records.models import AuditEvent
from programme.records.selectors.acts import ENDINGS, WORDS
from programme.records.selectors.differences import HIDDEN, label_of, tell
from programme.records.services.audit import UNRECORDED
from tests.contracts.words import HAN

SAME = frozenset({"KPI", "SHA-256", "UID", "WBS"})  # written like this in Chinese too
MACHINERY = frozenset(
    {
        "AuditEvent",
        "Delivery",
        "DigestWish",
        "IdempotentAnswer",
        "Job",
        "LightDay",
        "NoticeWish",
        "Notification",
        "PaperReading",
        "PersonalView",
        "UsagePart",
        "WrongPassword",
    }
)  # rows that no service audits
PAIR = 2


def foreign(labels):
    return {label for label in labels if not HAN.search(label) and label not in SAME}


def models():
    return [model for app in settings.APPS for model in apps.get_app_config(app).get_models()]


def keys_of(tree):
    """Constant keys of what looks like ``{"fact": [before, after]}`` or ``changes["fact"] = [before, after]``."""
    for node in ast.walk(tree):
        match node:
            case ast.Dict():
                pairs = zip(node.keys, node.values, strict=True)
            case ast.Assign(targets=[ast.Subscript(slice=key)]):
                pairs = [(key, node.value)]
            case _:
                continue
        for key, value in pairs:
            if isinstance(key, ast.Constant) and isinstance(value, ast.List) and len(value.elts) == PAIR:
                yield str(key.value)


def test_every_field_that_may_be_audited_has_a_chinese_name():
    with translation.override("zh-hans"):
        found = {
            f"{model.__name__}.{field.name}": label_of(field, field.name)
            for model in models()
            if model.__name__ not in MACHINERY
            for field in model._meta.concrete_fields
            if not field.primary_key and field.name not in UNRECORDED | HIDDEN
        }
    assert len(found) > 500
    assert {name: label for name, label in found.items() if foreign([label])} == {}


def test_every_key_that_a_service_records_has_a_chinese_name():
    keys = set()
    for app in settings.APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "services" in str(path) and "migrations" not in path.parts:
                keys |= set(keys_of(ast.parse(path.read_text())))
    assert {"waits for", "tasks moved"} <= keys
    with translation.override("zh-hans"):
        assert foreign(label_of(None, key) for key in keys) == set()


def acts_of(tree):
    """Names of acts that a call of ``change`` or ``append_event`` records."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"change", "append_event"}:
            for given in node.args[:2]:
                for part in [given.body, given.orelse] if isinstance(given, ast.IfExp) else [given]:
                    if isinstance(part, ast.Constant):
                        yield part.value


def test_every_act_that_a_service_records_has_words():
    acts = set()
    for app in settings.APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            if "migrations" not in path.parts:
                acts |= set(acts_of(ast.parse(path.read_text())))
    assert len(acts) > 300
    endings = tuple(f"{mark}{ending}" for ending in ENDINGS for mark in "._")
    assert {act for act in acts if act not in WORDS and not act.endswith(endings)} == set()
    with translation.override("zh-hans"):
        assert foreign(str(words) for words in WORDS.values()) == set()


@pytest.mark.django_db
def test_a_fact_is_told_in_the_language_of_the_page(programme):
    event = AuditEvent(
        pk=1,
        kind="phases.Task",
        changes={
            "waits for": [None, {"earlier": "A", "type": "FS"}],
            "position": [1, 2],
            "computed": [None, [{"id": "plan.end"}, {"id": "G3"}]],
            "note": ["", "{" + "x" * 300],
            "王一 (E1)": ["waitlisted", "confirmed"],
        },
    )
    told = {}
    for language in ("en", "zh-hans"):
        with translation.override(language):
            told[language] = [(one.label, one.before, one.after) for one in tell([event])[1]]
    assert told["en"] == [
        ("Waits for", "–", "A FS"), ("Position", "1", "2"), ("Computed", "–", "2 entries"),
        ("Note", "–", "data, 301 characters"), ("王一 (E1)", "waitlisted", "confirmed"),
    ]  # fmt: skip
    assert told["zh-hans"] == [
        ("前置任务", "–", "A FS"), ("次序", "1", "2"), ("系统计算", "–", "2 条"), ("备注", "–", "数据，301 个字符"),
        ("王一 (E1)", "候补", "已确认"),
    ]  # fmt: skip
