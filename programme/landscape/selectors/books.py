"""The registers of the landscape: what each holds and how it is shown."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from core.books import Book, choices_in
from core.documents.values import Cell, Figure, Status
from core.register import Column
from programme.landscape import rules
from programme.landscape.choices import Fate, Held, InterfaceState
from programme.landscape.models import (
    AccessRule,
    DataField,
    Interface,
    MasterRecord,
    PersonalData,
    SourceSystem,
    TestDataSet,
)

if TYPE_CHECKING:
    from core.documents.values import StatusKind

INTERFACE: dict[str, "StatusKind"] = {
    InterfaceState.DRAFT: "wait",
    InterfaceState.SPECIFIED: "run",
    InterfaceState.PASSED: "good",
    InterfaceState.FAILED: "bad",
}


def fate_status(row: SourceSystem) -> Status:
    """What becomes of a system; undecided is a gap."""
    return Status("warn" if row.fate == Fate.OPEN else "good", str(row.get_fate_display()))


def interface_status(row: Interface) -> Status:
    """How an interface stands."""
    if not row.in_scope:
        return Status("none", _("Out of scope"))
    return Status(INTERFACE[row.state], str(row.get_state_display()))


def record_status(row: MasterRecord) -> Status:
    """Whether a record stands for itself."""
    if row.merged_into is not None:
        return Status("done", _("Alias of %(code)s") % {"code": row.merged_into.code})
    return Status("good", _("Golden record")) if row.picks else Status("none", _("Not merged"))


def test_data_status(row: TestDataSet) -> Status:
    """Whether a test may use the data."""
    if row.anonymised:
        return Status("good", _("Anonymised"))
    return Status("warn", _("Approved as they are")) if row.approved_by_id else Status("bad", _("Needs approval"))


def _yes(value: bool, otherwise: "StatusKind" = "warn") -> Status:  # noqa: FBT001
    return Status("good", _("Yes")) if value else Status(otherwise, _("No"))


def lacking(row: Interface) -> dict[str, list[str]]:
    """What is missing before an interface is specified, by field."""
    said = {
        "objects_held": _("Say what is exchanged."),
        "frequency": _("Say how often."),
        "method": _("Say by which method."),
        "errors": _("Say what happens when it fails."),
        "owner": _("Name who owns it."),
    }
    return {name: [said[name]] for name in rules.lacks({name: str(getattr(row, name)) for name in rules.NEEDED})}


def _anonymised(row: TestDataSet) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    if row.anonymised and not row.method.strip():
        found["method"] = [_("Say by which method they were anonymised.")]
    if row.anonymised and not row.proof.strip():
        found["proof"] = [_("Say how it was shown that nobody can be recognised.")]
    return found


def _held(row: SourceSystem) -> dict[str, list[str]]:
    unknown = [one for one in row.objects_held if one not in Held.values]
    return {"objects_held": [_("No such code: %(codes)s.") % {"codes": ", ".join(unknown)}]} if unknown else {}


def _code() -> Column:
    return Column("code", gettext_lazy("No."), sort="code", nowrap=True)


SYSTEMS = Book(
    kind="systems",
    model=SourceSystem,
    fields=("code", "name", "owner", "objects_held", "records", "trust", "fate", "note"),
    title=gettext_lazy("Source systems"),
    one=gettext_lazy("Source system"),
    prefix="SY",
    search=("code", "name", "owner", "note"),
    filters=("fate",),
    lists={"objects_held": Held},
    check=_held,
    helps={"trust": gettext_lazy("When duplicates are merged, the record of the more trusted system survives.")},
    columns=(
        _code(),
        Column("name", gettext_lazy("System"), sort="name", title=True),
        Column("owner", gettext_lazy("Owner"), sort="owner"),
        Column("objects_held", gettext_lazy("What it holds"),
               lambda row: _(", ").join(choices_in(row.objects_held, Held)) or "–"),
        Column("records", gettext_lazy("Records"), lambda row: Figure(row.records, "count"), sort="records",
               number=True),
        Column("trust", gettext_lazy("Trust"), sort="trust", number=True),
        Column("fate", gettext_lazy("Fate"), fate_status, sort="fate"),
        Column("note", gettext_lazy("How and when")),
    ),
    empty=(
        gettext_lazy("No source system yet"),
        gettext_lazy("Every place where customer data live today, sheets too: whose, how much, what becomes of it."),
        gettext_lazy("Old CRM, sales operations, 48,200 customers and contacts: migrate before the pilot"),
    ),
)  # fmt: skip

INTERFACES = Book(
    kind="interfaces",
    model=Interface,
    fields=("code", "system", "direction", "objects_held", "frequency", "method", "standard", "errors", "owner",
            "in_scope"),
    title=gettext_lazy("Interfaces"),
    one=gettext_lazy("Interface"),
    prefix="IF",
    search=("code", "system", "objects_held", "owner", "standard"),
    filters=("state", "direction", "frequency", "method", "in_scope"),
    helps={"errors": gettext_lazy("Who is told, what is tried again, what happens to the data meanwhile.")},
    columns=(
        _code(),
        Column("system", gettext_lazy("System"), lambda row: Cell(row.system, second=row.objects_held), sort="system",
               title=True),
        Column("direction", gettext_lazy("Direction"), "get_direction_display", sort="direction"),
        Column("frequency", gettext_lazy("Frequency"), lambda row: row.get_frequency_display() or "–",
               sort="frequency"),
        Column("method", gettext_lazy("Method"), lambda row: row.get_method_display() or "–", sort="method"),
        Column("standard", gettext_lazy("API standard"), lambda row: row.standard or "–"),
        Column("owner", gettext_lazy("Owner"), lambda row: row.owner or "–", sort="owner"),
        Column("state", gettext_lazy("State"), interface_status, sort="state"),
        Column("errors", gettext_lazy("When it fails"), shown=False),
        Column("tested_on", gettext_lazy("Tested on"), shown=False),
        Column("test_note", gettext_lazy("Result of the test"), shown=False),
    ),
    empty=(
        gettext_lazy("No interface yet"),
        gettext_lazy("Each exchange of data with another system: what, which way, how often, by which method, whose."),
        gettext_lazy("Website, into the CRM: leads from the form, at once, by REST call"),
    ),
)  # fmt: skip

FIELDS = Book(
    kind="fields",
    model=DataField,
    fields=("code", "object", "name", "format", "check_rule", "required", "owner", "master", "survival"),
    title=gettext_lazy("Data standard"),
    one=gettext_lazy("Field of the data standard"),
    prefix="DF",
    search=("code", "name", "format", "check_rule", "owner"),
    filters=("object", "survival", "required"),
    columns=(
        _code(),
        Column("name", gettext_lazy("Field"), lambda row: Cell(row.name, second=row.get_object_display()), sort="name",
               title=True),
        Column("format", gettext_lazy("Format"), lambda row: row.format or "–"),
        Column("check_rule", gettext_lazy("Validation rule"), lambda row: row.check_rule or "–"),
        Column("required", gettext_lazy("Must be filled"), lambda row: _yes(row.required, "none")),
        Column("owner", gettext_lazy("Owner"), lambda row: row.owner or Status("warn", _("Nobody")), sort="owner"),
        Column("master", gettext_lazy("Leading system"), lambda row: row.master.name if row.master else "–"),
        Column("survival", gettext_lazy("Survives a merge"), "get_survival_display", sort="survival"),
    ),
    empty=(
        gettext_lazy("No field yet"),
        gettext_lazy("Each field with format, validation rule, owner, and which value survives when duplicates merge."),
        gettext_lazy("Customer · credit code: 18 signs, check digit; the value of the ERP survives"),
    ),
)  # fmt: skip

RECORDS = Book(
    kind="records",
    model=MasterRecord,
    fields=("code", "object", "name", "system", "key", "seen_on", "values"),
    title=gettext_lazy("Golden records"),
    one=gettext_lazy("Master record"),
    prefix="MR",
    width=4,
    search=("code", "name", "key"),
    filters=("object", "system"),
    pairs=("values",),
    helps={"values": gettext_lazy("One line a field, such as: phone = 021-5550 8800")},
    columns=(
        _code(),
        Column("name", gettext_lazy("Name"), lambda row: Cell(row.name, second=row.get_object_display()), sort="name",
               title=True),
        Column("system", gettext_lazy("System"), lambda row: Cell(row.system.name, second=row.key)),
        Column("seen_on", gettext_lazy("As of"), sort="seen_on"),
        Column("merged_into", gettext_lazy("State"), record_status),
    ),
    empty=(
        gettext_lazy("No record yet"),
        gettext_lazy("Identities that several systems know; merged by the data standard, losers stay as aliases."),
        gettext_lazy("Suzhou Precision, once from the old CRM and once from the ERP"),
    ),
)  # fmt: skip

PERSONAL = Book(
    kind="personal-data",
    model=PersonalData,
    fields=("code", "object", "field", "sensitivity", "purpose", "basis", "keep_months", "owner", "masked_outside",
            "masked_export", "own"),
    title=gettext_lazy("Personal data"),
    one=gettext_lazy("Personal data"),
    prefix="PD",
    search=("code", "field", "purpose", "owner"),
    filters=("object", "sensitivity", "basis"),
    helps={"own": gettext_lazy("Files of Landfall's own registers mask these columns, too, where they are masked.")},
    columns=(
        _code(),
        Column("field", gettext_lazy("Field"), lambda row: Cell(row.field, second=row.get_object_display()),
               sort="field", title=True),
        Column("sensitivity", gettext_lazy("Sensitivity"), "get_sensitivity_display", sort="sensitivity"),
        Column("purpose", gettext_lazy("Purpose"), lambda row: Cell(row.purpose, second=row.get_basis_display())),
        Column("keep_months", gettext_lazy("Kept for"), lambda row: row.keep_months or Status("warn", _("Not said")),
               number=True, unit=gettext_lazy("months"), sort="keep_months"),
        Column("masked_outside", gettext_lazy("Masked outside production"), lambda row: _yes(row.masked_outside)),
        Column("masked_export", gettext_lazy("Masked in exports"), lambda row: _yes(row.masked_export)),
        Column("own", pgettext_lazy("personal data", "In Landfall"), lambda row: row.get_own_display() or "–",
               sort="own"),
        Column("owner", gettext_lazy("Owner"), lambda row: row.owner or "–"),
    ),
    empty=(
        gettext_lazy("No personal data yet"),
        gettext_lazy("Each field that tells of a person: purpose, legal basis, how long it is kept, where masked."),
        gettext_lazy("Contact · mobile number: to arrange visits, contract, 36 months, masked outside production"),
    ),
)  # fmt: skip

TEST_DATA = Book(
    kind="test-data",
    model=TestDataSet,
    fields=("code", "name", "used_for", "records", "anonymised", "method", "proof"),
    title=gettext_lazy("Test data"),
    one=gettext_lazy("Test data"),
    prefix="TD",
    search=("code", "name", "used_for", "method"),
    filters=("anonymised",),
    check=_anonymised,
    columns=(
        _code(),
        Column("name", gettext_lazy("Data set"), lambda row: Cell(row.name, second=row.used_for), sort="name",
               title=True),
        Column("records", gettext_lazy("Records"), lambda row: Figure(row.records, "count"), number=True,
               sort="records"),
        Column("anonymised", gettext_lazy("Anonymised"), lambda row: _yes(row.anonymised, "none")),
        Column("method", gettext_lazy("Method"), lambda row: Cell(row.method or "–", second=row.proof)),
        Column("state", gettext_lazy("State"), test_data_status),
    ),
    empty=(
        gettext_lazy("No test data yet"),
        gettext_lazy("Each data set that a test uses: anonymised or not, by which method, and how that was shown."),
        gettext_lazy("Pilot sample, 2,000 customers: names drawn anew, numbers shifted; 50 checked, none recognised"),
    ),
)  # fmt: skip

ACCESS = Book(
    kind="access",
    model=AccessRule,
    fields=("code", "role", "object", "deed", "reach"),
    title=gettext_lazy("Access rules"),
    one=gettext_lazy("Access rule"),
    prefix="AM",
    width=3,
    search=("code", "role"),
    filters=("role", "object", "deed", "reach"),
    columns=(
        _code(),
        Column("role", gettext_lazy("Role in the CRM"), sort="role", title=True),
        Column("object", gettext_lazy("Object"), "get_object_display", sort="object"),
        Column("deed", gettext_lazy("May"), "get_deed_display", sort="deed"),
        Column("reach", gettext_lazy("Whose"), "get_reach_display", sort="reach"),
    ),
    empty=(
        gettext_lazy("No access rule yet"),
        gettext_lazy("Who may read, write, delete and export whose records; each rule becomes a test case."),
        gettext_lazy("Account manager reads own customers; sales head reads those of the team"),
    ),
)  # fmt: skip

BOOKS = {book.kind: book for book in (SYSTEMS, INTERFACES, FIELDS, RECORDS, PERSONAL, TEST_DATA, ACCESS)}
