"""Numbers about seats and responsibilities: plain values in, plain values out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from programme.people.choices import IT_ROLES, RaciLetter

IT_SHARE_LIMIT = Decimal("0.5")


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it was counted from; ``value`` is None where nothing was counted."""

    numerator: int
    denominator: int

    @property
    def value(self) -> Decimal | None:
        """The fraction, or None for 0 of 0."""
        return Decimal(self.numerator) / Decimal(self.denominator) if self.denominator else None


def it_share(cells: Iterable[tuple[str, str]]) -> Share:
    """Share of accountable cells that an IT role holds; cells are (role, letter)."""
    accountable = [role for role, letter in cells if letter == RaciLetter.ACCOUNTABLE]
    return Share(sum(role in IT_ROLES for role in accountable), len(accountable))


def raci_faults(cells: Sequence[tuple[str, str, str]]) -> list[tuple[str, str]]:
    """Subjects without exactly one A and at least one R, as (subject, fault); cells are (subject, role, letter)."""
    faults: list[tuple[str, str]] = []
    for subject in sorted({cell[0] for cell in cells}):
        letters = [letter for name, _role, letter in cells if name == subject]
        if letters.count(RaciLetter.ACCOUNTABLE) != 1:
            faults.append((subject, "accountable"))
        if RaciLetter.RESPONSIBLE not in letters:
            faults.append((subject, "responsible"))
    return faults


def pm_qualified(
    certificate: str, expires: date | None, similar_years: int | None, *, today: date, years_needed: int = 3
) -> str:
    """Judge a project manager's qualification: "" if good, else ``missing`` or ``expired``.

    A certificate that has not expired, or enough years of similar experience.
    """
    if (similar_years or 0) >= years_needed:
        return ""
    if not certificate:
        return "missing"
    return "expired" if expires is not None and expires < today else ""
