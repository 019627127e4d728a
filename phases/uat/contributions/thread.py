"""The acceptance test's part of the thread: the cases, each with the requirements that it tries."""

import re
from typing import Any

from core import seams
from core.seams import Link
from phases.uat.choices import CaseState
from phases.uat.models import TestCase

CODES = re.compile(r"[\w.@#-]+")  # a case may name several requirements


@seams.trace.provide("uat.cases")
def cases(programme: Any, node: str) -> list[Link]:
    """Cases that are run, once for every requirement they name; one query."""
    rows = TestCase.objects.filter(programme=programme).exclude(state=CaseState.DISABLED).select_related("programme")
    if node:
        rows = rows.filter(code=node.partition(":")[2])
    found = []
    for row in rows:
        name, url = f"case:{row.code}", row.get_absolute_url()
        codes = CODES.findall(row.requirement)
        found += [Link("case", name, str(row), url, f"requirement:{code}") for code in codes]
        if not codes:
            found.append(Link("case", name, str(row), url))
    return found
