"""What the landscape proves to gates, and what the plan check finds in it."""

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import presence, seams
from core.presence import rows_of
from core.seams import Evidence, EvidenceItem, Finding, Rule, Scope, plan_rules
from programme.charter.choices import RUNNING, Pitfall
from programme.landscape.choices import Fate, InterfaceState, Technique
from programme.landscape.models import AccessRule, DataField, Interface, PersonalData, SourceSystem, TestDataSet
from programme.landscape.selectors import coverage_of, unapproved_data

PLACES = Decimal("0.0001")


def _book(programme: Any, kind: str) -> str:
    return reverse("landscape:book", args=[programme.slug, kind])


SYSTEMS = presence.ask("landscape.systems", rows_of(SourceSystem))


def _counted(
    rows: Iterable[Any], every: int, url: str, scopes: Sequence[Scope], *, act: str = "%(row)s", begin: str = ""
) -> list[Evidence]:
    """Say how many rows are left of so many, and what to do; nothing is known while there is none, but how to begin."""
    found = list(rows)
    items = [EvidenceItem(act % {"row": row}, row.get_absolute_url()) for row in found]
    if not every and begin:
        items = [EvidenceItem(begin, url)]
    told = Evidence(len(found) if every else None, unit="count", as_of=timezone.now(), source_url=url, detail=items)
    return [told for _scope in scopes]


@seams.evidence.provide("landscape.systems_without_fate")
def fates(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Source systems of which nobody said what becomes of them; one query."""
    written = SourceSystem.objects.filter(programme=programme).select_related("programme")
    rows = list(written) if presence.stand(programme, SYSTEMS)[0] else []
    left = [row for row in rows if row.fate == Fate.OPEN]
    act, begin = _("Decide what becomes of %(row)s"), _("Say where customer data live today")
    return _counted(left, len(rows), _book(programme, "systems"), scopes, act=act, begin=begin)


@seams.evidence.provide("landscape.interfaces_not_passed")
def tests(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Interfaces in scope whose integration test is not passed; one query.

    None are open where all that are written are out of scope; where none is written nothing is known.
    """
    rows = list(Interface.objects.filter(programme=programme).select_related("programme"))
    left = [row for row in rows if row.in_scope and row.state != InterfaceState.PASSED]
    act, begin = _("Pass the integration test: %(row)s"), _("Say with which systems the CRM exchanges data")
    return _counted(left, len(rows), _book(programme, "interfaces"), scopes, act=act, begin=begin)


@seams.evidence.provide("landscape.unapproved_test_data")
def test_data(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Test data that are neither anonymised nor approved; one query."""
    return _counted(unapproved_data(programme), 1, _book(programme, "test-data"), scopes)


@seams.evidence.provide("landscape.access_coverage")
def access(programme: Any, scopes: Sequence[Scope]) -> list[Evidence]:
    """Cells of the access matrix that a test case tries ÷ all."""
    found = coverage_of(programme)
    url = reverse("landscape:matrix", args=[programme.slug])
    share = None if not found.every else (Decimal(found.covered) / found.every).quantize(PLACES)
    told = Evidence(share, found.covered, found.every, "share", timezone.now(), url)
    return [told for _scope in scopes]


NO_FATE = Rule(
    "landscape.no_fate", "warn", Pitfall.DATA,
    gettext_lazy("Every source system has a fate before the design is closed"),
    gettext_lazy("Decide for each system: migrate, integrate or retire."),
)  # fmt: skip
NO_OWNER = Rule(
    "landscape.system_without_owner", "warn", Pitfall.DATA,
    gettext_lazy("Every source system has an owner"),
    gettext_lazy("Name who answers for its data."),
)  # fmt: skip
UNSPECIFIED = Rule(
    "landscape.interface_unspecified", "warn", Pitfall.DATA,
    gettext_lazy("Every interface in scope is specified"),
    gettext_lazy("Say what is exchanged, how often, by which method, whose it is, and what happens when it fails."),
)  # fmt: skip
NO_STANDARD = Rule(
    "landscape.interface_without_standard", "warn", Pitfall.DATA,
    gettext_lazy("Every interface by API names the standard that it keeps"),
    gettext_lazy("Agree on one API standard before interfaces are built; it leaves room for the next system."),
)  # fmt: skip
FIELD_OWNER = Rule(
    "landscape.field_without_owner", "warn", Pitfall.DATA,
    gettext_lazy("Every field of the data standard has an owner"),
    gettext_lazy("Name who decides about the field."),
)  # fmt: skip
RAW_DATA = Rule(
    "landscape.raw_test_data", "bad", Pitfall.DATA,
    gettext_lazy("Test data are anonymised, or approved as they are"),
    gettext_lazy("Anonymise them and say how that was shown, or let a business owner approve them."),
)  # fmt: skip
UNMASKED = Rule(
    "landscape.unmasked", "warn", Pitfall.DATA,
    gettext_lazy("Personal data are masked outside production"),
    gettext_lazy("Mask the field in test and training systems."),
)  # fmt: skip
NO_TERM = Rule(
    "landscape.no_term", "warn", Pitfall.DATA,
    gettext_lazy("Personal data have an end"),
    gettext_lazy("Say for how many months they are kept."),
)  # fmt: skip
UNTRIED = Rule(
    "landscape.access_untried", "warn", Pitfall.USERS,
    gettext_lazy("Every access rule has a test case"),
    gettext_lazy("Write the code of the rule into the requirement of a test case."),
)  # fmt: skip


WORDS: dict[type[Model], tuple[tuple[str, str], str]] = {  # what a record is called by, and its register
    SourceSystem: (("code", "name"), "systems"),
    Interface: (("code", "system"), "interfaces"),
    DataField: (("object", "name"), "fields"),
    TestDataSet: (("code", "name"), "test-data"),
    PersonalData: (("object", "field"), "personal-data"),
}
OPEN_ENDS: tuple[tuple[Rule, type[Model], dict[str, Any]], ...] = (  # each rule with the rows over which it fails
    (NO_FATE, SourceSystem, {"fate": Fate.OPEN}),
    (NO_OWNER, SourceSystem, {"owner": ""}),
    (UNSPECIFIED, Interface, {"in_scope": True, "state": InterfaceState.DRAFT}),
    (NO_STANDARD, Interface, {"in_scope": True, "method": Technique.API, "standard": ""}),
    (FIELD_OWNER, DataField, {"owner": ""}),
    (RAW_DATA, TestDataSet, {"anonymised": False, "approved_by": None}),
    (UNMASKED, PersonalData, {"masked_outside": False}),
    (NO_TERM, PersonalData, {"keep_months": None}),
)
FAILS = [presence.ask(rule.code, rows_of(model, **of), says=WORDS[model][0]) for rule, model, of in OPEN_ENDS]
MATRIX = presence.ask("landscape.matrix", rows_of(AccessRule))


@plan_rules.provide(
    "landscape.registers",
    NO_FATE,
    NO_OWNER,
    UNSPECIFIED,
    NO_STANDARD,
    FIELD_OWNER,
    RAW_DATA,
    UNMASKED,
    NO_TERM,
    UNTRIED,
)
def registers(programme: Any) -> list[Finding]:
    """What the registers leave open once the programme runs; no query beside presence but that for the matrix."""
    if programme.state not in RUNNING:
        return []
    (matrix,) = presence.stand(programme, MATRIX)
    untried = coverage_of(programme).bare if matrix else ()
    found = UNTRIED.over(untried, reverse("landscape:matrix", args=[programme.slug]))
    for (rule, model, _of), rows in zip(OPEN_ENDS, presence.told(programme, *FAILS), strict=True):
        columns, kind = WORDS[model]
        named = (model(**dict(zip(columns, said, strict=True))) for said in rows)  # as the records call themselves
        found += rule.over(named, _book(programme, kind))
    return found
