"""Bare calculations from the bytes of a file."""

import json
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from core.errors import BadInputError
from roi.statements.rules import bare

MOST_BYTES = 1_000_000


def calculated(content: bytes) -> dict[str, Any]:
    """Read the JSON of cash flows and compute its figures; raises ``BadInputError`` naming every bad field."""
    if len(content) > MOST_BYTES:
        raise BadInputError(_("The file is larger than one megabyte."))
    try:
        given = json.loads(content.decode("utf-8-sig"), parse_float=_decimal)
    except (ValueError, RecursionError, InvalidOperation) as error:
        raise BadInputError(_("The file is not JSON: %(error)s") % {"error": str(error)[:200]}) from error
    return bare.answer(bare.question(given))


def _decimal(text: str) -> Decimal:
    return Decimal(text)
