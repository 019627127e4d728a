from django.conf import settings

from core.diagrams import machines, page


def test_state_diagrams_are_in_step_with_the_code():
    text = (settings.BASE_DIR / "docs" / "concepts.md").read_text(encoding="utf-8")
    assert page(text) == text


def test_every_machine_has_a_way_out_of_its_first_state():
    stuck = [
        model._meta.label
        for model, field in machines()
        if not any(step.source in {"*", "+", field.get_default()} for step in field.get_all_transitions(model))
    ]
    assert stuck == []
