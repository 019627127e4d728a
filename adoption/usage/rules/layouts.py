"""Which layout a usage file has, told by its headings: where the time, the account, the event and the key stand."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from adoption.usage.choices import Source
from core.imports.cells import folded


@dataclass(frozen=True, slots=True)
class Layout:
    """Positions of columns by what they are; the first filled account counts, ``ref`` are the parts of a row's key.

    ``utc`` says that times without an offset are in UTC; else they are of the programme's zone. ``constant`` is the
    event of a file that has only one.
    """

    source: Source
    at: Sequence[int]
    account: Sequence[int]
    event: int | None = None
    object: int | None = None
    record: int | None = None
    via: Sequence[int] = ()
    status: int | None = None
    ref: Sequence[int] = ()
    utc: bool = True
    constant: str = ""

    @property
    def has_object(self) -> bool:
        """Tell whether events say on what they were done; without it nobody can say who updated a customer."""
        return self.object is not None


def known_layout(headings: Sequence[str]) -> Layout | None:
    """Recognise an export of a known system by its headings, in whatever order and with whatever else; else None."""
    at = _Positions(headings)
    return _elf(at) or _dataverse(at) or _hubspot(at) or _login_history(at)


class _Positions:
    def __init__(self, headings: Sequence[str]) -> None:
        self.by_name: dict[str, int] = {}
        for index, heading in enumerate(headings):
            self.by_name.setdefault(folded(heading), index)

    def has(self, *names: str) -> bool:
        return all(folded(name) in self.by_name for name in names)

    def of(self, *names: str) -> int | None:
        return next((self.by_name[folded(name)] for name in names if folded(name) in self.by_name), None)

    def all(self, *names: str) -> list[int]:
        return [self.by_name[folded(name)] for name in names if folded(name) in self.by_name]


def _elf(at: _Positions) -> Layout | None:
    accounts = at.all("USER_ID_DERIVED", "USER_ID")
    times = at.all("TIMESTAMP_DERIVED", "TIMESTAMP")
    if not at.has("EVENT_TYPE") or not accounts or not times:
        return None
    return Layout(
        Source.ELF, times, accounts, event=at.of("EVENT_TYPE"), via=at.all("LOGIN_TYPE", "URI"),
        status=at.of("LOGIN_STATUS"), ref=at.all("REQUEST_ID", "ORGANIZATION_ID") if at.has("REQUEST_ID") else (),
    )  # fmt: skip


def _login_history(at: _Positions) -> Layout | None:
    accounts, times = at.all("UserId", "Username"), at.all("LoginTime")
    if not accounts or not times:
        return None
    return Layout(
        Source.LOGIN_HISTORY, times, accounts, via=at.all("LoginType"), status=at.of("Status"),
        record=at.of("SourceIp"), ref=at.all("Id"), constant="login",
    )  # fmt: skip


def _hubspot(at: _Positions) -> Layout | None:
    accounts = at.all("user email address", "user email", "email address")
    times = at.all("login timestamp")
    if not accounts or not times:
        return None
    via = at.all("type of login", "login type")
    return Layout(Source.HUBSPOT, times, accounts, via=via, record=at.of("IP address"), constant="login")


def _dataverse(at: _Positions) -> Layout | None:
    accounts = at.all("UserUpn", "UserId", "User", "SystemUserId", "UserKey")
    times = at.all("CreationTime")
    event = at.of("Operation", "Message")
    if not times or not accounts or event is None:
        return None
    return Layout(
        Source.DATAVERSE, times, accounts, event=event, object=at.of("EntityName"), record=at.of("EntityId"),
        via=at.all("UserType"), status=at.of("ResultStatus"), ref=at.all("Id"),
    )  # fmt: skip


def generic_layout(columns: Mapping[str, int]) -> Layout:
    """Give the layout of a table whose columns were matched by key; ``timestamp`` and ``user`` must be among them."""
    return Layout(
        Source.GENERIC,
        [columns["timestamp"]],
        [columns["user"]],
        event=columns.get("event"),
        object=columns.get("object"),
        record=columns.get("record"),
        via=[columns["via"]] if "via" in columns else (),
        ref=[columns["ref"]] if "ref" in columns else (),
        utc=False,
    )
