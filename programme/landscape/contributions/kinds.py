"""Import and export of the registers of the landscape."""

from collections.abc import Iterable
from typing import Any

from core.books import as_lines, from_lines, kind_of
from core.imports.kinds import Row
from core.seams import kinds
from programme.landscape import permissions, services
from programme.landscape.selectors import BOOKS, hidden_fields, veiled


def hide_values(programme: Any, rows: Iterable[Row]) -> Iterable[Row]:
    """Golden records without the fields that the register of personal data masks; one query."""
    hidden = hidden_fields(programme)
    for row in rows:
        values, _wrong = from_lines(row["values"])
        yield row | {"values": as_lines(veiled(values, hidden.get(row["object"], ()))).replace("\n", "; ")}


for order, (book, code, natural, required, examples) in enumerate(
    (
        ("systems", "source-systems", ("name",), (), {
            "code": ("SY01", "SY01"), "name": ("旧CRM", "Old CRM"), "owner": ("销售运营部", "Sales operations"),
            "objects_held": ("customer contact", "customer contact"),
            "records": ("48200", "48200"),
        }),
        ("interfaces", "interfaces", ("system",), (), {
            "code": ("IF01", "IF01"), "system": ("官网", "Website"), "objects_held": ("表单线索", "Leads from forms"),
            "standard": ("REST，OpenAPI 3.1", "REST, OpenAPI 3.1"),
        }),
        ("fields", "data-standard", ("object", "name"), (), {
            "code": ("DF01", "DF01"), "name": ("统一社会信用代码", "Credit code"),
            "format": ("18位", "18 signs"),
        }),
        ("records", "master-records", ("system", "key"), ("object", "name", "seen_on"), {
            "code": ("MR0001", "MR0001"), "name": ("苏州精密", "Suzhou Precision"),
            "system": ("SY01", "SY01"),
            "key": ("C-1042", "C-1042"), "seen_on": ("2026-05-20", "2026-05-20"),
            "values": ("电话 = 0512-6655 0101", "phone = 0512-6655 0101"),
        }),
        ("personal-data", "personal-data", ("object", "field"), ("purpose",), {
            "code": ("PD01", "PD01"), "field": ("手机号", "Mobile number"),
            "purpose": ("预约拜访", "To arrange visits"),
        }),
        ("test-data", "test-data", ("name",), (), {
            "code": ("TD01", "TD01"), "name": ("试点样本", "Pilot sample"),
            "method": ("姓名重生成", "Names drawn anew"),
        }),
        ("access", "access-rules", ("role", "object", "deed"), ("reach",), {
            "code": ("AM001", "AM001"), "role": ("客户经理", "Account manager"),
        }),
    )
):  # fmt: skip
    kinds.add(
        code,
        kind_of(
            BOOKS[book], code=code, natural=natural, required=required, services=services, can=permissions.can_write,
            order=46 + order, examples=examples, hide=hide_values if book == "records" else None,
        ),
    )  # fmt: skip
