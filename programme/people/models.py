"""Accounts, units, roles held, seats, the responsibility matrix and invitations."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from django.apps import apps
from django.contrib.auth.models import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from core.models import Record
from programme.people.choices import MANDATORY_SEATS, RACI_ROLES, RaciLetter, Role
from programme.people.querysets import AwayQuerySet, MembershipQuerySet, SeatQuerySet, UserQuerySet

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from programme.charter.models import Programme


DEPUTY = " p.p. "  # per procurationem: between the name of who acts and that of whose place it is


def said_name(name: str) -> str:
    """Say a recorded name to a reader: a deputy's with the person deputised for."""
    deputy, *others = name.split(DEPUTY)
    if not others:
        return name
    return gettext("%(deputy)s, deputy of %(person)s") % {"deputy": deputy, "person": ", ".join(others)}


class Organisation(Record):
    """The company whose letterhead the documents carry; one row."""

    name_zh = models.CharField(_("name in Chinese"), max_length=120)
    name_en = models.CharField(_("name in English"), max_length=120)
    footer = models.CharField(_("footer"), max_length=200, blank=True)
    classification = models.CharField(_("classification"), max_length=60, blank=True)
    number_pattern = models.CharField(
        _("document number pattern"), max_length=60, default="{programme}-{prefix}-{year}-{n:03}"
    )
    logo = models.FileField(_("logo (PNG)"), upload_to="organisation/", blank=True)

    def __str__(self) -> str:
        return self.name_zh


class Unit(Record):
    """A business unit; units form a tree."""

    name = models.CharField(_("name"), max_length=120)
    code = models.CharField(_("code"), max_length=40, unique=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("parent unit")
    )

    class Meta:
        verbose_name = _("business unit")

    def __str__(self) -> str:
        return self.name


class User(AbstractBaseUser, Record):
    """A person with an account."""

    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    unit = models.ForeignKey(
        Unit, models.SET_NULL, null=True, blank=True, related_name="people", verbose_name=_("business unit")
    )
    job_title = models.CharField(_("job title"), max_length=120, blank=True)
    language = models.CharField(_("language"), max_length=10, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=60, blank=True)
    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    is_active = models.BooleanField(_("active"), default=True)
    is_administrator = models.BooleanField(_("administrator"), default=False)
    is_demo = models.BooleanField(default=False, editable=False)

    objects = UserQuerySet.as_manager()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = _("person")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_any_case", violation_error_message=_("This address has an account.")
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def roles_in(self, programme: "Programme | None") -> frozenset[str]:
        """Codes of the roles held now, and of those of people this person deputises for today.

        One query for all programmes, kept while this object lives.
        """
        held = {role for role, people in self._held(programme) if people}
        return frozenset(held | {Role.ADM.value}) if self.is_administrator else frozenset(held)

    def own_roles_in(self, programme: "Programme") -> frozenset[str]:
        """Codes of the roles this person holds without deputising for anybody."""
        return frozenset(role for role, people in self._held(programme) if self.pk in people)

    def places_as(self, *roles: str) -> frozenset[int]:
        """Keys of the programmes in which this person acts in one of the roles; in any, where none is named."""
        self._held(None)
        cache: dict[int, dict[str, set[int]]] = self.__dict__["_roles"]
        return frozenset(pk for pk, held in cache.items() if held and (not roles or held.keys() & {*roles}))

    def stands_for(self, programme: "Programme | None") -> frozenset[int]:
        """Keys of the people this person deputises for today, in the programme or (None) in any."""
        return frozenset(pk for _role, people in self._held(programme) for pk in people) - {self.pk}

    def holder_of(self, role: str, programme: "Programme") -> int | None:
        """Key of the person in whose place this one acts in the role: its own where it holds the role itself."""
        people = dict(self._held(programme)).get(role, set())
        return self.pk if self.pk in people else min(people, default=None)

    def _held(self, programme: "Programme | None") -> list[tuple[str, set[int]]]:
        """Roles with the keys of those who hold them: this person, and whoever it deputises for."""
        cache: dict[int, dict[str, set[int]]] | None = self.__dict__.get("_roles")
        if cache is None:
            cache = {}
            rows = Membership.objects.acted_by(self).values_list("programme_id", "role", "user_id")
            for pk, role, holder in rows:
                cache.setdefault(pk, {}).setdefault(role, set()).add(holder)
            self.__dict__["_roles"] = cache = {pk: self._acting(roles) for pk, roles in cache.items()}
        chosen = list(cache.values()) if programme is None else [cache.get(programme.pk, {})]
        only: set[int] | None = self.__dict__.get("_only")
        return [(role, people if only is None else people & only) for roles in chosen for role, people in roles.items()]

    def _acting(self, roles: dict[str, set[int]]) -> dict[str, set[int]]:
        """Leave what counts in one programme: who has left it, or audits it, deputises for nobody there."""
        own = {role for role, people in roles.items() if self.pk in people}
        if own and Role.AUD not in own:
            return roles
        return {role: {self.pk} for role in own}

    @contextmanager
    def _as(self, *people: int) -> Iterator[None]:
        """Count only the roles of these people for the block."""
        self.__dict__["_only"] = set(people)
        try:
            yield
        finally:
            del self.__dict__["_only"]

    def note_deputising(self, predicate: Callable[[Any, Any], bool], obj: Any) -> None:
        """Remember whose place an act is done in that this person's own roles do not allow; kept with the instance."""
        programme = getattr(obj, "programme", obj)
        if not isinstance(programme, apps.get_model("programme", "Programme")):
            return
        others = self.stands_for(programme)
        if not others:
            return
        with self._as(self.pk):
            if predicate(self, obj):
                return
        for pk in sorted(others):
            with self._as(self.pk, pk):
                if predicate(self, obj):
                    self.__dict__.setdefault("_acts_for", set()).add(pk)
                    return

    def name_in(self, programme: "Programme | None") -> str:
        """The name under which an act is recorded: with that of the person in whose place it is done."""
        places: set[int] = self.__dict__.get("_acts_for", set())
        if programme is None or not places:
            return self.name
        names = User.objects.filter(pk__in=places & self.stands_for(programme)).order_by("name")
        return DEPUTY.join([self.name, *names.values_list("name", flat=True)])[:160]

    def programmes(self) -> "QuerySet[Programme]":
        """The programmes this person sees."""
        return apps.get_model("programme", "Programme").objects.visible_to(self)

    def __getstate__(self) -> dict[str, Any]:
        """Leave the password out of every cache: it is read again where it is needed."""
        return {name: value for name, value in super().__getstate__().items() if name != "password"}

    def forget_roles(self) -> None:
        """Read the roles again next time."""
        self.__dict__.pop("_roles", None)


class Membership(Record):
    """A role that a person holds in a programme, perhaps for one unit."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="memberships")
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=3, choices=Role.choices)
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("business unit")
    )
    ended_on = models.DateField(_("ended on"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("role held")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "user", "role"],
                condition=models.Q(ended_on=None),
                name="membership_once",
                violation_error_message=_("This person holds the role already."),
            ),
            models.UniqueConstraint(
                fields=["programme"],
                condition=models.Q(ended_on=None, role=Role.PM),
                name="membership_one_pm",
                violation_error_message=_("A programme has exactly one accountable project manager."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"


class Away(Record):
    """Days on which a member of the team is away, and who deputises with which written authority.

    While it lasts, and unless it was ended early, the deputy has the roles of the person in this programme.
    """

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="aways")
    person = models.ForeignKey(User, models.PROTECT, related_name="aways", verbose_name=_("who is away"))
    deputy = models.ForeignKey(
        User, models.PROTECT, null=True, blank=True, related_name="deputyships", verbose_name=_("deputy")
    )
    first_on = models.DateField(_("from"))
    last_on = models.DateField(_("until"))
    authority = models.CharField(_("written authority"), max_length=200, blank=True)
    ended_on = models.DateField(_("ended early"), null=True, blank=True)

    objects = AwayQuerySet.as_manager()

    class Meta:
        verbose_name = _("absence")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_on__gte=models.F("first_on")), name="away_days_in_order",
                violation_error_message=_("The last day is before the first."),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(deputy=models.F("person")), name="away_other_deputy",
                violation_error_message=_("Nobody deputises for themselves."),
            ),
            models.CheckConstraint(
                condition=models.Q(deputy=None) | ~models.Q(authority=""), name="away_written_authority",
                violation_error_message=_("Say where the authority of the deputy is written."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.person} {self.first_on.isoformat()} – {self.last_on.isoformat()}"


class Seat(Record):
    """A place in the team that must, or may, be filled; with the holder's qualification."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="seats")
    role = models.CharField(_("role"), max_length=3, choices=Role.choices)
    position = models.PositiveSmallIntegerField(default=0, editable=False)
    mandatory = models.BooleanField(_("mandatory"), default=False)
    duties = models.TextField(_("duties"), blank=True)
    allocation = models.PositiveSmallIntegerField(_("allocation %"), default=100)
    starts_on = models.DateField(_("from"), null=True, blank=True)
    ends_on = models.DateField(_("until"), null=True, blank=True)
    holder = models.ForeignKey(
        User, models.SET_NULL, null=True, blank=True, related_name="seats", verbose_name=_("holder")
    )
    certificate = models.CharField(_("certificate"), max_length=120, blank=True)
    certificate_number = models.CharField(_("certificate number"), max_length=60, blank=True)
    certificate_expires = models.DateField(_("certificate expires"), null=True, blank=True)
    similar_years = models.PositiveSmallIntegerField(_("years of similar experience"), null=True, blank=True)

    objects = SeatQuerySet.as_manager()

    class Meta:
        verbose_name = _("seat")
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "role"], condition=models.Q(mandatory=True), name="seat_mandatory_once",
                violation_error_message=_("This mandatory seat exists already."),
            ),
            models.CheckConstraint(
                condition=models.Q(allocation__gte=1, allocation__lte=100), name="seat_allocation_range",
                violation_error_message=_("Allocation is between 1 and 100 %."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.get_role_display()

    @property
    def vacant(self) -> bool:
        """Tell whether nobody who may log in holds it."""
        return self.holder is None or not self.holder.is_active

    @property
    def is_standard(self) -> bool:
        """Tell whether it is one of the five that every programme needs."""
        return self.role in MANDATORY_SEATS


class RaciCell(Record):
    """One cell of the responsibility matrix: a subject (a deliverable, a goal), a role, a letter."""

    programme = models.ForeignKey("programme.Programme", models.CASCADE, related_name="raci")
    subject = models.CharField(_("subject"), max_length=40)
    title = models.CharField(_("title"), max_length=200, blank=True)
    role = models.CharField(_("role"), max_length=3, choices=RACI_ROLES)
    letter = models.CharField(_("letter"), max_length=1, choices=RaciLetter.choices)

    class Meta:
        verbose_name = _("responsibility")
        constraints = [
            models.UniqueConstraint(fields=["programme", "subject", "role", "letter"], name="raci_once"),
            models.UniqueConstraint(
                fields=["programme", "subject"], condition=models.Q(letter="A"), name="raci_one_a",
                violation_error_message=_("Exactly one role is accountable."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.subject} {self.role} {self.letter}"


class Invitation(Record):
    """A link that lets a person set a password: valid once, until it expires; only its hash is kept."""

    user = models.ForeignKey(User, models.CASCADE, related_name="invitations")
    token_hash = models.CharField(max_length=64, unique=True, editable=False)
    expires_at = models.DateTimeField(_("valid until"))
    used_at = models.DateTimeField(_("used"), null=True, blank=True)
    invited_by = models.ForeignKey(User, models.SET_NULL, null=True, blank=True, related_name="+")

    def __str__(self) -> str:
        return str(self.user)

    def usable(self, now: Any) -> bool:
        """Tell whether the link still works."""
        return self.used_at is None and now < self.expires_at and self.user.is_active
