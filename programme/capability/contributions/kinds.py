"""Import and export of the team's skills and of departments."""

from core.books import kind_of
from core.seams import kinds
from programme.capability import permissions, services
from programme.capability.selectors import BOOKS

for order, (book, code, natural, examples) in enumerate(
    (
        (
            "team",
            "team-skills",
            ("area",),
            {"score": ("2", "2"), "evidence": ("无流程变革经验", "No process changed yet")},
        ),
        ("departments", "departments", ("desk", "name"), {"contact": ("郑宁", "Zheng Ning")}),
    )
):
    kinds.add(
        code,
        kind_of(
            BOOKS[book], code=code, natural=natural, services=services, can=permissions.can_write, order=54 + order,
            examples=examples,
        ),
    )  # fmt: skip
