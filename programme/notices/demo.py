"""The demo's channels, the rhythm of its pack, and who read the last one."""

from functools import partial

from core import seams
from core.demo import Story
from programme.notices.choices import PackMode, PackRhythm, Topic
from programme.notices.selectors.packs import KIND, may_receive
from programme.notices.services.endpoints import add_endpoint, change_endpoint
from programme.notices.services.packs import set_pack_plan
from programme.notices.services.readings import note_reading
from programme.people.choices import Role
from programme.people.selectors import holders
from programme.records.selectors import last_issued

WECOM = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=demo"
FEISHU = "https://open.feishu.cn/open-apis/bot/v2/hook/demo"
READ = ((3, Role.SP), (2, Role.SC))  # working days ago, who


@seams.demo.provide("94.notices")
def notices(story: Story) -> None:
    """Set two group robots, both out of use since their keys are invented, and a rhythm that keeps drafts."""
    day = story.workday(-20)
    story.then(day, partial(_channel, story, story.say("指导委员会群", "Steering group"), "wecom", WECOM), hour=11)
    story.then(
        day, partial(_channel, story, story.say("项目组群", "Project team"), "feishu", FEISHU), hour=11, minute=5
    )
    story.then(day, partial(_rhythm, story), hour=11, minute=10)
    for ago, role in READ:
        story.then(story.workday(-ago), partial(_read, story, role), hour=10)


def _channel(story: Story, name: str, channel: str, address: str) -> None:
    actor, topics = story.people["pmo"], [Topic.DECISION.value, Topic.GATE.value, Topic.DOCUMENT.value]
    row, _made = add_endpoint(
        story.programme, name=name, channel=channel, address=address, topics=topics, actor=actor
    )  # fmt: skip
    change_endpoint(row, actor=actor, in_use=False)


def _rhythm(story: Story) -> None:
    inside = may_receive(story.programme)
    set_pack_plan(
        story.programme,
        actor=story.people["pmo"],
        rhythm=PackRhythm.MONTHLY,
        day=3,
        languages=[story.programme.language],
        formats=["pdf", "html"],
        mode=PackMode.DRAFT,
        readers=list(inside.filter(pk__in=holders(story.programme, Role.SP, Role.SC, Role.FIN))),
    )


def _read(story: Story, role: str) -> None:
    paper = last_issued(story.programme, KIND)
    if paper is not None:
        for person in holders(story.programme, role):
            note_reading(paper, person=person)
