"""The demo's feedback: what the pilot said in its first weeks, from new to released, confirmed, merged and reopened."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

from django.utils import timezone

from core import seams
from core.demo import Story
from feedback.inbox import services
from feedback.inbox.choices import OWN_CHANNELS, Channel
from feedback.inbox.models import FeedbackItem, FeedbackStep
from phases.rollout.models import RosterEntry
from phases.uat.models import Defect

Words = tuple[str, str]  # Chinese, English
WRITER = "change"  # writes down what people without an account say
MOBILE, LEADS, DEALS, QUOTES = ("移动端", "Mobile"), ("线索", "Leads"), ("商机", "Deals"), ("报价", "Quotes")
CUSTOMERS, TICKETS = ("客户", "Customers"), ("工单", "Tickets")
BOARD, CAMPAIGNS = ("看板", "Board"), ("活动", "Campaigns")
CHECK_IN = "DEF-0142"
SOURCE = ("批量导入线索丢失来源字段", "Lead import loses the source field")
SILENCE = 6  # working days ago the house closed what nobody had objected to


@dataclass(frozen=True, slots=True)
class Deed:
    """One act on an item: how many working days ago, at which hour, by whom of the cast, with which words."""

    ago: int
    hour: int
    act: str
    who: str
    words: Words = ("", "")
    more: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing said: when, by whom (of the cast, by the roster's key, or nobody), how, and what became of it."""

    ago: int
    hour: int
    who: str
    channel: Channel
    words: Words
    deeds: tuple[Deed, ...] = ()
    votes: tuple[str, ...] = ()
    reach: int | None = None
    name: str = ""  # under which others are merged into it


def sort(ago: int, hour: int, kinds: str, module: Words, who: str = WRITER) -> Deed:
    """Classify, by kind and category in one word with a slash."""
    kind, _slash, category = kinds.partition("/")
    return Deed(ago, hour, "classify", who, more={"kind": kind, "category": category, "module": module})


def same(ago: int, hour: int, original: str) -> Deed:
    """Merge into the item of that name."""
    return Deed(ago, hour, "merge", WRITER, more={"original": original})


C = Channel
ITEMS = (
    Said(16, 9, "user", C.BUTTON,
         ("客户页把电话放在第一屏。现在每次打电话都要往下翻两屏。",
          "Put the phone number at the top of a customer's page. Each call takes two screens of scrolling."), (
        sort(16, 11, "improvement/interface", CUSTOMERS),
        Deed(15, 14, "backlog", WRITER, ("有道理，先进待办。", "Makes sense; it is in the backlog.")),
        Deed(14, 15, "plan", "it", ("随2.4.0发布。", "It comes with 2.4.0."), {"release": "2.4.0", "planned_on": -12}),
        Deed(12, 17, "release", "it", ("2.4.0起电话在客户页第一屏。", "Since 2.4.0 the phone number is at the top.")),
        Deed(11, 9, "confirm", "user", ("好用，谢谢。", "Works well, thank you."))), ("owner", "wave"), 38),
    Said(16, 15, "owner", C.WEB,
         ("经营看板能每周一自动发到邮箱吗？", "Can the management board reach my mailbox every Monday?"), (
        sort(15, 9, "question/training", BOARD),
        Deed(15, 11, "answer", "it", ("可以：看板右上角“订阅”，选每周一8点。",
                                      "Yes: “Subscribe” at the top right of the board, Mondays at 8.")),
        Deed(14, 9, "confirm", "owner"))),
    Said(15, 10, "user", C.WEB,
         ("新商机该选哪个阶段？“方案”和“报价”的区别不清楚。",
          "Which stage does a new deal get? “Proposal” and “quote” look alike."), (
        sort(15, 13, "question/training", DEALS),
        Deed(15, 16, "answer", "trainer", ("给出价格之前是“方案”，之后是“报价”；课程3第12页有例子。",
                                           "Before a price it is a proposal, then a quote: course 3, page 12.")),
        Deed(14, 10, "confirm", "user"))),
    Said(15, 14, "CJ-1015", C.CHAT,
         ("报价单希望能复制上一份。同一客户每次要重填二十项。",
          "Let us copy the last quote. For one customer twenty fields are typed each time."), (
        sort(14, 9, "improvement/wish", QUOTES),
        Deed(12, 10, "backlog", WRITER, ("进入待办，下次评审定版本。",
                                         "In the backlog; the next review finds a release.")),
        Deed(8, 15, "plan", "it", ("计划随2.5.0发布。", "Planned for 2.5.0."), {"release": "2.5.0", "planned_on": 22})),
         ("user", "wave"), 38),
    Said(14, 11, "CJ-1044", C.SURVEY,
         ("活动名单导入前要不要先去重？", "Do we remove duplicates before a campaign's list is imported?"), (
        sort(14, 14, "question/training", CAMPAIGNS),
        Deed(13, 10, "answer", "trainer", ("不用，导入时系统按手机号和公司名查重。",
                                           "No: the import finds duplicates by phone number and company.")))),
    Said(13, 9, "wave", C.WEB,
         ("希望一次改派多条线索。试点里近三分之一的线索要转派一次。",
          "Let us hand on several leads at once. In the pilot nearly a third is handed on once."), (
        sort(13, 15, "improvement/process", LEADS),
        Deed(11, 10, "backlog", "service", ("与分派规则一起评估。", "Weighed together with the rules of assignment.")),
        Deed(6, 15, "plan", "it", ("计划随2.5.0发布。", "Planned for 2.5.0."), {"release": "2.5.0", "planned_on": 22})),
         ("owner", "user"), 42),
    Said(13, 16, "CJ-1007", C.INTERVIEW,
         ("移动端能离线记录拜访吗？厂区里常常没有信号。",
          "Could visits be written down offline? Inside plants there is often no signal."), (
        sort(12, 10, "improvement/wish", MOBILE),
        Deed(10, 11, "backlog", WRITER, ("进入待办；供应商正在估算工作量。",
                                         "In the backlog; the vendor estimates the work."))),
         ("user", "wave", "owner", "service"), 38),
    Said(12, 9, "user", C.BUTTON,
         ("手机签到时被退出登录，要重新登录才能提交。",
          "Check-in on the phone logs me out; I log in again to send it."), (
        Deed(12, 11, "acknowledge", WRITER, ("收到，测试组今天复现。", "Received; the testers try it today.")),
        sort(11, 14, "defect/defect", MOBILE),
        Deed(11, 15, "link_defect", "tests", ("按一级缺陷处理，修好后告诉您。",
                                              "Handled with severity 1; you hear when it is repaired."),
             {"defect": CHECK_IN})), ("owner", "wave"), 42, "check-in"),
    Said(12, 13, "CJ-1020", C.MAIL,
         ("线索列表希望能按最近联系时间排序。", "Let us sort the list of leads by the last contact."), (
        sort(12, 16, "improvement/interface", LEADS),
        Deed(10, 14, "backlog", WRITER, ("是配置，不等新版本。", "This is configuration and needs no release.")),
        Deed(8, 16, "plan", "it", ("本月配置窗口处理。", "In this month's configuration window."),
             {"release": ("2.4.0配置", "2.4.0 configuration"), "planned_on": -2}),
        Deed(2, 17, "release", "it", ("列表“最近联系”一栏可以排序了。",
                                      "The column “last contact” can be sorted now."))),
         ("user",), 38),
    Said(11, 9, "CJ-1012", C.CHAT,
         ("手机签到偶尔退出登录，一天要重新登录两三次。", "Phone check-in logs out; two or three times a day."),
         (same(11, 16, "check-in"),)),
    Said(11, 15, "CJ-1035", C.INTERVIEW,
         ("录入商机时不想填竞争对手。", "We do not want to name a competitor for every deal."), (
        sort(10, 9, "improvement/process", DEALS),
        Deed(3, 14, "decline", "owner", ("竞争对手是赢单分析的依据，保留必填；不清楚时可选“未知”。",
                                         "Win rates are read by competitor, so it stays; “unknown” may be chosen.")))),
    Said(10, 9, "CJ-1003", C.CHAT,
         ("三个小组仍要同时填旧表格。一件事录两遍，周末都在补。",
          "Three teams still fill in the old sheets too. Everything is entered twice, even at weekends."), (
        Deed(10, 11, "acknowledge", WRITER, ("收到，今天转给业务负责人。",
                                              "Received; the business owner has it today.")),
        sort(9, 9, "complaint/process", CUSTOMERS),
        Deed(8, 16, "answer", "owner", ("旧表格月底停用，下周起只看系统里的数字。",
                                        "The sheets end this month; from next week only the system counts.")),
        Deed(7, 10, "review", "pmo", ("答复有日期、有负责人，同意。", "The answer names a day and a person; agreed.")),
        Deed(6, 9, "confirm", WRITER, ("小组长口头确认。", "The team leader agreed by word of mouth."))), (), 24),
    Said(9, 10, "CJ-1027", C.MAIL,
         ("拜访签到时手机退出登录，现场照片没有保存。", "The phone logs out at check-in and the photos are lost."),
         (same(8, 10, "check-in"),)),
    Said(9, 14, "CJ-1055", C.INTERVIEW,
         ("接电话时希望自动弹出客户页。", "Open the customer's page when the phone rings."), (
        sort(9, 17, "improvement/wish", TICKETS),
        Deed(7, 11, "backlog", "service", ("等话单改为每15分钟拉取之后再定。",
                                           "Decided once call records arrive every 15 minutes."))), ("service",), 14),
    Said(7, 9, "CJ-1033", C.INTERVIEW,
         ("手机签到就退出登录，没信号时进不去。", "Check-in logs the phone out, and without signal one stays out."),
         (same(7, 17, "check-in"),)),
    Said(7, 13, "CJ-1022", C.CHAT,
         ("客户改名以后，历史报价怎么处理？", "What happens to old quotes when a customer is renamed?"), (
        sort(7, 15, "question/training", QUOTES),
        Deed(6, 10, "answer", "trainer", ("历史报价跟着客户走，不用处理。",
                                          "They stay with the customer; nothing to do.")),
        Deed(1, 10, "reopen", WRITER, ("重发的旧报价仍是旧名称，客户不认。",
                                       "An old quote sent again shows the old name; the customer refuses it.")))),
    Said(6, 9, "user", C.WEB,
         ("培训时间临时改了两次。客户已经约好，又得改期。",
          "The training moved twice at short notice. Visits had been agreed and had to be moved."), (
        sort(6, 11, "complaint/training", ("培训", "Training")),
        Deed(5, 10, "answer", "trainer", ("对不起。今后提前五个工作日定，不再改。",
                                          "Sorry. Dates stand five working days ahead and do not move again.")),
        Deed(4, 9, "confirm", "user", ("可以接受。", "Fair enough.")))),
    Said(6, 14, "CJ-1046", C.SURVEY,
         ("活动预算在系统和OA里各填一次。", "A campaign's budget is entered here and in the office system."), (
        Deed(6, 16, "acknowledge", WRITER, ("收到，在问OA的同事。", "Received; we ask the office system's people.")),)),
    Said(5, 10, "CJ-1030", C.MAIL,
         ("报备的客户被同事抢先建档。找了两级都没人裁决。",
          "A colleague entered the customer I had announced. Two levels up nobody decides."), (
        sort(5, 14, "complaint/process", CUSTOMERS),)),
    Said(5, 11, "", C.WEB,
         ("听说签到记录会用来扣考勤，是真的吗？", "Is it true that check-ins count for attendance pay?"), (
        sort(5, 13, "question/process", MOBILE),
        Deed(4, 15, "answer", WRITER, ("不会。签到只用于拜访统计，激励制度里写明。",
                                       "No. Check-ins count visits only; the incentive policy says so.")))),
    Said(4, 9, "CJ-1010", C.CHAT,
         ("批量导入线索后来源是空的。", "After the import of leads their source is empty."), (
        sort(4, 10, "defect/data", LEADS, "user"),
        Deed(4, 14, "link_defect", "tests", ("已知缺陷；导入后可批量补填来源。",
                                             "Known; until it is repaired fill the source in bulk."),
             {"defect": SOURCE})), (), 10),
    Said(3, 10, "CJ-1040", C.MAIL,
         ("看板上的成交数和我自己的表差两单。", "The board shows two deals fewer than my own list.")),
    Said(3, 15, "CJ-1058", C.CHAT,
         ("出差时怎么把工单转给同事？", "How do I hand my tickets to a colleague while I travel?"), (
        sort(3, 17, "question/training", TICKETS, "user"),
        Deed(2, 10, "answer", "service", ("“我的工单”里全选后点“委托”，可设起止日期。",
                                          "Choose all in “My tickets”, then “Delegate” with first and last day.")))),
    Said(2, 10, "CJ-1051", C.INTERVIEW,
         ("工单上找不到设备序列号。", "The ticket has no place for the device's serial number."), (
        Deed(2, 14, "ask", "service", ("是安装类工单，还是维修类也没有？",
                                      "Only tickets of installation, or of repair too?")),)),
    Said(2, 15, "CJ-1048", C.MAIL,
         ("活动报表希望按渠道拆分。", "Split the report of a campaign by channel."), (
        sort(1, 9, "improvement/wish", CAMPAIGNS),)),
    Said(1, 16, "CJ-1014", C.CHAT,
         ("手机上看不到同事昨天的拜访记录。", "My colleague's visits of yesterday do not show on the phone.")),
    Said(1, 17, "user", C.BUTTON,
         ("商机误关后想撤回，找不到按钮。", "I closed a deal by mistake and find no way back.")),
)  # fmt: skip


@seams.demo.provide("62.inbox.pilot")
def pilot(story: Story) -> None:
    """Let the pilot speak, and everybody do what they did about it."""
    known: dict[str, int] = {}  # name of an item, or its number → its key
    for number, said in enumerate(ITEMS):
        minute = number * 2
        story.then(story.workday(-said.ago), partial(_say, story, known, number), hour=said.hour, minute=minute)
        for deed in said.deeds:
            act = partial(_do, story, known, number, deed)
            story.then(story.workday(-deed.ago), act, hour=deed.hour, minute=minute + 1)
        for place, voter in enumerate(said.votes, start=1):
            vote = partial(_vote, story, known, number, voter)
            story.then(story.calendar.add_days(story.workday(-said.ago), place), vote, hour=12, minute=minute)
    story.then(story.workday(-SILENCE), partial(_let_stand, story), hour=23, minute=30)


def _say(story: Story, known: dict[str, int], number: int) -> None:
    said = ITEMS[number]
    values: dict[str, Any] = {
        "text": story.say(*said.words), "channel": said.channel, "reach": said.reach, "received_at": timezone.now(),
    }  # fmt: skip
    writer = story.people[WRITER]
    if said.channel in OWN_CHANNELS:
        writer = story.people[said.who or "user"]
    else:
        entry = RosterEntry.objects.get(programme=story.programme, key=said.who)
        values |= {"submitter_name": entry.name, "submitter_email": entry.email}
    item = services.give_feedback(story.programme, values=values, actor=writer, anonymous=not said.who).item
    known[str(number)] = known[said.name or str(number)] = item.pk


def _do(story: Story, known: dict[str, int], number: int, deed: Deed) -> None:
    item = FeedbackItem.objects.get(pk=known[str(number)])
    more = {key: _value(story, known, key, value) for key, value in deed.more.items()}
    act = services.ITEM_ACTS[deed.act]
    act(item, actor=story.people[deed.who], text=story.say(*deed.words), **more)
    services.tell_step(FeedbackStep.objects.filter(item=item).latest("at", "pk"))


def _value(story: Story, known: dict[str, int], key: str, value: Any) -> Any:
    """Give what a deed names: an item, a defect's code, a day, or words of the story's language."""
    if key == "original":
        return FeedbackItem.objects.get(pk=known[value])
    if key == "defect":
        return _defect(story, value) if isinstance(value, tuple) else value
    if key == "planned_on":
        return story.workday(value)
    return story.say(*value) if isinstance(value, tuple) else value


def _defect(story: Story, title: Words) -> str:
    """Give the code under which the defect is kept; its title where it is kept elsewhere."""
    found = Defect.objects.filter(programme=story.programme, title=story.say(*title)).order_by("pk").first()
    return found.code if found is not None else story.say(*title)


def _vote(story: Story, known: dict[str, int], number: int, voter: str) -> None:
    services.vote_for(FeedbackItem.objects.get(pk=known[str(number)]), actor=story.people[voter])


def _let_stand(story: Story) -> None:
    services.close_silent_items(story.programme, day=story.workday(-SILENCE))
