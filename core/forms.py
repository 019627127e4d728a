"""What HTML forms share: how a refusal is told at the fields it names."""

from typing import Any

from core.errors import BadInputError, DomainError


def tell_form(form: Any, error: DomainError) -> None:
    """Put a refusal on the form: at its fields where they are named, else on the whole."""
    if isinstance(error, BadInputError):
        for name, texts in error.fields.items():
            for text in texts:
                form.add_error(name if name in form.fields else None, text)
    else:
        for reason in error.reasons:
            form.add_error(None, reason)
