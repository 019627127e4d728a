"""What stakeholders give: imports of the register and of the communication plan, and overdue messages."""

from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core import seams
from core.imports.kinds import Column, Kind, Row, Rows, Type, row_by_row
from core.personal import Personal
from core.seams import AttentionItem, Finding, Rule
from programme.charter.choices import Pitfall
from programme.people.models import Unit
from programme.stakeholders import permissions, services
from programme.stakeholders.choices import Engagement, Level
from programme.stakeholders.models import CommunicationItem, Stakeholder
from programme.stakeholders.selectors import message_days, stakeholders_of

POWERFUL = 4
ENGAGEMENT = ("engagement_now", "engagement_wanted")


@seams.attention.provide("stakeholders.messages")
def overdue_messages(programme: Any, user: Any) -> list[AttentionItem]:
    """Messages that should have been sent, for those who send them."""
    if not permissions.can_edit(user, programme):
        return []
    url = reverse("stakeholders:communication_list", args=[programme.slug])
    rows = CommunicationItem.objects.filter(programme=programme).overdue(timezone.localdate())
    return [
        AttentionItem(
            "warn", _("Send the message %(message)s") % {"message": row}, url, row.due_on, row.audience, _("Send")
        )
        for row in rows
    ]


def _stakeholders(programme: Any) -> Rows:
    """The register as rows."""
    rows = Stakeholder.objects.filter(programme=programme).select_related("unit")
    return {
        row.public_id: {
            "code": row.code,
            "name": row.name,
            "organisation": row.organisation,
            "role": row.role,
            "unit": row.unit.code if row.unit else "",
            "level": row.level,
            "contact": row.contact,
            "power": row.power,
            "interest": row.interest,
            "engagement_now": str(row.engagement_now),
            "engagement_wanted": str(row.engagement_wanted),
            "top_executive": row.top_executive,
            "action": row.action,
        }
        for row in rows
    }


def _values(row: Row) -> Row:
    """Turn codes into what the service takes; an empty cell leaves the default."""
    values = {key: value for key, value in row.items() if value is not None}
    if "unit" in values:
        values["unit"] = Unit.objects.filter(code=values["unit"]).first() if values["unit"] else None
    for key in ENGAGEMENT:
        if key in values:
            values[key] = int(values[key])
    return values


def _units(_programme: Any, rows: Any) -> Any:
    """Refuse units that nobody knows."""
    known = list(Unit.objects.values_list("code", flat=True))
    for index, row in enumerate(rows):
        if row.get("unit") and row["unit"] not in known:
            yield index, "unit", _("No business unit has this code."), known


def _update(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = Stakeholder.objects.get(programme=programme, public_id=ref)
    services.update_stakeholder(record, values=_values(row), actor=actor)


seams.kinds.add(
    "stakeholders",
    Kind(
        code="stakeholders",
        label=gettext_lazy("Stakeholders"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="S01", example_en="S01"),
            Column("name", "姓名", "Name", required=True, max_length=120, personal=Personal.NAME,
                   example_zh="王总", example_en="Ms Wang"),
            Column("organisation", "单位", "Organisation", max_length=120),
            Column("role", "项目角色", "Part in the programme", max_length=160),
            Column("unit", "业务单元编号", "Business unit code", max_length=40),
            Column("level", "管理层级", "Management level", Type.CHOICE, choices=Level),
            Column("contact", "联系方式", "Contact", max_length=200, personal=Personal.PHONE),
            Column("power", "权力", "Power", Type.INTEGER, required=True, minimum=1, maximum=5, example_zh="5",
                   example_en="5"),
            Column("interest", "利益", "Interest", Type.INTEGER, required=True, minimum=1, maximum=5, example_zh="4",
                   example_en="4"),
            Column("engagement_now", "当前态度", "Stands now", Type.CHOICE, choices=Engagement),
            Column("engagement_wanted", "期望态度", "Should stand", Type.CHOICE, choices=Engagement),
            Column("top_executive", "一把手", "Top executive", Type.BOOLEAN),
            Column("action", "下一步", "Next step", max_length=200),
        ),
        id_column="code",
        natural_key=("name", "organisation"),
        existing=_stakeholders,
        write=row_by_row(
            lambda programme, row, actor: services.create_stakeholder(
                programme, values=_values(row), actor=actor
            ).public_id,
            _update,
        ),
        remove=lambda programme, refs, actor: services.remove_stakeholders(programme, refs=refs, actor=actor),
        check=_units,
        can=permissions.can_edit,
        order=60,
    ),
)  # fmt: skip


def _messages(programme: Any) -> Rows:
    """The communication plan as rows."""
    keys = ("code", "message_zh", "message_en", "sender", "audience", "channel", "when", "due_on")
    return {
        row.public_id: {key: getattr(row, key) for key in keys}
        for row in CommunicationItem.objects.filter(programme=programme)
    }


def _update_message(programme: Any, ref: str, row: Row, actor: Any) -> None:
    record = CommunicationItem.objects.get(programme=programme, public_id=ref)
    services.update_message(record, values=row, actor=actor)


seams.kinds.add(
    "communications",
    Kind(
        code="communications",
        label=gettext_lazy("Communication plan"),
        columns=(
            Column("code", "编号", "Code", max_length=20, example_zh="M01", example_en="M01"),
            Column("message_zh", "中文信息", "Message in Chinese", max_length=200, example_zh="为什么变、为什么现在",
                   example_en="为什么变、为什么现在"),
            Column("message_en", "英文信息", "Message in English", max_length=200, example_zh="Why change, why now",
                   example_en="Why change, why now"),
            Column("sender", "发送人", "Sender", required=True, max_length=120, example_zh="CEO", example_en="CEO"),
            Column("audience", "对象", "Audience", required=True, max_length=120, example_zh="全员", example_en="all"),
            Column("channel", "渠道", "Channel", required=True, max_length=120, example_zh="会议", example_en="mail"),
            Column("when", "时间", "When", required=True, max_length=120, example_zh="启动会", example_en="kick-off"),
            Column("due_on", "到期", "Due", Type.DATE),
        ),
        id_column="code",
        natural_key=("message_zh", "message_en"),
        existing=_messages,
        write=row_by_row(
            lambda programme, row, actor: services.create_message(programme, values=row, actor=actor).public_id,
            _update_message,
        ),
        remove=lambda programme, refs, actor: services.remove_messages(programme, refs=refs, actor=actor),
        can=permissions.can_edit,
        order=61,
    ),
)  # fmt: skip


NO_EXECUTIVE = Rule(
    "stakeholders.no_executive", "warn", Pitfall.USERS,
    gettext_lazy("The top executive is on the stakeholder register"),
    gettext_lazy("Mark who leads the company; nothing moves without that person."),
)  # fmt: skip
NO_MESSAGES = Rule(
    "stakeholders.no_messages", "warn", Pitfall.USERS,
    gettext_lazy("The communication plan has messages"),
    gettext_lazy("Plan who tells whom what, and when."),
)  # fmt: skip
UNRESOLVED = Rule(
    "stakeholders.resistance_unanswered", "bad", Pitfall.USERS,
    gettext_lazy("No powerful stakeholder resists without a next step"),
    gettext_lazy("Agree on the next step with the person, and write it down."),
)  # fmt: skip


@seams.plan_rules.provide("stakeholders.register", NO_EXECUTIVE, NO_MESSAGES, UNRESOLVED)
def people_findings(programme: Any) -> list[Finding]:
    """An executive left out, a silent programme, resistance that nobody answers; two queries."""
    people = stakeholders_of(programme)
    register = reverse("stakeholders:stakeholder_list", args=[programme.slug])
    return [
        *NO_EXECUTIVE.when(people and not any(one.top_executive for one in people), register),
        *NO_MESSAGES.when(
            not message_days(programme),
            reverse("stakeholders:communication_list", args=[programme.slug]),
        ),
        *UNRESOLVED.over(
            (
                one.name
                for one in people
                if one.engagement_now == Engagement.RESISTANT and one.power >= POWERFUL and not one.action
            ),
            register,
        ),
    ]
