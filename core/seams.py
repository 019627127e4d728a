"""The seams: how a lower floor uses what an upper floor knows, without importing it.

Ten registries of one class, and no others without an ADR. A slice gives through its ``contributions.py``;
providers take the programme as ``Any`` because the kernel does not know it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from django.utils.translation import get_language, gettext

if TYPE_CHECKING:
    from core.documents.blocks import Ribbon
    from core.documents.model import Section
    from core.documents.values import Status
    from core.imports.kinds import Kind

P = TypeVar("P")
NAMED = 5  # records that a finding names


class Registry(Generic[P]):
    """Named providers; a taken name raises, iteration is sorted by name."""

    def __init__(self, name: str) -> None:
        """Name the registry for its error messages."""
        self.name = name
        self._providers: dict[str, P] = {}

    def provide(self, name: str) -> Callable[[P], P]:
        """Register the decorated provider under a dotted name."""

        def register(provider: P) -> P:
            self.add(name, provider)
            return provider

        return register

    def add(self, name: str, provider: P) -> None:
        """Register a provider; raises ``ValueError`` where the name is taken."""
        if name in self._providers:
            msg = f"{self.name}: {name!r} is already provided"
            raise ValueError(msg)
        self._providers[name] = provider

    def get(self, name: str) -> P | None:
        """Return the provider of that name, or None where nobody gives it."""
        return self._providers.get(name)

    def __getitem__(self, name: str) -> P:
        """Return the provider of that name; raises ``KeyError``."""
        return self._providers[name]

    def __contains__(self, name: str) -> bool:
        """Tell whether the name is provided."""
        return name in self._providers

    def __iter__(self) -> Iterator[str]:
        """Iterate over the names, sorted."""
        return iter(sorted(self._providers))

    def items(self) -> Iterator[tuple[str, P]]:
        """Iterate over names and providers, sorted by name."""
        return ((name, self._providers[name]) for name in self)

    def values(self) -> Iterator[P]:
        """Iterate over the providers in the order of their names."""
        return (self._providers[name] for name in self)


# A scope narrows a reading: {"wave": id} or {"cycle": 1}; the empty scope is the whole programme.
Scope = Mapping[str, Any]
Value = bool | int | Decimal | str | None


@dataclass(frozen=True, slots=True)
class Evidence:
    """One live reading: the value, how it was counted, when, and where its records are."""

    value: Value
    numerator: Decimal | int | None = None
    denominator: Decimal | int | None = None
    unit: str = ""  # "", "share", "pp", "wd", "count", "days", "minutes"
    as_of: datetime | None = None
    source_url: str = ""
    detail: Sequence["EvidenceItem"] = ()  # what is missing, each a thing to do
    stale: bool = False


@dataclass(frozen=True, slots=True)
class EvidenceItem:
    """One thing that stands between the reading and its threshold."""

    text: str
    url: str = ""
    person: str = ""
    due: date | None = None


@dataclass(frozen=True, slots=True)
class AttentionItem:
    """One thing a person should look at: severity is ``bad``, ``warn``, ``stale`` or ``wait``."""

    severity: str
    text: str
    url: str
    due: date | None = None
    facts: str = ""
    verb: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """A plan rule that fails; cause is one of the five pitfalls."""

    rule: str
    severity: str
    text: str
    url: str
    remedy: str
    cause: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """A plan rule as the rule book prints it: ``label`` says what should be so, ``cause`` is one of the five pitfalls.

    ``severity`` is ``bad`` where the programme fails of it, ``warn`` where it is weaker for it.
    """

    code: str  # dotted, the slice first
    severity: str
    cause: str
    label: Any  # a lazy translation
    remedy: Any

    def when(self, failed: Any, url: str, detail: str = "") -> list[Finding]:
        """Give one finding where the rule fails, none otherwise."""
        if not failed:
            return []
        text = gettext("Not met: %(test)s") % {"test": self.label} + (f" ({detail})" if detail else "")
        return [Finding(self.code, self.severity, text, url, str(self.remedy), self.cause)]

    def over(self, names: Iterable[Any], url: str) -> list[Finding]:
        """Give one finding that names the first records over which the rule fails; none where there are none."""
        found = [str(name) for name in names]
        rest = ["…"] if len(found) > NAMED else []
        return self.when(found, url, gettext(", ").join([*found[:NAMED], *rest]))


@dataclass(frozen=True, slots=True)
class Link:
    """One step of the thread goal, requirement, case, release, reading, benefit."""

    kind: str
    node: str
    text: str
    url: str


@dataclass(frozen=True, slots=True)
class Touched:
    """One record that a change would touch: what becomes of it, and where it is."""

    text: str
    url: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Impact:
    """What a change would touch on one floor: how many records, the first of them, cost in minor units, working days.

    ``mark`` is a fingerprint of what was computed: while it stays the same, what was told to the deciders is true.
    ``url`` is where this floor's part of the change is written; ``note`` says what could not be computed.
    """

    kind: str  # dotted, such as plan.gates; sorts the list
    label: str
    count: int
    items: Sequence[Touched] = ()
    cost: int | None = None
    days: Decimal | None = None
    mark: str = ""
    note: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of a home page: drawn with ``template`` from what ``build(programme, user)`` gives; None hides it."""

    homes: frozenset[str]  # pmo, owner, steering, change, trainer, data, learner
    template: str
    build: Callable[[Any, Any], Mapping[str, Any] | None]
    order: int
    side: bool = False  # the narrow column
    covers: frozenset[str] = frozenset()  # attention providers whose items the panel itself shows


@dataclass(frozen=True, slots=True)
class Saying:
    """What a slice says in the head of a home: a sentence, perhaps the light before it and the act beside it."""

    order: int
    text: str
    status: "Status | None" = None
    act_label: str = ""
    act_url: str = ""


@dataclass(frozen=True, slots=True)
class PageEntry:
    """An entry of the frame: in the left map (``order`` follows the programme's life), the bar, or one's own menu.

    ``count`` may cost one query; ``ribbon`` is given by the one page that knows phases and gates.
    """

    label: Any  # a lazy translation
    url_name: str  # reversed with slug=
    icon: str  # a symbol of icons.svg
    order: int
    group: int = 1
    key: str = ""  # pressed after g
    new_key: str = ""  # pressed after n
    new_url_name: str = ""
    visible: Callable[[Any, Any], bool] = lambda _user, _programme: True
    count: Callable[[Any, Any], tuple[str, int] | None] | None = None  # ("warn", n) or None
    place: str = "map"  # map, bar or me
    panels: Sequence[Panel] = ()  # parts of the home pages
    scoped: bool = True  # the URL takes slug=; otherwise it takes nothing
    ribbon: "Callable[[Any], Ribbon | None] | None" = None
    says: Callable[[Any, Any], Saying | None] | None = None  # (programme, user), in the head of the PMO's home


@dataclass(frozen=True, slots=True)
class SectionProvider:
    """A section of a document kind: built from the programme as it stands, once per language, frozen afterwards."""

    position: int
    build: "SectionBuilder"


PAPER = ("pdf", "html")  # what every document is written as


@dataclass(frozen=True, slots=True)
class DocumentKind:
    """A kind of document with its title, and the sections that slices gave.

    ``subjects`` are what one paper of the kind is about (a gate's code, a wave, a quarter); ``""`` is the programme.
    ``frame`` gives further fields of ``core.documents.model.Document``: subtitle, period, definitions, assumptions,
    limits, distribution, next_issue. A serial kind gets a new number at each issue (a monthly pack), the others a
    new version of their number. ``settled`` tells since when a subject is decided; sections whose keys are in
    ``settles`` then stay as the snapshot of that decision has them. ``formats`` are the files it is written as.
    """

    code: str
    title: Any  # a lazy translation
    prefix: str  # of its number, e.g. SC
    formats: tuple[str, ...] = PAPER
    cover: bool = True
    owner_role: str = "PM"
    serial: bool = False
    subjects: Callable[[Any], Sequence[str]] = lambda _programme: ("",)
    frame: Callable[[Any, datetime, str], Mapping[str, Any]] = lambda _programme, _as_of, _subject: {}
    settled: Callable[[Any, str], datetime | None] = lambda _programme, _subject: None
    settles: frozenset[str] = frozenset()
    sections: dict[str, SectionProvider] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Share the sections with those that slices gave before the kind was known."""
        shared = _sections.setdefault(self.code, {})
        shared.update(self.sections)
        object.__setattr__(self, "sections", shared)


_sections: dict[str, dict[str, SectionProvider]] = {}
SectionBuilder = Callable[[Any, datetime, str], "Section | None"]  # (programme, as_of, subject), in its language


def provide_section(kind: str, name: str, position: int) -> Callable[[SectionBuilder], SectionBuilder]:
    """Register the decorated builder as a section of a document kind, which may be registered later."""

    def register(build: SectionBuilder) -> SectionBuilder:
        shared = _sections.setdefault(kind, {})
        if name in shared:
            msg = f"documents: section {name!r} of {kind!r} is already provided"
            raise ValueError(msg)
        shared[name] = SectionProvider(position, build)
        return build

    return register


Reader = Callable[[Any, Sequence[Scope]], Sequence[Evidence]]
_kept: ContextVar[dict[Any, Sequence[Evidence]] | None] = ContextVar("kept readings", default=None)


@contextmanager
def readings_kept() -> Iterator[None]:
    """Let each provider answer the same question once within the block, in which nothing may be written."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def _keeping(name: str, reader: Reader) -> Reader:
    kept = _kept.get()
    if kept is None:
        return reader

    def read(programme: Any, scopes: Sequence[Scope]) -> Sequence[Evidence]:
        asked = tuple(tuple(sorted((key, str(value)) for key, value in scope.items())) for scope in scopes)
        place = (name, get_language(), programme.pk, asked)
        if place not in kept:
            kept[place] = reader(programme, scopes)
        return kept[place]

    return read


class EvidenceRegistry(Registry[Reader]):
    """Readers of evidence; inside ``readings_kept`` each of them is asked once."""

    def get(self, name: str) -> Reader | None:
        """Return the reader of that name, or None where nobody gives it."""
        found = super().get(name)
        return None if found is None else _keeping(name, found)

    def __getitem__(self, name: str) -> Reader:
        """Return the reader of that name; raises ``KeyError``."""
        return _keeping(name, super().__getitem__(name))


PlanRule = Callable[[Any], Sequence[Finding]]


class RuleRegistry(Registry[PlanRule]):
    """Plan rules with their book: every rule of which a provider may find something.

    The pitfall radar lists the findings of those given ``on_radar``; the others stand on the page of the plan check.
    """

    def __init__(self, name: str) -> None:
        """Begin with an empty book."""
        super().__init__(name)
        self.book: dict[str, Rule] = {}
        self.on_radar: set[str] = set()

    def provide(self, name: str, *rules: Rule, on_radar: bool = False) -> Callable[[PlanRule], PlanRule]:
        """Register the decorated provider and its rules; raises ``ValueError`` where a name or a code is taken."""
        for rule in rules:
            if rule.code in self.book:
                msg = f"{self.name}: the rule {rule.code!r} is in the book already"
                raise ValueError(msg)
            self.book[rule.code] = rule
        if on_radar:
            self.on_radar.add(name)
        return super().provide(name)


evidence = EvidenceRegistry("evidence")
documents: Registry[DocumentKind] = Registry("documents")
attention: Registry[Callable[[Any, Any], Sequence[AttentionItem]]] = Registry("attention")
plan_rules = RuleRegistry("plan_rules")
reactions: Registry[Callable[[Any], None]] = Registry("reactions")
trace: Registry[Callable[[Any, Any], Sequence[Link]]] = Registry("trace")
impacts: Registry[Callable[[Any, Any], Sequence[Impact]]] = Registry("impacts")
kinds: Registry["Kind"] = Registry("kinds")
pages: Registry[PageEntry] = Registry("pages")
demo: Registry[Callable[..., None]] = Registry("demo")
