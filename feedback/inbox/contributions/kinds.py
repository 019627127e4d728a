"""The import kind of feedback: our own columns, and those that boards of ideas export."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from core.imports.kinds import Choice, Column, Kind, Type, choices_of
from core.personal import Personal
from core.seams import kinds
from feedback.inbox import permissions, services
from feedback.inbox.choices import Category, Channel, ItemKind, ItemState
from feedback.inbox.selectors.rows import item_rows

ELSEWHERE = {  # what a board of ideas calls the states
    ItemState.NEW: ("open", "待处理"),
    ItemState.PLANNED: ("planned", "started"),
    ItemState.RELEASED: ("completed",),
    ItemState.DECLINED: ("declined",),
    ItemState.MERGED: ("duplicate",),
}


def states() -> tuple[Choice, ...]:
    """Give the states with the words other systems use for them."""
    return tuple(replace(one, aliases=ELSEWHERE.get(ItemState(one.code), ())) for one in choices_of(ItemState))


COLUMNS = (
    Column("code", "编号", "Code", max_length=20, aliases=("反馈编号", "number", "ID", "No.", "序号"),
           example_zh="FB01", example_en="FB01"),
    Column("title", "一句话", "Title", max_length=200, aliases=("标题", "主题", "Subject", "In one sentence"),
           example_zh="希望增加微信快捷回复", example_en="A quick reply for WeChat"),
    Column("text", "反馈内容", "Feedback", aliases=("内容", "描述", "说明", "description", "Text", "Comment"),
           example_zh="客户在微信里问价，要切换三次才能回复。", example_en="Answering a price takes three switches."),
    Column("received_at", "收到时间", "Received", Type.DATETIME, keeps=True,
           aliases=("提交时间", "created_at", "Created", "Date"), example_zh="2026-04-01 09:30",
           example_en="2026-04-01 09:30"),
    Column("submitter", "提交人", "Submitter", max_length=254, keeps=True, personal=Personal.MAIL,
           aliases=("反馈人", "created_by", "Author", "From"), example_zh="wu@example.com", example_en="wu@example.com",
           help_zh="邮箱或姓名；空则匿名", help_en="E-mail address or name; empty is anonymous"),
    Column("channel", "渠道", "Channel", Type.CHOICE, choices=Channel, keeps=True, aliases=("来源", "Source"),
           example_zh="访谈记录", example_en="Interview note"),
    Column("kind", "类型", "Kind", Type.CHOICE, choices=ItemKind, keeps=True, aliases=("反馈类型", "Type", "Class"),
           example_zh="改进建议", example_en="Improvement"),
    Column("category", "归类", "Category", Type.CHOICE, choices=Category, keeps=True, aliases=("类别", "分类"),
           example_zh="新需求", example_en="New wish"),
    Column("module", "模块", "Module", max_length=80, aliases=("功能", "Function", "Screen"),
           example_zh="移动端", example_en="Mobile"),
    Column("process", "流程", "Process", max_length=20, aliases=("流程编号", "Process code")),
    Column("reach", "影响人数", "People concerned", Type.INTEGER, minimum=1, aliases=("人数", "Reach"),
           example_zh="40", example_en="40"),
    Column("votes", "票数", "Votes", Type.INTEGER, minimum=0, keeps=True, aliases=("votes_count", "点赞数")),
    Column("state", "状态", "State", Type.CHOICE, choices=states(), keeps=True, aliases=("status",),
           example_zh="新建", example_en="New"),
    Column("response", "答复", "Response", aliases=("回复", "处理结果", "Answer")),
    Column("responded_at", "答复时间", "Answered on", Type.DATETIME, keeps=True, aliases=("responded_at",)),
    Column("original", "合并到", "Merged into", max_length=20, aliases=("original_number", "重复于", "Duplicate of")),
    Column("release", "版本", "Release", max_length=80, keeps=True),
    Column("defect", "缺陷", "Defect", max_length=300, keeps=True, aliases=("缺陷编号",)),
)  # fmt: skip

kinds.add("feedback", Kind(
    code="feedback",
    label=_("Feedback"),
    columns=COLUMNS,
    id_column="code",
    natural_key=("text", "submitter"),
    existing=item_rows,
    write=services.write_items,
    remove=services.remove_items,
    can=permissions.can_import,
    order=120,
))  # fmt: skip
