"""A kind over a plain dict, so that the machinery is tested without rows."""

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Choice, Column, Kind, Outcome, Type

STATES = (Choice("open", "待处理", "Open", ("未关闭",)), Choice("closed", "已关闭", "Closed"))
COLUMNS = (
    Column("code", "编号", "Code", example_zh="R-1", example_en="R-1"),
    Column(
        "title",
        "风险",
        "Risk",
        required=True,
        max_length=200,
        aliases=("风险名称",),
        example_zh="延期",
        example_en="Delay",
    ),
    Column(
        "probability",
        "概率",
        "Probability",
        Type.INTEGER,
        required=True,
        minimum=1,
        maximum=5,
        example_zh="3",
        example_en="3",
    ),
    Column("state", "状态", "State", Type.CHOICE, choices=STATES, example_zh="待处理", example_en="Open"),
    Column("cost", "损失（元）", "Cost (CNY)", Type.MONEY, minimum=0),
    Column("share", "占比", "Share", Type.SHARE),
    Column("factor", "系数", "Factor", Type.DECIMAL),
    Column("due", "到期日", "Due", Type.DATE),
    Column("seen", "发现时间", "Seen at", Type.DATETIME),
    Column("key", "关键", "Key", Type.BOOLEAN),
    Column("owner", "责任人", "Owner", Type.PERSON),
    Column("tags", "标签", "Tags", Type.LIST),
    Column("note", "备注", "Note"),
)


def sample_kind(kept=None, **changes):
    kept = {} if kept is None else kept

    def write(programme, batch, actor):
        outcomes = []
        for change in batch.changes:
            ref = change.ref or f"ref-{len(kept) + 1}"
            kept[ref] = {**(kept.get(ref) or {}), **change.row}
            outcomes.append(Outcome(change.line, ref))
        return outcomes

    parts = {
        "code": "sample",
        "label": _("Risks"),
        "columns": COLUMNS,
        "existing": lambda programme: dict(kept),
        "write": write,
        "can": lambda user, programme: True,
        "id_column": "code",
        "natural_key": ("title",),
    } | changes
    return Kind(**parts)
